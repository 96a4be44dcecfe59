/** A running server with shared browsers and a clock of its own, and people who use its API, for one test file. */
import pino from 'pino';
import { WebSocket } from 'ws';
import {
  browserEventSchema,
  createBrowserResponseSchema,
  EVENTS_SUBPROTOCOL,
  joinBrowserResponseSchema,
  TOKEN_PREFIX,
  type BrowserCall,
  type BrowserEvent,
  type CreateBrowserResponse,
  type JoinBrowserResponse,
} from '../../../src/protocol/browserApi';
import { VIEW_SUBPROTOCOL } from '../../../src/protocol/browserWire';
import { startServer, type RunningServer, type StartOptions } from '../../startServer';
import { FakeClock } from '../../testing/fakeClock';
import { bearerHeader, call, type Answer } from '../../testing/http';
import { until } from '../../testing/until';
import type { Provider } from '../provider';
import { PlainProvider } from './PlainProvider';

type EventOf<T extends BrowserEvent['type']> = Extract<BrowserEvent, { type: T }>;

/** An event socket, or a view, as a page has it. */
export class Tab {
  readonly events: BrowserEvent[] = [];
  readonly texts: string[] = [];
  closed: number | null = null;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      this.texts.push(text);
      if (text.startsWith('{')) {
        this.events.push(browserEventSchema.parse(JSON.parse(text)));
      }
    });
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => {});
  }

  all<T extends BrowserEvent['type']>(type: T): Array<EventOf<T>> {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  async hears<T extends BrowserEvent['type']>(type: T, count = 1): Promise<EventOf<T>> {
    await until(() => this.all(type).length >= count, `${count} ${type}`);
    return this.all(type)[count - 1];
  }

  say(message: BrowserCall): void {
    this.socket.send(JSON.stringify(message));
  }

  /** What was said before has been taken by then. */
  async settled(): Promise<void> {
    const pongs = this.all('pong').length;
    this.say({ type: 'ping' });
    await this.hears('pong', pongs + 1);
  }

  async ends(): Promise<number> {
    await until(() => this.closed !== null, 'the end of a socket');
    return this.closed ?? 0;
  }
}

export interface Knock {
  code: string;
  token?: string;
  path?: 'ws' | 'view';
  /** Header instead of subprotocol. */
  byHeader?: boolean;
  /** The server's own by default; null for none. */
  origin?: string | null;
  headers?: Record<string, string>;
}

export class BrowserWorld {
  readonly clock = new FakeClock();
  readonly lines: Array<Record<string, unknown>> = [];
  provider = new PlainProvider();
  private readonly servers: RunningServer[] = [];
  private readonly tabs: Tab[] = [];

  get url(): string {
    return this.servers[0].url;
  }

  async start(config: StartOptions['config'] = {}, provider: Provider = this.provider): Promise<RunningServer> {
    const server = await startServer({
      config: { port: 0, browser: true, ...config },
      clock: this.clock,
      browserProvider: provider,
      log: pino({ level: 'info', base: undefined }, { write: (line) => this.lines.push(JSON.parse(line)) }),
    });
    this.servers.push(server);
    return server;
  }

  async end(): Promise<void> {
    this.tabs.splice(0).forEach(({ socket }) => socket.terminate());
    await Promise.all(this.servers.splice(0).map((server) => server.stop()));
    this.provider = new PlainProvider();
    this.lines.splice(0);
  }

  post(path: string, json: unknown, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const shown = token === undefined ? {} : bearerHeader(token);
    return call(`${this.url}/api/vm/shared/${path}`, { method: 'POST', json, headers: { ...shown, ...headers } });
  }

  get(code: string, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const shown = token === undefined ? {} : bearerHeader(token);
    return call(`${this.url}/api/vm/shared/${code}`, { headers: { ...shown, ...headers } });
  }

  async create(json: object = {}, headers: Record<string, string> = {}): Promise<CreateBrowserResponse> {
    const answer = await this.post('create', json, undefined, headers);
    return createBrowserResponseSchema.parse(JSON.parse(answer.text));
  }

  async join(shareCode: string, name?: string, token?: string): Promise<JoinBrowserResponse> {
    return joinBrowserResponseSchema.parse(JSON.parse((await this.post('join', { shareCode, name }, token)).text));
  }

  /** Resolves with the HTTP status where it is refused. */
  knock({ code, token, path = 'ws', byHeader, origin, headers }: Knock): Promise<Tab | number> {
    const address = `${this.url.replace('http', 'ws')}/api/vm/shared/${path}?shareCode=${code}`;
    const shown = token === undefined || byHeader ? [] : [`${TOKEN_PREFIX}${token}`];
    const protocols = [path === 'ws' ? EVENTS_SUBPROTOCOL : VIEW_SUBPROTOCOL, ...shown];
    const socket = new WebSocket(address, protocols, {
      ...(origin !== null && { origin: origin ?? this.url }),
      headers: { ...(byHeader && token !== undefined && bearerHeader(token)), ...headers },
    });
    const tab = new Tab(socket);
    this.tabs.push(tab);
    return new Promise((resolve) => {
      socket.once('open', () => resolve(tab));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
    });
  }

  async open(who: { shareCode: string; token: string }, more: Partial<Knock> = {}): Promise<Tab> {
    const tab = await this.knock({ code: who.shareCode, token: who.token, ...more });
    if (typeof tab === 'number') {
      throw new Error(`refused with ${tab}`);
    }
    if (more.path !== 'view') {
      await tab.hears('session_info');
    }
    return tab;
  }

  /** Somebody who created a session, with their page open. */
  async host(json: object = {}) {
    const host = await this.create(json);
    return { ...host, tab: await this.open(host) };
  }

  async guest(shareCode: string, name?: string) {
    const guest = await this.join(shareCode, name);
    return { ...guest, tab: await this.open(guest) };
  }
}
