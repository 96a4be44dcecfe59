/**
 * Messages at a real server's relay, by those who got in with a ticket: attendees of a session that has a real presenter
 * and a real attendee, and presenters of sessions of their own. A second session beside has nothing to do with them.
 */
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../src/protocol/bytes';
import { encodeHandshake } from '../../../src/protocol/codec';
import { encodeHeader, parseFrame, type EnvelopeClass } from '../../../src/protocol/envelope';
import { isJson } from '../../../src/testing/fuzz/bodies';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateBytes } from '../../../src/testing/fuzz/mutateBytes';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { HANDSHAKE_MESSAGES } from '../../../src/testing/sampleMessages';
import { frameText } from '../../relay/fromClients';
import { attendeeTicket, Presenter } from '../people';
import { goesOn, honestRoom, type HonestRoom } from './honestRoom';
import { ioClient, rawClient, type RawClient, type RelayClient } from './RelayClient';
import { fromAddress, serverWorld, type ServerWorld } from './serverWorld';

const MESSAGES_A_SOCKET = 24;
/** Milliseconds on the server's clock between two messages of one sender. */
const PACE = 20;
const HONEST_EVERY = 16;
/** Times that one who was cut off comes back in a round. */
const SOCKETS_A_ROUND = 4;
const TICKETS_A_ROUND = 5;
/** Messages as they should be that go ahead of each other one, at most. */
const AHEAD = 6;

const ATTENDEE_EVENTS = ['frame', 'after', 'leave'] as const;
const PRESENTER_EVENTS = ['all', 'keep', 'to', 'drop', 'leave'] as const;
type Event = (typeof ATTENDEE_EVENTS)[number] | (typeof PRESENTER_EVENTS)[number];

interface RelayWorld extends ServerWorld {
  attacked: HonestRoom;
  beside: HonestRoom;
  spare: Spare;
}

export async function relayTarget(): Promise<Target> {
  const served = await serverWorld({ relay: 'on' });
  const { url } = served.server;
  const attacked = await honestRoom(url);
  const spare = new Spare(() => ticketOf(url, attacked.at.presenter.code));
  const world = { ...served, attacked, beside: await honestRoom(url), spare };
  let rounds = 0;
  return {
    name: 'relay',
    async round(seed, tally) {
      const dice = new Dice(seed);
      for (let tries = 0; tries < TICKETS_A_ROUND; tries++) {
        await badTicket(world, dice, tally);
      }
      if (dice.chance(0.5)) {
        await asAttendee(world, dice, tally);
      } else {
        await asPresenter(world, seed, dice, tally);
      }
      if (rounds++ % HONEST_EVERY === 0) {
        await goesOn(world.attacked, tally);
        await goesOn(world.beside, tally);
      }
    },
    async close() {
      [world.attacked, world.beside].forEach(({ at, attendee }) => {
        attendee.close();
        at.close();
      });
      await served.server.stop();
    },
  };
}

const ticketOf = async (url: string, code: string) => (await attendeeTicket(url, code)).relay ?? '';

/** One that nobody has used yet; tickets that are not taken can be tried again. */
class Spare {
  private ticket: string | null = null;

  constructor(private readonly make: () => Promise<string>) {}

  async get(): Promise<string> {
    this.ticket ??= await this.make();
    return this.ticket;
  }

  used(): void {
    this.ticket = null;
  }
}

async function badTicket({ server, clock, attacked, spare }: RelayWorld, dice: Dice, tally: Tally): Promise<void> {
  const { presenter } = attacked.at;
  clock.advance(PACE);
  const ticket = await spare.get();
  const resume = { session: presenter.sessionId, memberId: 'm-00000000', secret: '0'.repeat(32) };
  const isValid = dice.chance(0.05);
  const text = isValid ? JSON.stringify({ ticket }) : mutateJson(dice.chance(0.5) ? { resume } : { ticket }, [], dice);
  tally.sending(utf8ToBytes(text));
  const client = await rawClient(server.url, text);
  // What the server signed; its signature can be written in more ways than one.
  if (client && !text.includes(ticket.slice(0, ticket.lastIndexOf('.')))) {
    tally.find('RELAY-1: in without a ticket');
  }
  if (client || isValid) {
    spare.used();
  }
  await client?.close();
  const schema = parsed(text) !== text;
  tally.count('relay auth', { crypto: schema && text.includes('ticket'), schema, refused: client === null });
}

async function asAttendee(world: RelayWorld, dice: Dice, tally: Tally): Promise<void> {
  const { server, attacked } = world;
  const { code, sessionId } = attacked.at.presenter;
  const hello = encodeHandshake({
    ...HANDSHAKE_MESSAGES.hello,
    session: sessionId,
    ephemeral: bytesToHex(dice.bytes(32)),
  });
  const sealed = frameOf('to-presenter', sessionId, dice);
  for (let sockets = 0; sockets < SOCKETS_A_ROUND; sockets++) {
    const ticket = await ticketOf(server.url, code);
    const raw = dice.chance(0.6) ? await rawClient(server.url, JSON.stringify({ ticket })) : null;
    const client = raw ?? (await ioClient(server.url, { ticket }));
    if (!client) {
      tally.find('RELAY-1: an attendee with a ticket is not let in');
      return;
    }
    for (let n = 0; n < MESSAGES_A_SOCKET && client.isOpen; n++) {
      const make = (event: (typeof ATTENDEE_EVENTS)[number]) => ({
        event,
        args: {
          frame: [dice.chance(0.5) ? hello : sealed],
          after: [{ epoch: dice.below(3), seq: dice.below(9) }],
          leave: [],
        }[event],
      });
      const ahead = Array.from({ length: dice.below(AHEAD) }, () => make(dice.pick(['frame', 'after'] as const)));
      await say(world, { client, raw, ahead, ...make(dice.pick(ATTENDEE_EVENTS)), other: sealed }, dice, tally);
    }
    await client.close();
  }
}

async function asPresenter(world: RelayWorld, seed: number, dice: Dice, tally: Tally): Promise<void> {
  const { server, attacked } = world;
  const { url } = server;
  const presenter = await Presenter.create(url, fromAddress(seed), bytesToHex(dice.bytes(32)));
  const { epoch } = await presenter.start();
  const heard: Uint8Array[] = [];
  let own: RelayClient | null = null;
  for (let sockets = 0; sockets < SOCKETS_A_ROUND; sockets++) {
    const client = await rawClient(url, JSON.stringify({ ticket: await presenter.relayTicket(epoch) }));
    own ??= await ioClient(url, { ticket: await ticketOf(url, presenter.code) }, (frame) => heard.push(frame));
    if (!client || !own) {
      tally.find('RELAY-1: a presenter or its attendee with a ticket is not let in');
      return;
    }
    for (let n = 0; n < MESSAGES_A_SOCKET && client.isOpen; n++) {
      const make = (event: (typeof PRESENTER_EVENTS)[number], session: string) => {
        const frame = frameOf(event === 'keep' ? 'snapshot' : dice.pick(['stage', 'ping'] as const), session, dice);
        const memberId = `m-${bytesToHex(dice.bytes(8))}`;
        return {
          event,
          args: { all: [frame], keep: [frame], to: [memberId, frame], drop: [memberId], leave: [] }[event],
        };
      };
      const { sessionId } = presenter;
      const ahead = Array.from({ length: dice.below(AHEAD) }, () => make(dice.pick(PRESENTER_EVENTS), sessionId));
      const session = dice.chance(0.9) ? sessionId : attacked.at.presenter.sessionId;
      const last = make(dice.pick(PRESENTER_EVENTS), session);
      const other = frameOf('stage', sessionId, dice);
      await say(world, { client, raw: client, ahead, ...last, other }, dice, tally);
    }
    await client.close();
  }
  await own?.fence();
  if (heard.some((frame) => sessionOf(frame) !== presenter.sessionId)) {
    tally.find('RELAY-2: heard a frame that is not of the session');
  }
  await own?.close();
  await presenter.end();
}

/** Only its header means anything to the relay. */
function frameOf(envelopeClass: EnvelopeClass, session: string, dice: Dice): Uint8Array {
  const header = {
    class: envelopeClass,
    session,
    epoch: dice.below(3),
    seq: dice.below(600),
    author: '0'.repeat(16),
    at: 0,
  };
  return concatBytes(encodeHeader(header), dice.bytes(92 + dice.below(64)));
}

function sessionOf(frame: Uint8Array): string | null {
  const parsed = parseFrame(frame);
  return parsed.kind === 'envelope' ? parsed.envelope.header.session : null;
}

interface Saying {
  /** Messages as they should be, which are sent just before. */
  ahead: Array<{ event: Event; args: unknown[] }>;
  client: RelayClient;
  /** Where what is said can be anything. */
  raw: RawClient | null;
  event: Event;
  args: unknown[];
  other: Uint8Array;
}

const hasFrame = (args: readonly unknown[]) => args.some((arg) => arg instanceof Uint8Array);
const asBuffer = (arg: unknown) => (arg instanceof Uint8Array ? Buffer.from(arg) : arg);

async function say(
  { clock }: ServerWorld,
  { client, raw, ahead, event, args, other }: Saying,
  dice: Dice,
  tally: Tally
): Promise<void> {
  clock.advance(PACE * (1 + ahead.length));
  ahead.forEach((each) => client.emit(each.event, each.args.map(asBuffer)));
  const how = dice.pick(['valid', 'valid', 'bytes', 'bytes', 'args', 'text'] as const);
  const isFrame = hasFrame(args);
  let said: Uint8Array;
  let schema = true;
  if (how === 'bytes' && isFrame) {
    const changed = args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(mutateBytes(arg, other, dice)) : arg));
    said = concatBytes(...changed.filter((arg): arg is Buffer => Buffer.isBuffer(arg)));
    tally.sending(said);
    client.emit(event, changed);
  } else if (how === 'valid' || how === 'bytes') {
    said = concatBytes(utf8ToBytes(event), ...args.filter((arg): arg is Uint8Array => arg instanceof Uint8Array));
    tally.sending(said);
    client.emit(event, args.map(asBuffer));
  } else {
    // Bytes of their own are what no page sends.
    const inBytes = isFrame && dice.chance(0.3);
    const asSent = (arg: Uint8Array) => (inBytes ? { _placeholder: true, num: 0 } : frameText(arg));
    const plain = args.map((arg) => (arg instanceof Uint8Array ? asSent(arg) : arg));
    const text = mutateJson([event, ...plain], ['all', 'frame', 'after', 'leave'], dice);
    said = utf8ToBytes(text);
    schema = isJson(said);
    tally.sending(said);
    if (raw) {
      const count = dice.pick([0, 1, 1, 2, 99_999]);
      const prefix = inBytes || dice.chance(0.1) ? `45${count}-` : `42${dice.pick(['', '7', '1e3'])}`;
      raw.raw(how === 'text' && dice.chance(0.3) ? mutateText(`${prefix}${text}`, dice) : `${prefix}${text}`);
      if (inBytes && dice.chance(0.8)) {
        raw.raw(other);
      }
    } else {
      const value = parsed(text);
      emitted(client, event, Array.isArray(value) ? value.slice(1) : [value]);
    }
  }
  await client.fence();
  ahead.forEach((each) => tally.count(`relay ${each.event}`, { crypto: false, schema: true, refused: false }));
  tally.count(`relay ${event}`, { crypto: false, schema, refused: !client.isOpen });
}

/** socket.io's client cannot send what is nested too deeply; bare WebSockets do. */
function emitted(client: RelayClient, event: Event, args: unknown[]): void {
  try {
    client.emit(event, args);
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const mutateText = (text: string, dice: Dice): string => {
  const bytes = utf8ToBytes(text);
  return new TextDecoder().decode(mutateBytes(bytes, bytes, dice));
};
