/** The session server, put together. Reads no environment and writes no files; whoever creates it closes it. */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import cors from 'cors';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { BROWSER_API_PATH, BROWSER_PAGE_PATH } from '../src/protocol/browserApi';
import { sessionIdSchema } from '../src/protocol/messages';
import { answerFailure, answerNotFound } from './apiError';
import { liveBrowserRoutes } from './browser/live/liveBrowserRoutes';
import { browserPageRoutes } from './browser/pageRoutes';
import { HYPERBEAM_SOURCES } from './browser/pages';
import type { Provider } from './browser/provider';
import { SharedBrowsers } from './browser/SharedBrowsers';
import { callersBy } from './callers';
import { clientAddress, trustedProxyList } from './clientAddress';
import type { Clock } from './clock';
import { ROUTES, type ServerConfig } from './config';
import { Directory } from './directory';
import { directoryRoutes } from './directoryRoutes';
import { checkHostAndOrigin, refuseBlindCalls, refuseCrossOrigin, requireJson } from './guards';
import { iceRoutes } from './ice';
import { logRequests } from './log';
import { Metrics } from './metrics';
import { offersRoutes } from './offers';
import { Relay } from './relay/Relay';
import { SERVER_LIMITS, SIGNALLING_LIMITS } from './serverLimits';
import { Signalling } from './signalling';
import type { Stores } from './stores/Stores';
import { loadAssets } from './terminal/assets';
import { liveTerminalRoutes } from './terminal/live/liveRoutes';
import { LiveSockets } from './terminal/live/liveSockets';
import { LiveTerminals } from './terminal/live/LiveTerminals';
import type { Shells } from './terminal/shells';
import { Tickets } from './tickets';
import type { Undo } from './undo';
import { upgradesTo } from './upgrades';
import { SERVER_VERSION } from './version';

/** How long `close` waits for calls and sockets to end, in milliseconds. */
const CLOSE_LIMIT = 5000;
/** Between two looks for sessions whose presenter is gone, in milliseconds. */
const SWEEP_EVERY = 10_000;
/** A client that is slower than this with its request is cut off, in milliseconds; looked at five times within it. */
const REQUEST_LIMIT = 15_000;

/** The box in which every server is told which sessions have ended. */
const ENDED = 'ended';

export interface SessionServerDeps {
  config: ServerConfig;
  serverSecret: string;
  clock: Clock;
  /** What it shares with other servers; whoever made it closes it. */
  stores: Stores;
  randomBytes(length: number): Uint8Array;
  log: Logger;
  /** What starts shells for the terminals of live sessions; null where there are none. */
  shells: Shells | null;
  /** What runs shared browsers; null where there are none. */
  browserProvider: Provider | null;
  /** Milliseconds within which a request must have come; 15 s by default. */
  requestLimit?: number;
}

export interface SessionServer {
  /** Rejects with node's own error, such as EADDRINUSE. Resolves with the port, chosen by the system when 0 is given. */
  listen(port: number, host: string): Promise<number>;
  /** Stops accepting, closes sockets with 1001, and waits at most 5 s for what is under way. */
  close(): Promise<void>;
}

export function createServer(deps: SessionServerDeps): SessionServer {
  const { config, clock, log, stores } = deps;
  const trusted = trustedProxyList(config.trustedProxies);
  if (!trusted) {
    throw new Error('trustedProxies is malformed');
  }
  const addressOf = (request: IncomingMessage) => {
    const forwarded = request.headers['x-forwarded-for'];
    return clientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join() : forwarded,
      trusted
    );
  };

  const app = express();
  const { requestLimit = REQUEST_LIMIT } = deps;
  const server = createHttpServer(
    { headersTimeout: requestLimit, requestTimeout: requestLimit, connectionsCheckingInterval: requestLimit / 5 },
    app
  );
  const tickets = new Tickets(deps.serverSecret, clock, stores.tickets);
  const directory = new Directory({
    store: stores.sessions,
    randomBytes: deps.randomBytes,
    onEnded: (session, reason) => {
      log.info({ session, reason }, 'session ended');
      stores.exchange.post(ENDED, Buffer.from(session), (heard) => heard || dropSession(session));
    },
  });
  const dropSession = (session: string) => {
    signalling.dropSession(session);
    relay?.dropSession(session);
    terminals?.drop(session);
    browsers.live?.drop(session);
  };
  const metrics = new Metrics({
    sessions: () => directory.size().catch(() => Number.NaN),
    sockets: () => signalling.sockets,
    relaySockets: () => relay?.sockets ?? 0,
    browsers: () => browsers.sessions?.size ?? 0,
    browserUsers: () => browsers.sessions?.users ?? 0,
  });
  const signalling: Signalling = new Signalling({
    server,
    config,
    tickets,
    directory,
    exchange: stores.exchange,
    explained: stores.limit('explained', SIGNALLING_LIMITS.explainedRefusalsPerMinute),
    clock,
    metrics,
    log,
    addressOf,
  });
  const relay: Relay | null =
    config.relay !== 'off'
      ? new Relay({ server, config, tickets, directory, stores, clock, metrics, log, addressOf })
      : null;
  // A shell is in one process: behind a balancer the next socket may reach another one.
  const terminals =
    deps.shells && stores.kind === 'memory'
      ? new LiveTerminals({
          startShell: deps.shells.start,
          modelCode: () => loadAssets().then(({ model }) => model),
          clock,
          log,
        })
      : null;
  const terminalSockets = terminals && new LiveSockets({ terminals, tickets, directory, metrics });
  const callers = callersBy(config.apiKey, addressOf);
  const browsers: SharedBrowsers = new SharedBrowsers({
    ...deps,
    provider: deps.browserProvider,
    callers,
    tickets,
    metrics,
    addressOf,
  });
  const sweep = setInterval(() => {
    // What a store that is away keeps from being looked for is found the next time.
    Promise.all([directory.sweep(), signalling.sweep(), relay?.sweep()]).catch((error: unknown) =>
      log.debug({ err: error }, 'no sweep')
    );
  }, SWEEP_EVERY);
  sweep.unref();
  const started = clock.monotonic();
  let ready = false;
  let unlisten: Undo = () => {};

  harden(app, config);
  app.use(logRequests(log, () => clock.monotonic()));
  // Before the guards of all others: this server's own page calls there.
  app.use(BROWSER_API_PATH, browsers.router);
  app.use(
    BROWSER_PAGE_PATH,
    browserPageRoutes({
      config,
      provider: (browsers.sessions && deps.browserProvider?.kind) ?? null,
      providerSources: HYPERBEAM_SOURCES,
    })
  );
  app.use(checkHostAndOrigin(config));
  app.get('/metrics', refuseCrossOrigin, async (_request, response, next) => {
    try {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    } catch (error) {
      next(error);
    }
  });
  app.use(
    cors({
      origin: config.allowedOrigins,
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'x-live-token'],
      maxAge: 600,
    })
  );
  app.get('/health', (_request, response) => {
    const uptimeSeconds = Math.floor((clock.monotonic() - started) / 1000);
    const able = ready && stores.up;
    const shared = stores.kind === 'redis' ? { redis: stores.up ? 'up' : 'down' } : {};
    response.status(able ? 200 : 503).json({ ready: able, version: SERVER_VERSION, uptimeSeconds, ...shared });
  });
  app.use(
    '/api',
    refuseBlindCalls,
    requireJson,
    express.json({ limit: SERVER_LIMITS.bodyBytes, type: 'application/json' })
  );
  const sessions = directoryRoutes({
    apiKey: config.apiKey,
    callers,
    routes: ROUTES[config.relay],
    directory,
    tickets,
    metrics,
    log,
    limits: {
      creates: stores.limit('creates', SERVER_LIMITS.createsPerMinute),
      wrongCodes: stores.limit('wrong-codes', SERVER_LIMITS.wrongCodesPerMinute),
    },
    hasBrowser: (sessionId) => browsers.live?.get(sessionId) != null,
    hasTerminal: (sessionId) => terminals?.get(sessionId) != null,
    dropPeer: (peerId) => signalling.dropPeer(peerId),
  });
  app.use('/api/sessions', liveTerminalRoutes({ terminals, directory, tickets, metrics }));
  app.use('/api/sessions', liveBrowserRoutes({ browsers: browsers.live, directory, tickets, metrics }));
  app.use('/api/sessions', sessions.all);
  app.use('/api/grafana/sessions', sessions.existing);
  app.use('/api/offers', offersRoutes({ ...config, terminal: terminals !== null, browser: browsers.isOffered }));
  app.use('/api/ice', iceRoutes({ config, tickets, directory, clock }));
  app.use(config.peerjsPath, signalling.app);
  app.use(answerNotFound);
  app.use(answerFailure(log, metrics));

  server.on('upgrade', upgradesTo({ config, relay, browsers, signalling, terminalSockets, metrics, log }));

  return {
    listen: async (port, host) => {
      unlisten = await stores.exchange.listen(ENDED, (message) => {
        const session = sessionIdSchema.safeParse(message.toString('latin1'));
        if (session.success) {
          dropSession(session.data);
        }
      });
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          ready = true;
          resolve(portOf(server.address()));
        });
      });
    },
    close: async () => {
      ready = false;
      unlisten();
      clearInterval(sweep);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      signalling.close();
      relay?.close();
      await Promise.all([terminals?.close(), browsers.close()]);
      terminalSockets?.close();
      server.closeIdleConnections();
      const overdue = setTimeout(() => {
        signalling.terminate();
        server.closeAllConnections();
      }, CLOSE_LIMIT);
      await closed;
      clearTimeout(overdue);
    },
  };
}

function harden(app: Express, config: ServerConfig): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
      },
      // Only a server that is reached by https may ask for it; plain http would ignore the header anyway.
      strictTransportSecurity: config.publicUrl?.startsWith('https:') ?? false,
    })
  );
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('the server does not listen on a port');
  }
  return address.port;
}
