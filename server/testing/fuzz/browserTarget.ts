/** Calls and event sockets of a shared browser, with good tokens: members who say anything. */
import WebSocket from 'ws';
import { utf8ToBytes } from '../../../src/protocol/bytes';
import {
  browserEventSchema,
  browserSessionSchema,
  createBrowserResponseSchema,
  EVENTS_SUBPROTOCOL,
  joinBrowserResponseSchema,
  TOKEN_PREFIX,
} from '../../../src/protocol/browserApi';
import { apiErrorSchema } from '../../../src/protocol/directoryApi';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateBytes } from '../../../src/testing/fuzz/mutateBytes';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { PlainProvider } from '../../browser/testing/PlainProvider';
import { bearerHeader, call } from '../http';
import { fence, isOpen } from './fence';
import { fromAddress, serverWorld } from './serverWorld';

const TRIES_A_ROUND = 24;
/** Milliseconds on the server's clock between two messages of one sender: as fast as it may go on. */
const PACE = 55;
const EVENT_TYPES = ['ping', 'user_activity', 'viewer'] as const;
const CALLS = ['create', 'join', 'leave', 'control', 'remove', 'end'] as const;

interface Member {
  shareCode: string;
  userId: string;
  token: string;
}

export async function browserTarget(): Promise<Target> {
  const { server, clock } = await serverWorld(
    { browser: true, browserDurationMs: 24 * 3_600_000 },
    { browserProvider: new PlainProvider() }
  );
  const base = `${server.url}/api/vm/shared`;
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string>) =>
    call(`${base}/${path}`, {
      method: 'POST',
      raw: typeof body === 'string' ? body : Buffer.from(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const made = async (seed: number): Promise<Member> =>
    createBrowserResponseSchema.parse(JSON.parse((await post('create', '{}', fromAddress(seed))).text));
  const socketOf = async ({ shareCode, token }: Member): Promise<WebSocket> => {
    const protocols = [EVENTS_SUBPROTOCOL, `${TOKEN_PREFIX}${token}`];
    const socket = new WebSocket(`${base.replace('http', 'ws')}/ws?shareCode=${shareCode}`, protocols, {
      origin: server.url,
    });
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('open', resolve));
    return socket;
  };

  const honest = await made(0xffff01);
  const honestTab = await socketOf(honest);
  const heard: unknown[] = [];
  honestTab.on('message', (data) => heard.push(JSON.parse(String(data))));

  async function attack(seed: number, tally: Tally): Promise<void> {
    const dice = new Dice(seed);
    let own = await made(seed);
    let socket: WebSocket | null = null;
    for (let n = 0; n < TRIES_A_ROUND; n += 1) {
      clock.advance(PACE);
      if (dice.chance(0.6)) {
        socket = socket && isOpen(socket) ? socket : await socketOf(own);
        await say(socket, dice, tally);
      } else if (!(await ask(own, dice, seed, tally))) {
        socket?.terminate();
        socket = null;
        own = await made(seed + n + 1);
      }
    }
    socket?.terminate();
    await post('end', JSON.stringify({ shareCode: own.shareCode }), bearerHeader(own.token));
  }

  async function say(socket: WebSocket, dice: Dice, tally: Tally): Promise<void> {
    const type = dice.pick(EVENT_TYPES);
    const valid = type === 'viewer' ? { type, viewerId: 'v-1' } : { type };
    const text = dice.chance(0.3) ? JSON.stringify(valid) : mutateJson(valid, EVENT_TYPES, dice);
    const bytes = utf8ToBytes(text);
    const data = dice.chance(0.9) ? text : mutateBytes(bytes, bytes, dice);
    tally.sending(bytes);
    const told: string[] = [];
    const listen = (said: WebSocket.RawData) => void told.push(String(said));
    socket.on('message', listen);
    socket.send(data);
    await fence(socket);
    socket.off('message', listen);
    if (told.some((each) => !browserEventSchema.safeParse(JSON.parse(each)).success)) {
      tally.find(`an event that no page can read: ${told.join()}`);
    }
    tally.count(`event ${type}`, { crypto: false, schema: isJson(data), refused: !isOpen(socket) });
  }

  /** False where the session is over by it, or the member out. */
  async function ask(own: Member, dice: Dice, seed: number, tally: Tally): Promise<boolean> {
    const kind = dice.pick(CALLS);
    const code = dice.chance(0.2) ? honest.shareCode : own.shareCode;
    const bodies = {
      create: { name: 'n', startUrl: 'https://example.org/' },
      join: { shareCode: code, name: 'n' },
      leave: { shareCode: code },
      control: { shareCode: code, control: { mode: 'one', driver: own.userId } },
      remove: { shareCode: code, userId: dice.chance(0.5) ? own.userId : honest.userId },
      end: { shareCode: code },
    };
    const text = dice.chance(0.3) ? JSON.stringify(bodies[kind]) : mutateJson(bodies[kind], [], dice);
    const plain = utf8ToBytes(text);
    const body = dice.chance(0.94) ? plain : mutateBytes(plain, plain, dice);
    tally.sending(body);
    const { status, text: said } = await post(kind, body, { ...fromAddress(seed), ...bearerHeader(own.token) });
    const answer: unknown = isJson(said) ? JSON.parse(said) : undefined;
    const wrong = (what: string) => tally.find(`${kind}: ${what}: ${status} ${said.slice(0, 200)}`);
    if (status >= 500 && status !== 503) {
      wrong('the server has failed');
    }
    if (status >= 400 ? !apiErrorSchema.safeParse(answer).success : answer === undefined) {
      wrong('an answer that nobody can read');
    }
    tally.count(`call ${kind}`, { crypto: true, schema: isJson(body), refused: status >= 400 });
    if (status < 400 && (kind === 'create' || kind === 'join')) {
      const entered = (kind === 'create' ? createBrowserResponseSchema : joinBrowserResponseSchema).parse(answer);
      // What nobody ends would fill the server, and the honest session.
      const how = kind === 'create' ? 'end' : 'leave';
      if (entered.token !== own.token) {
        await post(how, JSON.stringify({ shareCode: entered.shareCode }), bearerHeader(entered.token));
      }
    }
    const mine = await call(`${base}/${own.shareCode}`, {
      headers: { ...fromAddress(seed), ...bearerHeader(own.token) },
    });
    return mine.status === 200 && browserSessionSchema.parse(JSON.parse(mine.text)).url !== undefined;
  }

  return {
    name: 'browser',
    async round(seed, tally) {
      await attack(seed, tally);
      honestTab.send('{"type":"user_activity"}');
      await fence(honestTab);
      const strange = heard.splice(0).filter((event) => {
        const { data } = browserEventSchema.safeParse(event);
        // Whoever has the code may come and go.
        return !data || !['session_info', 'user_joined', 'user_left'].includes(data.type);
      });
      if (!isOpen(honestTab) || strange.length > 0) {
        tally.find(`cross-talk: the honest heard ${JSON.stringify(strange)}`);
      }
    },
    async close() {
      honestTab.terminate();
      await server.stop();
    },
  };
}

function isJson(data: string | Uint8Array): boolean {
  try {
    JSON.parse(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
