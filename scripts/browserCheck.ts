/**
 * `npm run browser:check -- URL`: tries every endpoint of a running server's shared browser, as three people would use it.
 * Ends with PASS or FAIL, and exit code 0 or 1. API_KEY is the server's key, where it has one.
 */
import { WebSocket } from 'ws';
import type { z } from 'zod';
import {
  BROWSER_API_PATH,
  browserEventSchema,
  browserSessionSchema,
  createBrowserResponseSchema,
  EVENTS_SUBPROTOCOL,
  joinBrowserResponseSchema,
  TOKEN_PREFIX,
  type BrowserCall,
  type BrowserEvent,
} from '../src/protocol/browserApi';
import { BROWSER_CLOSE, VIEW_SUBPROTOCOL } from '../src/protocol/browserWire';
import { checkServer, step, until } from './checkServer';

/** A browser's start takes seconds. In milliseconds. */
const PATIENCE = 30_000;

interface Answer {
  status: number;
  json: unknown;
}

interface Member {
  shareCode: string;
  userId: string;
  token: string;
}

/** An event socket, or a view. */
class Tab {
  readonly events: BrowserEvent[] = [];
  frames = 0;
  closed: number | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      this.frames += Number(isBinary);
      const event = isBinary ? null : browserEventSchema.safeParse(JSON.parse(data.toString('utf8')));
      if (event?.success) {
        this.events.push(event.data);
      }
    });
    socket.on('close', (code) => (this.closed = code));
  }

  static async open(base: URL, path: 'ws' | 'view', { shareCode, token }: Member): Promise<Tab> {
    const address = new URL(`${pathOf(base)}/${path}?shareCode=${shareCode}`, base);
    address.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    const protocols = [path === 'ws' ? EVENTS_SUBPROTOCOL : VIEW_SUBPROTOCOL, `${TOKEN_PREFIX}${token}`];
    const socket = new WebSocket(address, protocols, { origin: base.origin });
    const tab = new Tab(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return tab;
  }

  say(call: BrowserCall): void {
    this.socket.send(JSON.stringify(call));
  }

  async hears<T extends BrowserEvent['type']>(type: T): Promise<Extract<BrowserEvent, { type: T }>> {
    const found = () => this.events.find((event): event is Extract<BrowserEvent, { type: T }> => event.type === type);
    await until(() => found() !== undefined, type, PATIENCE);
    const event = found();
    if (!event) {
      throw new Error(`${type} did not come`);
    }
    return event;
  }
}

const pathOf = (base: URL) => `${base.pathname.replace(/\/+$/, '')}${BROWSER_API_PATH}`;

async function check(base: URL): Promise<void> {
  const tabs: Tab[] = [];
  const ask = async (
    method: string,
    path: string,
    how: { json?: object; token?: string; headers?: HeadersInit } = {}
  ) => {
    const answer = await fetch(new URL(`${pathOf(base)}/${path}`, base), {
      method,
      headers: {
        ...(how.json && { 'content-type': 'application/json' }),
        ...(how.token !== undefined && { authorization: `Bearer ${how.token}` }),
        ...how.headers,
      },
      body: how.json && JSON.stringify(how.json),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : text } satisfies Answer;
  };
  const expectStatus = (what: string, { status, json }: Answer, wanted: number) => {
    if (status !== wanted) {
      throw new Error(`${what} was answered ${status} ${JSON.stringify(json)}, and not ${wanted}`);
    }
    if (status >= 400 && !(typeof json === 'object' && json && 'error' in json && 'details' in json)) {
      throw new Error(`${what} was refused without error and details`);
    }
  };
  const post = async <T>(path: string, json: object, wanted: number, schema: z.ZodType<T> | null, token?: string) => {
    const answer = await ask('POST', path, { json, token });
    expectStatus(`POST ${path}`, answer, wanted);
    return schema?.parse(answer.json) as T;
  };
  const open = async (path: 'ws' | 'view', member: Member) => {
    const tab = await Tab.open(base, path, member);
    tabs.push(tab);
    return tab;
  };
  let host: Member | null = null;
  try {
    await step('what must not start a browser does not', async () => {
      const text = { 'content-type': 'text/plain' };
      expectStatus('a post of text', await ask('POST', 'create', { headers: text }), 415);
      const foreign = { origin: 'https://foreign.example' };
      expectStatus('another origin', await ask('POST', 'create', { json: {}, headers: foreign }), 403);
      expectStatus('a wrong code', await ask('GET', 'ZZZZZZ'), 404);
    });
    const created = await post('create', { name: 'Check' }, 201, createBrowserResponseSchema, process.env.API_KEY);
    host = created;
    const { shareCode } = created;
    console.log(`  ok  create: code ${shareCode}, shown at ${new URL(created.url).origin}`);
    const hostTab = await open('ws', created);
    await step('ws: told who is there, and pings are answered', async () => {
      const { session, userId, provider } = await hostTab.hears('session_info');
      if (session.shareCode !== shareCode || userId !== created.userId) {
        throw new Error('told of something else');
      }
      hostTab.say({ type: 'ping' });
      await hostTab.hears('pong');
      hostTab.say({ type: 'user_activity' });
      console.log(`      by the provider "${provider}"`);
    });
    const guest = await post(
      'join',
      { shareCode: shareCode.toLowerCase(), name: 'Guest' },
      200,
      joinBrowserResponseSchema
    );
    await step('join: in any case; the same token is the same user; another is another', async () => {
      const again = await post('join', { shareCode }, 200, joinBrowserResponseSchema, guest.token);
      if (!guest.isNewUser || again.isNewUser || again.userId !== guest.userId || guest.userId === created.userId) {
        throw new Error('users are not told from each other by their tokens');
      }
      await hostTab.hears('user_joined');
    });
    await step('GET: for all who have the code, its address for members alone', async () => {
      const [stranger, member] = [await ask('GET', shareCode), await ask('GET', shareCode, { token: guest.token })];
      const seen = [stranger, member].map(({ json }) => browserSessionSchema.parse(json));
      if (seen[0].createdAt >= created.expiresAt || seen[0].expiresAt !== created.expiresAt) {
        throw new Error('its times are wrong');
      }
      if (seen[0].url !== undefined || seen[1].url === undefined || seen[1].users.length !== 2) {
        throw new Error('the address or the users are wrong');
      }
    });
    const guestTab = await open('ws', guest);
    await step('view: the picture comes, or the provider has a page of its own', async () => {
      const view = await open('view', created);
      await until(() => view.frames > 0 || view.closed === BROWSER_CLOSE.gone, 'a picture', PATIENCE);
    });
    await step('control: the creator gives and takes it, a guest does not', async () => {
      const give = { shareCode, control: { mode: 'one', driver: guest.userId } };
      expectStatus('a guest who takes it', await ask('POST', 'control', { json: give, token: guest.token }), 403);
      await post('control', give, 200, null, created.token);
      await guestTab.hears('control_changed');
      await post('control', { shareCode, control: { mode: 'one', driver: created.userId } }, 200, null, created.token);
    });
    await step('leave: the others are told', async () => {
      const other = await post('join', { shareCode }, 200, joinBrowserResponseSchema);
      await post('leave', { shareCode }, 200, null, other.token);
      if ((await hostTab.hears('user_left')).user.id !== other.userId) {
        throw new Error('somebody else is said to have left');
      }
    });
    await step('remove: out, and not back by their token', async () => {
      await post('remove', { shareCode, userId: guest.userId }, 200, null, created.token);
      await guestTab.hears('removed');
      expectStatus('who was removed', await ask('POST', 'join', { json: { shareCode }, token: guest.token }), 403);
    });
    await step('end: all are told why, and the code is gone', async () => {
      await post('end', { shareCode }, 200, null, created.token);
      host = null;
      const { reason } = await hostTab.hears('session_terminated');
      if (reason !== 'creator_ended') {
        throw new Error(`said to have ended by ${reason}`);
      }
      expectStatus('a code that is over', await ask('GET', shareCode), 404);
    });
  } finally {
    tabs.forEach(({ socket }) => socket.terminate());
    if (host) {
      await ask('POST', 'end', { json: { shareCode: host.shareCode }, token: host.token }).catch(() => {});
    }
  }
}

checkServer('npm run browser:check -- http://localhost:9000', check);
