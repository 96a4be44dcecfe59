/** The shared terminal's own server: its page, and the sockets to its shells. Whoever creates it closes it. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express, { type Express, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import { bearer } from '../guards';
import { sendFile } from '../page/files';
import { refuseUpgrade } from '../rawRefusal';
import { SERVER_VERSION } from '../version';
import { TerminalAccess, type Refusal } from './access';
import { loadAssets } from './assets';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { refusalPage, terminalPage } from './pages';
import { pingAll } from './pings';
import type { Shell, ShellEvents } from './Shell';
import { Terminals } from './Terminals';
import { sessionNameSchema, SUBPROTOCOL, type Size } from '../../src/protocol/terminalWire';

/** A client that is slower than this with its request is cut off, in milliseconds; looked at five times within it. */
const REQUEST_LIMIT = 15_000;

export interface TerminalDeps {
  config: ServerConfig;
  serverSecret: string;
  clock: Clock;
  log: Logger;
  startShell(size: Size, events: ShellEvents): Shell;
}

export interface TerminalServer {
  terminals: Terminals;
  /** Rejects with node's own error, such as EADDRINUSE. Resolves with the port, chosen by the system when 0 is given. */
  listen(port: number, host: string): Promise<number>;
  /** Ends all shells with their processes, and resolves when they are gone. */
  close(): Promise<void>;
}

export function createTerminal({ config, serverSecret, clock, log, startShell }: TerminalDeps): TerminalServer {
  const app = express();
  const server = createServer(
    { headersTimeout: REQUEST_LIMIT, requestTimeout: REQUEST_LIMIT, connectionsCheckingInterval: REQUEST_LIMIT / 5 },
    app
  );
  let port = config.terminalPort;
  const access = new TerminalAccess(config, serverSecret, () => port);
  const terminals = new Terminals({
    access,
    modelCode: () => loadAssets().then(({ model }) => model),
    startShell,
    clock,
    log,
    lingerMs: config.terminalLingerMs,
  });
  const wrongKeys = new TokenBucket(
    { burst: LIMITS.wrongKeysPerMinute, perSecond: LIMITS.wrongKeysPerMinute / 60 },
    clock.monotonic()
  );
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const pings = pingAll(sockets);

  harden(app, access);
  routes(app, access, () => wrongKeys.take(clock.monotonic()));

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // An upgraded socket that breaks before anything else listens to it would end the process.
    socket.on('error', () => socket.destroy());
    const [path, query = ''] = (request.url ?? '').split('?', 2);
    const session = sessionNameSchema.safeParse(new URLSearchParams(query).get('session'));
    const refuse = (status: number, why: string) => {
      log.warn({ why, address: request.socket.remoteAddress }, 'terminal refused');
      refuseUpgrade(socket, status);
    };
    if (path !== '/socket' || !session.success) {
      refuse(path === '/socket' ? 400 : 404, 'address');
      return;
    }
    const verdict = access.socket(request.headers, session.data, (name) => terminals.runOf(name));
    if (!verdict.ok) {
      const isGuessing = verdict.why === 'key' && !wrongKeys.take(clock.monotonic());
      refuse(isGuessing ? 429 : verdict.why === 'key' ? 401 : 403, verdict.why);
    } else if (!terminals.hasRoom) {
      refuse(503, 'full');
    } else {
      sockets.handleUpgrade(request, socket, head, (opened) => {
        pings.watch(opened);
        terminals.take({ opened, raw: socket }, session.data, verdict.access);
      });
    }
  });

  return {
    terminals,
    listen: (wanted, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(wanted, host, () => {
          server.off('error', reject);
          port = portOf(server.address());
          resolve(port);
        });
      }),
    close: async () => {
      pings.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await terminals.close();
      sockets.clients.forEach((socket) => socket.terminate());
      server.closeAllConnections();
      await closed;
    },
  };
}

function harden(app: Express, access: TerminalAccess): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    const why = access.page(request.headers);
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: why ? { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } : policy(request.headers),
      },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      strictTransportSecurity: false,
    })(request, response, (error?: unknown) => {
      response.set('Cache-Control', 'no-store');
      response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), usb=(), serial=()');
      if (error || !why) {
        next(error);
      } else {
        sendRefusal(response, why);
      }
    });
  });
}

/** xterm.js writes its colours into style elements of its own, so styles may be inline; scripts may not. */
function policy({ host }: IncomingHttpHeaders): Record<string, string[]> {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'font-src': ["'self'"],
    'img-src': ["'self'"],
    'connect-src': ["'self'", `ws://${host}`, `wss://${host}`],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
}

function routes(app: Express, access: TerminalAccess, mayGuess: () => boolean): void {
  app.get('/health', (_request, response) => {
    response.json({ ready: true, version: SERVER_VERSION });
  });
  app.get(
    '/assets/:name',
    sendFile(() => loadAssets().then(({ files }) => files))
  );
  // A page cannot see why its socket was refused; here it can.
  app.get('/key', (request, response) => {
    const right = !access.needsKey || access.isToken(bearer(request) ?? '');
    response.status(right ? 204 : mayGuess() ? 401 : 429).end();
  });
  app.get(['/', '/session/:name'], (request, response) => {
    const { session: asked } = request.query;
    const name: unknown = asked ?? request.params.name;
    if (name !== undefined && !sessionNameSchema.safeParse(name).success) {
      response
        .status(400)
        .send(
          refusalPage(
            'This is no session id',
            `A session id has letters, digits, ".", "_" and "-", and at most ${LIMITS.idLength} of them.`
          )
        );
    } else {
      // Browsers say so of themselves, wherever the address is opened from.
      const isLedHere = request.headers['sec-fetch-site'] === 'cross-site' && !access.needsKey;
      response.send(terminalPage(access.needsKey, isLedHere));
    }
  });
  app.use((_request, response) => {
    response.status(404).send(refusalPage('There is nothing here', 'A terminal is at /?session=ID.'));
  });
  app.use(((_error, _request, response, _next) => {
    response.status(400).send(refusalPage('This address cannot be read', 'A terminal is at /?session=ID.'));
  }) satisfies express.ErrorRequestHandler);
}

function sendRefusal(response: Response, why: Refusal): void {
  const text =
    why === 'host'
      ? 'The terminal is not known by that host name. Use the address that it printed at its start.'
      : 'The terminal is open to this machine alone, and this came through a proxy. See TERMINAL_TOKEN.';
  response.status(403).send(refusalPage('Not from there', text));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('the terminal does not listen on a port');
  }
  return address.port;
}
