/** The WebSocket endpoints of shared browsers: what happens in a session, and the browser's picture. Both take a user's token. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import {
  BROWSER_API_PATH,
  browserCallSchema,
  EVENTS_SUBPROTOCOL,
  TOKEN_PREFIX,
  userTokenSchema,
  type BrowserCall,
  type BrowserUser,
} from '../../src/protocol/browserApi';
import { VIEW_SUBPROTOCOL } from '../../src/protocol/browserWire';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import { isAllowedOrigin, isKnownHost, isOwnOrigin } from '../guards';
import type { Metrics } from '../metrics';
import { refuseUpgrade } from '../rawRefusal';
import type { MinuteLimit } from '../stores/MinuteLimit';
import { pingAll } from '../terminal/pings';
import { sessionUrl } from './browserRoutes';
import { findSession } from './calls';
import { BROWSER_CLOSE, BROWSER_LIMITS as LIMITS } from './limits';
import type { SharedSession } from './SharedSession';
import type { SharedSessions } from './SharedSessions';
import type { Wire } from './Wires';

export interface BrowserSocketsDeps {
  config: ServerConfig;
  sessions: SharedSessions;
  wrongCodes: MinuteLimit;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  addressOf(request: IncomingMessage): string;
}

type Kind = Wire['kind'];

const KINDS: Record<string, Kind> = { [`${BROWSER_API_PATH}/ws`]: 'events', [`${BROWSER_API_PATH}/view`]: 'view' };
const SUBPROTOCOLS: Record<Kind, string> = { events: EVENTS_SUBPROTOCOL, view: VIEW_SUBPROTOCOL };

export class BrowserSockets {
  private readonly servers = { events: socketServer('events'), view: socketServer('view') };
  private readonly pings = [pingAll(this.servers.events), pingAll(this.servers.view)];

  constructor(private readonly deps: BrowserSocketsDeps) {}

  /** Whether this upgrade request is for here. */
  answers(path: string): boolean {
    return Object.hasOwn(KINDS, path);
  }

  /** Rejects where the store is away. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { sessions, wrongCodes, metrics, addressOf } = this.deps;
    const refuse = (status: number, why: string) => {
      metrics.refusedSockets.add(why);
      refuseUpgrade(socket, status);
    };
    const [path, query = ''] = (request.url ?? '').split('?', 2);
    const kind = KINDS[path];
    const shown = tokenOf(request);
    if (!this.isFromHere(request, shown)) {
      refuse(403, 'origin');
      return;
    }
    if (!shown) {
      refuse(401, 'token');
      return;
    }
    const typed = new URLSearchParams(query).get('shareCode') ?? '';
    const found = await findSession({ sessions, wrongCodes }, { typed, token: shown.token, who: addressOf(request) });
    if (!found.ok) {
      refuse(found.why === 'too-many' ? 429 : 404, found.why);
      return;
    }
    const { session } = found;
    const user = session.knows(shown.token) ? enter(session, shown.token, addressOf(request)) : null;
    if (!user) {
      refuse(session.knows(shown.token) ? 409 : session.isRemoved(shown.token) ? 403 : 401, 'token');
      return;
    }
    this.servers[kind].handleUpgrade(request, socket, head, (opened) => {
      this.pings[kind === 'events' ? 0 : 1].watch(opened);
      this.take(opened, kind, session, user, sessionUrl(this.deps.config, request.headers.host, session));
    });
  }

  /** Ends every socket. */
  close(): void {
    this.pings.forEach(({ stop }) => stop());
    Object.values(this.servers).forEach(({ clients }) => clients.forEach((socket) => socket.terminate()));
  }

  /**
   * Browsers name the page's origin whenever they open a socket. So who shows the token as a page does, and names none, is
   * something else.
   */
  private isFromHere({ headers }: IncomingMessage, shown: Shown | null): boolean {
    const { config } = this.deps;
    const { host, origin } = headers;
    if (!isKnownHost(host, config) || (origin === undefined && shown?.by === 'subprotocol')) {
      return false;
    }
    return isAllowedOrigin(origin, config) || (origin !== undefined && isOwnOrigin(origin, host, config));
  }

  private take(socket: WebSocket, kind: Kind, session: SharedSession, user: BrowserUser, url: string): void {
    const { log } = this.deps;
    const wire = wireTo(socket, kind);
    socket.on('error', (error) => log.debug({ err: error }, 'shared browser socket'));
    // Over, left or removed while it was being opened.
    if (!session.browser || !session.userBy(user.id)) {
      socket.close(BROWSER_CLOSE.gone);
      return;
    }
    if (!session.connect(user, wire, url)) {
      socket.close(BROWSER_CLOSE.tooMany);
      return;
    }
    socket.on('close', () => session.disconnect(user, wire));
    if (kind === 'view') {
      session.browser.attach(user, socket);
    } else {
      this.listen(socket, session, user);
    }
  }

  private listen(socket: WebSocket, session: SharedSession, user: BrowserUser): void {
    const { clock, log } = this.deps;
    const rate = new TokenBucket(LIMITS.messages, clock.monotonic());
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== socket.OPEN) {
        return;
      }
      const call = isBinary ? null : callIn(data);
      if (!call || !rate.take(clock.monotonic())) {
        socket.close(call ? BROWSER_CLOSE.tooMany : BROWSER_CLOSE.malformed);
        return;
      }
      switch (call.type) {
        case 'ping':
          session.heard(user.id);
          socket.send(JSON.stringify({ type: 'pong' }));
          return;
        case 'user_activity':
          session.activity(user.id);
          return;
        case 'ask_control':
          session.askControl(user);
          return;
        case 'viewer':
          session.browser?.introduce(user, call.viewerId).catch((error: unknown) => {
            log.warn({ err: error, browser: session.terms.id }, 'somebody could not be introduced to the provider');
          });
      }
    });
  }
}

/** Somebody who is here, or was and comes back; null where there is no room for them any more. */
function enter(session: SharedSession, token: string, from: string): BrowserUser | null {
  const entry = session.enter({ name: undefined, isCreator: false, token, from });
  return entry.ok ? entry.user : null;
}

function socketServer(kind: Kind): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.messageBytes[kind],
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOLS[kind]) ? SUBPROTOCOLS[kind] : false),
  });
}

function wireTo(socket: WebSocket, kind: Kind): Wire {
  return {
    kind,
    tell: (event) => {
      if (kind === 'view' || socket.readyState !== socket.OPEN) {
        return;
      }
      if (socket.bufferedAmount > LIMITS.unsentBytes) {
        socket.terminate();
      } else {
        socket.send(JSON.stringify(event));
      }
    },
    close: (code) => socket.close(code),
  };
}

interface Shown {
  token: string;
  by: 'header' | 'subprotocol';
}

/** Null for who shows none, or something that is none. */
function tokenOf({ headers }: IncomingMessage): Shown | null {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const inProtocol = offered.find((each) => each.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  const inHeader = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const token = userTokenSchema.safeParse(inProtocol ?? inHeader);
  return token.success ? { token: token.data, by: inProtocol === undefined ? 'header' : 'subprotocol' } : null;
}

function callIn(data: RawData): BrowserCall | null {
  const text = (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
  try {
    return browserCallSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
