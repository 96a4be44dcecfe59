/**
 * Signalling: the `peer` package behind our own WebSocket server. Sockets open with a ticket only; `peer` greets them and
 * watches whether they are alive. Every frame for another peer passes SignallingFilter and goes through that peer's box,
 * so that its socket may be another server's.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import express, { type Express } from 'express';
import { ExpressPeerServer } from 'peer';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { ApiFailure } from './apiError';
import { CapturedTimers } from './capturedTimers';
import type { Clock } from './clock';
import type { ServerConfig } from './config';
import type { Directory } from './directory';
import type { Metrics } from './metrics';
import { PeerFacingSocket } from './peerFacingSocket';
import { refuseUpgrade } from './rawRefusal';
import { SIGNALLING_LIMITS } from './serverLimits';
import { SignallingFilter, type RoutedFrame } from './signallingFilter';
import { expireFrame, HEARTBEAT_FRAME } from './signallingFrames';
import { boxOfPeer, decodePost, encodePost, type SignallingPost } from './signallingPosts';
import { SignallingRefusals, type Refusal } from './signallingRefusals';
import { SocketBook } from './socketBook';
import type { Exchange } from './stores/Exchange';
import type { MinuteLimit } from './stores/MinuteLimit';
import type { Ticket, Tickets } from './tickets';
import type { Undo } from './undo';

/** WebSocket close codes (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export interface SignallingDeps {
  server: Server;
  config: ServerConfig;
  tickets: Tickets;
  directory: Directory;
  exchange: Exchange;
  /** Refused sockets that are told why. */
  explained: MinuteLimit;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  /** The address to count limits against. */
  addressOf(request: IncomingMessage): string;
}

export class Signalling {
  /** Where sockets are opened; PeerJS adds its fixed last part to the configured path. */
  readonly socketPath: string;
  /** The HTTP side, to be mounted at the configured path. */
  readonly app: Express = express();
  private readonly wss = new WebSocketServer({ noServer: true, maxPayload: SIGNALLING_LIMITS.frameBytes });
  private readonly refusals: SignallingRefusals;
  private readonly filter: SignallingFilter;
  private readonly book = new SocketBook();
  private readonly timers = new CapturedTimers();
  private readonly pings: NodeJS.Timeout;

  constructor(private readonly deps: SignallingDeps) {
    const { config, clock, log } = deps;
    this.socketPath = `${config.peerjsPath}/peerjs`;
    this.refusals = new SignallingRefusals({ ...deps, wss: this.wss });
    this.filter = new SignallingFilter(() => clock.monotonic());
    const peerServer = ExpressPeerServer(deps.server, {
      key: config.peerjsKey,
      path: '/',
      alive_timeout: config.aliveTimeoutMs,
      concurrent_limit: SIGNALLING_LIMITS.sockets,
      allow_discovery: false,
      corsOptions: { origin: config.allowedOrigins },
      createWebSocketServer: () => this.wss,
    });
    peerServer.on('error', (error) => log.warn({ err: error }, 'signalling failed'));
    this.app.disable('x-powered-by');
    this.app.use('/:key/:method', (request, _response, next) => {
      if (request.params.key !== config.peerjsKey) {
        throw new ApiFailure('unauthorized', 'Invalid key provided.');
      }
      next();
    });
    // `peer` wires itself up when it is mounted in an app.
    this.timers.run(() => this.app.use(peerServer));
    this.pings = setInterval(() => this.wss.clients.forEach((ws) => ws.ping()), config.aliveTimeoutMs / 3);
    this.pings.unref();
  }

  get sockets(): number {
    return this.book.size;
  }

  /** Takes over an upgrade request for `socketPath` that passed the checks of Host and Origin. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const peerId = query.get('id');
    const text = query.get('token');
    if (!peerId || !text) {
      this.deps.metrics.refusedSockets.add('no-ticket');
      refuseUpgrade(socket, 401);
      return;
    }
    const entry = await this.admit(query.get('key'), text, peerId);
    if (socket.destroyed) {
      return;
    }
    if (typeof entry === 'string') {
      await this.refusals.tell(entry, request, socket, head);
      return;
    }
    const unlisten = await this.deps.exchange.listen(boxOfPeer(peerId), (message) => this.take(entry, message));
    if (socket.destroyed || !(await this.stillMay(entry))) {
      unlisten();
      socket.destroy();
      return;
    }
    // `peer` reads the address again and takes the last of two ids, where the ticket was checked for the first.
    request.url = `${this.socketPath}?${new URLSearchParams({ key: this.deps.config.peerjsKey, id: peerId, token: text })}`;
    this.wss.handleUpgrade(request, socket, head, (ws) => this.accept(ws, entry, request, unlisten));
    if (this.book.byPeer(peerId) === null) {
      unlisten();
    }
  }

  /** Closes the socket of a peer, if it has one, at whichever server. */
  dropPeer(peerId: string): void {
    this.post(peerId, { kind: 'close', reason: 'replaced' });
  }

  /** Closes presenters' sockets that the directory knows no longer, so that their pages ask for new ones. */
  async sweep(): Promise<void> {
    for (const { ticket, socket } of this.book.presenters()) {
      if (!(await this.stillMay(ticket))) {
        socket.close(POLICY_VIOLATION, 'replaced');
      }
    }
  }

  dropSession(session: string): void {
    for (const socket of this.book.ofSession(session)) {
      socket.close(POLICY_VIOLATION, 'session ended');
    }
  }

  /** Asks every socket to go; `terminate` ends those that stay. */
  close(): void {
    this.timers.close();
    clearInterval(this.pings);
    this.wss.close();
    this.wss.clients.forEach((ws) => ws.close(GOING_AWAY, 'server stops'));
  }

  terminate(): void {
    this.wss.clients.forEach((ws) => ws.terminate());
  }

  private async admit(key: string | null, text: string, peerId: string): Promise<Ticket | Refusal> {
    const { config, tickets, directory, metrics } = this.deps;
    if (key !== config.peerjsKey) {
      return 'key';
    }
    if (this.book.size >= SIGNALLING_LIMITS.sockets) {
      return 'full';
    }
    const redeemed = await tickets.redeem(text, peerId);
    metrics.tickets.add(`redeemed-${redeemed.kind}`);
    if (redeemed.kind !== 'valid' || !(await directory.holds(redeemed.ticket.session))) {
      return 'ticket';
    }
    return this.book.hasRoom(redeemed.ticket) ? redeemed.ticket : 'full';
  }

  /** Asked once its box is listened to, so that a page that is replaced from now on hears of it. */
  private async stillMay({ session, peerId, subject }: Ticket): Promise<boolean> {
    return subject.role === 'attendee' || (await this.deps.directory.presenterPeer(session)) === peerId;
  }

  private accept(ws: WebSocket, ticket: Ticket, request: IncomingMessage, unlisten: Undo): void {
    const { metrics, log } = this.deps;
    const { peerId, subject } = ticket;
    const bound = SIGNALLING_LIMITS.bufferedBytes[subject.role];
    // From here on nothing is passed to this peer any more, also while the socket still says goodbye.
    const leave = () => {
      if (this.book.remove(peerId)) {
        unlisten();
        this.filter.leave(peerId).forEach((presenter) => this.post(presenter, { kind: 'left', src: peerId }));
        facing.gone();
      }
    };
    const close = (code: number, reason: string) => {
      leave();
      ws.close(code, reason);
    };
    const send = (text: string) => {
      if (ws.bufferedAmount > bound) {
        metrics.refusedSockets.add('slow');
        leave();
        ws.terminate();
      } else if (ws.readyState === ws.OPEN) {
        ws.send(text);
      }
    };
    const facing = new PeerFacingSocket({ send, close: () => close(POLICY_VIOLATION, 'signalling') });
    ws.on('error', (error) => {
      metrics.refusedFrames.add('broken');
      log.debug({ err: error }, 'signalling socket failed');
    });
    ws.once('close', leave);
    // Browsers hold back the timers of hidden tabs, and with them PeerJS's heartbeats, but answer pings by themselves.
    ws.on('pong', () => facing.deliver(HEARTBEAT_FRAME));
    ws.on('message', (data, isBinary) => {
      const verdict = this.filter.judge(peerId, isBinary ? '' : data.toString());
      if (verdict.kind === 'alive') {
        facing.deliver(verdict.text);
      } else if (verdict.kind === 'pass') {
        this.route(ticket, verdict.frame);
      } else {
        metrics.refusedFrames.add(verdict.reason);
        if (verdict.kind === 'reply') {
          send(verdict.text);
        } else if (verdict.kind === 'close') {
          close(POLICY_VIOLATION, verdict.reason);
        }
      }
    });
    this.book.oldestBeyond(ticket)?.close(POLICY_VIOLATION, 'another attempt');
    this.book.add(ticket, { send, close });
    this.filter.enter(ticket);
    this.wss.emit('connection', facing, request);
  }

  private route({ peerId, session }: Ticket, frame: RoutedFrame): void {
    this.post(frame.dst, { kind: 'frame', src: peerId, session, frame }, (heard) => {
      if (heard) {
        return;
      }
      if (frame.type === 'OFFER') {
        this.refused(peerId, frame.payload.connectionId, frame.dst, 'absent');
      } else {
        this.deps.metrics.refusedFrames.add('absent');
      }
    });
  }

  /** What another socket's server, or this one, posted to the socket of `ticket`. */
  private take({ peerId }: Ticket, message: Buffer): void {
    const post = decodePost(message);
    switch (post?.kind) {
      case 'frame': {
        const arrival = this.filter.receive(peerId, post, post.frame);
        if (arrival.kind === 'deliver') {
          this.book.byPeer(peerId)?.send(arrival.text);
        } else if (post.frame.type === 'OFFER' && arrival.reason !== 'no-offer') {
          const { connectionId } = post.frame.payload;
          this.post(post.src, { kind: 'refused', src: peerId, connectionId, reason: arrival.reason });
        } else {
          this.deps.metrics.refusedFrames.add(arrival.reason);
        }
        return;
      }
      case 'refused':
        this.refused(peerId, post.connectionId, post.src, post.reason);
        return;
      case 'left':
        this.filter.forget(peerId, post.src);
        return;
      case 'close':
        this.book.byPeer(peerId)?.close(POLICY_VIOLATION, post.reason);
        return;
      default:
        this.deps.metrics.refusedFrames.add('malformed');
    }
  }

  /** Told at once, where `peer` would keep the offer and answer after 5 s. */
  private refused(peerId: string, connectionId: string, presenterPeerId: string, reason: 'absent' | 'busy'): void {
    if (this.filter.withdraw(peerId, connectionId, presenterPeerId)) {
      this.deps.metrics.refusedFrames.add(reason);
      this.book.byPeer(peerId)?.send(expireFrame(presenterPeerId));
    }
  }

  private post(peerId: string, post: SignallingPost, told?: (heard: boolean) => void): void {
    this.deps.exchange.post(boxOfPeer(peerId), encodePost(post), told);
  }
}
