/**
 * Messages at a real shared terminal: by who looks on at somebody's shell by a read-only link, by who has a shell of their
 * own, and by who has said no hello. Whoever types beside them notices nothing.
 */
import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { utf8ToBytes } from '../../../src/protocol/bytes';
import type { FromClient } from '../../../src/protocol/terminalWire';
import { isJson } from '../../../src/testing/fuzz/bodies';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { startTerminal } from '../../terminal/startTerminal';
import { TerminalClient } from '../../terminal/testing/terminalClient';
import { until } from '../until';
import { fence, isOpen } from './fence';

const MESSAGES_A_SOCKET = 24;
/** Times that one who was cut off comes back in a round. */
const SOCKETS_A_ROUND = 3;
const HONEST_EVERY = 8;
const HONEST = 'honest';
/** Typed by those who may not, and by nobody else. */
const MARK = '#mark';
const ROLES = ['reader', 'owner', 'stranger'] as const;
const TYPES = ['hello', 'input', 'size', 'take-size', 'name', 'drawn', 'read-link', 'typing'] as const;
type Type = (typeof TYPES)[number];

export async function terminalTarget(): Promise<Target> {
  const terminal = await startTerminal({
    config: { terminalPort: 0, terminalLingerMs: 50, serverSecret: randomBytes(32).toString('hex') },
    log: pino({ level: 'silent' }),
  });
  const ada = await TerminalClient.join(terminal.port, { session: HONEST });
  await ada.sees('$');
  ada.say({ type: 'read-link' });
  await until(() => ada.last('read-link') !== undefined, 'the read-only link');
  const readKey = ada.last('read-link')?.key;
  let rounds = 0;
  let answers = 0;

  /** Who is in still types and sees, and sees nothing of what others tried to type. */
  const goesOn = async (tally: Tally) => {
    answers += 1;
    ada.type(`clear; echo answer $((${answers} + 1000))\r`);
    await ada.sees(`answer ${answers + 1000}`).catch((error: unknown) => tally.find(`TERM-11: ${String(error)}`));
    if (ada.text.includes(MARK)) {
      tally.find('TERM-8: a reader has typed');
    }
    if (ada.closed !== null) {
      tally.find(`TERM-11: the honest one was cut off with ${ada.closed}`);
    }
  };

  return {
    name: 'terminal',
    async round(seed, tally) {
      const dice = new Dice(seed);
      const role = dice.pick(ROLES);
      const session = role === 'reader' ? HONEST : `fuzz-${seed}`;
      for (let sockets = 0; sockets < SOCKETS_A_ROUND; sockets++) {
        const client = await TerminalClient.open(terminal.port, {
          session,
          ...(role === 'reader' && { key: readKey }),
          name: 'Mallory',
          client: Buffer.from(dice.bytes(16)).toString('hex'),
        });
        if (typeof client === 'number') {
          tally.find(`TERM-7: ${role} was refused with ${client}`);
          return;
        }
        if (role !== 'stranger') {
          client.hello();
        }
        for (let n = 0; n < MESSAGES_A_SOCKET && isOpen(client.socket); n++) {
          await say(client, dice, tally);
        }
        client.socket.terminate();
      }
      if (rounds++ % HONEST_EVERY === 0) {
        await goesOn(tally);
      }
    },
    async close() {
      ada.socket.terminate();
      await terminal.stop();
    },
  };
}

async function say(client: TerminalClient, dice: Dice, tally: Tally): Promise<void> {
  const type = dice.pick(TYPES);
  const message = messageOf(type, client, dice);
  const text = dice.chance(0.4) ? JSON.stringify(message) : mutateJson(message, TYPES, dice);
  tally.sending(utf8ToBytes(text));
  client.socket.send(dice.chance(0.97) ? text : utf8ToBytes(text));
  await fence(client.socket);
  tally.count(`terminal ${type}`, {
    crypto: false,
    schema: isJson(utf8ToBytes(text)),
    refused: !isOpen(client.socket),
  });
}

function messageOf(type: Type, { secret }: TerminalClient, dice: Dice): FromClient {
  const size = { cols: 2 + dice.below(300), rows: 1 + dice.below(200) };
  switch (type) {
    case 'hello':
      return { type, client: secret, name: 'Mallory', ...size, resume: null };
    case 'input':
      return { type, seq: 1 + dice.below(50), data: MARK };
    case 'size':
      return { type, ...size };
    case 'name':
      return { type, name: 'Mallory' };
    case 'drawn':
      return { type, bytes: dice.below(100_000) };
    case 'typing':
      return { type, key: Buffer.from(dice.bytes(32)).toString('hex') };
    case 'take-size':
    case 'read-link':
      return { type };
  }
}
