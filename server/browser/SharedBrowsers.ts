/** The shared browsers of a session server: sessions, endpoints and sockets, put together. Whoever creates it closes it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Request, Router } from 'express';
import type { Logger } from 'pino';
import type { Callers } from '../callers';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import type { Metrics } from '../metrics';
import type { Stores } from '../stores/Stores';
import type { Tickets } from '../tickets';
import { browserRoutes } from './browserRoutes';
import { BrowserSockets } from './browserSockets';
import { BROWSER_LIMITS as LIMITS } from './limits';
import { LiveBrowsers } from './live/LiveBrowsers';
import { NoProvider } from './NoProvider';
import type { Provider } from './provider';
import { SharedSessions } from './SharedSessions';

/** How long `close` waits for browsers to end, in milliseconds. */
const CLOSE_WITHIN = 8000;

export interface SharedBrowsersDeps {
  config: ServerConfig;
  /** Null where this server has none. */
  provider: Provider | null;
  callers: Callers;
  stores: Stores;
  tickets: Tickets;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  randomBytes(length: number): Uint8Array;
  addressOf(request: IncomingMessage | Request): string;
}

export class SharedBrowsers {
  readonly router: Router;
  /** Null where this server has none. */
  readonly sessions: SharedSessions | null;
  /** Those of live sessions. */
  readonly live: LiveBrowsers | null;
  private readonly sockets: BrowserSockets | null;

  constructor(private readonly deps: SharedBrowsersDeps) {
    const { config, stores, provider, log } = deps;
    // A browser is in one process: behind a balancer the next call may reach another one.
    const isAlone = stores.kind === 'memory';
    if (provider && !isAlone) {
      log.warn('no shared browser: it needs a server that shares nothing with others, and REDIS_URL is set');
    }
    this.sessions =
      provider && isAlone
        ? new SharedSessions({
            ...deps,
            provider,
            limits: {
              users: config.browserUsers,
              durationMs: config.browserDurationMs,
              silentMs: config.browserIdleMs,
            },
          })
        : null;
    this.live = this.sessions && new LiveBrowsers(this.sessions, log);
    const wrongCodes = stores.limit('browser-wrong-codes', LIMITS.wrongCodesPerMinute);
    const creates = stores.limit('browser-creates', LIMITS.createsPerMinute);
    this.router = browserRoutes({ ...deps, sessions: this.sessions, live: this.live, limits: { creates, wrongCodes } });
    this.sockets = this.sessions && new BrowserSockets({ ...deps, sessions: this.sessions, wrongCodes });
  }

  /** Whether there are any to be had. */
  get isOffered(): boolean {
    return this.sessions !== null && !(this.deps.provider instanceof NoProvider);
  }

  /** Whether this upgrade request is for here; it looks at Host and Origin itself, since the server's own page comes. */
  answers(path: string): boolean {
    return this.sockets?.answers(path) ?? false;
  }

  /** Rejects where the store is away. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    await this.sockets?.upgrade(request, socket, head);
  }

  /** Ends all browsers, and resolves when nothing is left of them; what a provider that does not answer has the next start ends. */
  async close(): Promise<void> {
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (overdue = setTimeout(() => resolve('late'), CLOSE_WITHIN)));
    const closed = await Promise.race([this.sessions?.close(), late]);
    clearTimeout(overdue);
    if (closed === 'late') {
      this.deps.log.warn('not all shared browsers have ended in time; the next start ends them');
    }
    this.sockets?.close();
  }
}
