/**
 * The relay: sealed frames between a session's presenter and the attendees that WebRTC does not reach, or for whom the
 * presenter's page has no room. socket.io in front of RelayRoom. Sockets open with a ticket only; who speaks to all is
 * the session's presenter alone; nothing that is sealed is opened. What is said to others goes through the store's
 * exchange, since they may be connected to another server.
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { LIMITS } from '../../src/protocol/limits';
import { relayAuthSchema, RELAY_PATH, type RelayRefusal, type Resume } from '../../src/protocol/relayApi';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import type { Directory } from '../directory';
import { isAllowedOrigin, isKnownHost } from '../guards';
import type { Metrics } from '../metrics';
import { RELAY_LIMITS } from '../serverLimits';
import type { Stores } from '../stores/Stores';
import type { RelayTicket, Tickets } from '../tickets';
import type { Undo } from '../undo';
import { frameText } from './fromClients';
import { newPlace, hashOf, serveAttendee } from './attendeeSocket';
import type { Member } from './MemberPlace';
import { servePresenter } from './presenterSocket';
import { RelayRoom } from './RelayRoom';
import { saidToAll, sayToOne } from './saidToAll';
import { Wires } from './Wires';
import type { FromPages, ServedSocket, ServingDeps, ToPages } from './serving';

/** Before what the store failed to do is tried again, in milliseconds. */
const TRY_AGAIN = 1_000;

export interface RelayDeps {
  server: HttpServer;
  config: ServerConfig;
  tickets: Tickets;
  directory: Directory;
  stores: Stores;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  /** The address to count limits against. */
  addressOf(request: IncomingMessage): string;
}

/** What a socket proved when it connected. */
type Entry =
  | { kind: 'ticket'; ticket: RelayTicket; load: string | undefined }
  | { kind: 'resume'; resume: Resume; member: Member };

/** How long every server has to put back what the store lost, before presenters are told who is there, in milliseconds. */
const RESTORE_WITHIN = 3_000;

type RelayServer = Server<FromPages, ToPages, Record<string, never>, Partial<Entry>>;
type RelaySocket = ServedSocket<Partial<Entry>>;

export class Relay {
  private readonly io: RelayServer;
  private readonly rooms = new Map<string, RelayRoom>();
  private readonly tick: NodeJS.Timeout;
  private readonly wires: Wires;
  private readonly forgetBack: Undo;
  private reattaching: NodeJS.Timeout | undefined;

  constructor(private readonly deps: RelayDeps) {
    this.wires = new Wires(deps);
    this.io = new Server(deps.server, {
      path: RELAY_PATH,
      serveClient: false,
      // A long-polling request says less about its sender than a socket, and firewalls that stop sockets stop signalling.
      transports: ['websocket'],
      perMessageDeflate: false,
      httpCompression: false,
      // One frame over the bound is told as such; anything larger ends the socket.
      maxHttpBufferSize: 2 * LIMITS.frameBytes,
      pingInterval: RELAY_LIMITS.pings.every,
      pingTimeout: RELAY_LIMITS.pings.answer,
      connectTimeout: RELAY_LIMITS.pings.answer,
      destroyUpgrade: false,
      allowRequest: (request, answer) => answer(null, this.mayKnock(request)),
    });
    this.io.engine.on('connection', (wire) => this.wires.watch(wire));
    this.io.use((socket, next) => {
      this.admit(socket).then(
        (refusal) => next(refusal === null ? undefined : new Error(refusal)),
        (error: unknown) => {
          // Not a refusal: it tries again by itself.
          this.failed(error);
          socket.conn.close();
        }
      );
    });
    this.io.on('connection', (socket) => this.accept(socket));
    this.tick = setInterval(() => this.rooms.forEach((room) => room.tellRoster()), RELAY_LIMITS.rosterEvery);
    this.tick.unref();
    this.forgetBack = deps.stores.onBack(() => this.restore());
  }

  get sockets(): number {
    return this.io.engine.clientsCount;
  }

  /** Whether the relay answers this upgrade request itself. */
  answers(request: IncomingMessage): boolean {
    return request.url?.startsWith(`${RELAY_PATH}/`) === true;
  }

  /** To be called now and then. Rejects where the store is away. */
  async sweep(): Promise<void> {
    for (const [session, room] of this.rooms) {
      await room.sweep();
      if (room.idle && !(await this.deps.directory.holds(session))) {
        this.rooms.delete(session);
      }
    }
  }

  dropSession(session: string): void {
    this.rooms.get(session)?.close();
    this.rooms.delete(session);
    this.deps.stores.rooms.drop(session).catch(this.failed);
  }

  /** Ends every socket; the HTTP server is the owner's to close. */
  close(): void {
    clearInterval(this.tick);
    clearTimeout(this.reattaching);
    this.forgetBack();
    this.io.disconnectSockets(true);
    this.io.engine.close();
  }

  private mayKnock(request: IncomingMessage): boolean {
    const { config, metrics } = this.deps;
    const allowed =
      isKnownHost(request.headers.host, config) &&
      isAllowedOrigin(request.headers.origin, config) &&
      this.sockets < RELAY_LIMITS.sockets &&
      this.wires.hasRoom(request) &&
      // Refused by status, it tries again by itself; by socket.io's own word it would give up its place.
      this.deps.stores.up;
    if (!allowed) {
      metrics.refusedSockets.add('origin');
    }
    return allowed;
  }

  /** Null when the socket may come in. */
  private async admit(socket: RelaySocket): Promise<RelayRefusal | null> {
    const { tickets, directory, stores } = this.deps;
    const auth = relayAuthSchema.safeParse(socket.handshake.auth);
    if (!auth.success) {
      return 'ticket';
    }
    if ('resume' in auth.data) {
      const { resume } = auth.data;
      const { session, memberId } = resume;
      const seat = await stores.rooms.seat(session, memberId);
      if (!seat || seat.secretHash !== hashOf(resume.secret)) {
        return 'gone';
      }
      const member = { memberId, attendeeId: seat.attendeeId, secretHash: seat.secretHash };
      Object.assign(socket.data, { kind: 'resume', resume, member } satisfies Entry);
      return null;
    }
    const ticket = await tickets.redeemRelay(auth.data.ticket);
    if (!ticket || !(await directory.holds(ticket.session))) {
      return 'ticket';
    }
    const { subject, session } = ticket;
    if (subject.role === 'attendee') {
      if (!(await this.room(session).presented())) {
        return 'absent';
      }
      if (!(await stores.rooms.takesNewcomer(session))) {
        return 'full';
      }
    }
    Object.assign(socket.data, { kind: 'ticket', ticket, load: auth.data.load } satisfies Entry);
    return null;
  }

  private accept(socket: RelaySocket): void {
    const entry = socket.data as Entry;
    forget(socket);
    this.wires.proved(socket.conn, entry.kind === 'resume' ? 'attendee' : entry.ticket.subject.role);
    // Who takes leave of its place has nothing left to say; a wire that stays would count for nobody.
    socket.on('disconnect', () => socket.conn.close());
    if (entry.kind === 'resume') {
      const { resume, member } = entry;
      serveAttendee(socket, this.room(resume.session), { place: resume, member, resumes: true }, this.serving);
      return;
    }
    const { session, subject } = entry.ticket;
    if (subject.role === 'presenter') {
      const load = entry.load ?? subject.pageId;
      servePresenter(socket, this.room(session), { session, load }, this.serving);
    } else {
      const newcomer = newPlace(session, subject.attendeeId);
      serveAttendee(socket, this.room(session), { ...newcomer, resumes: false }, this.serving);
    }
  }

  private get serving(): ServingDeps {
    const { clock, metrics } = this.deps;
    return { clock, metrics, failed: this.failed };
  }

  private restore(): void {
    Promise.all([...this.rooms.values()].map((room) => room.restore())).catch(this.failed);
    clearTimeout(this.reattaching);
    this.reattaching = setTimeout(() => this.rooms.forEach((room) => room.reattach()), RESTORE_WITHIN);
    this.reattaching.unref();
  }

  private room(session: string): RelayRoom {
    const known = this.rooms.get(session);
    if (known) {
      return known;
    }
    const room = new RelayRoom({
      session,
      store: this.deps.stores.rooms,
      exchange: this.deps.stores.exchange,
      toAllHere: (frame) => this.tellHere(session, frame),
      back: () => this.back(),
      failed: this.failed,
    });
    this.rooms.set(session, room);
    return room;
  }

  /** As `io.to(session).emit` would, which makes two buffers of it and writes both to each socket. */
  private tellHere(session: string, frame: Uint8Array): void {
    const { adapter, sockets } = this.io.of('/');
    const said = saidToAll(frameText(frame));
    adapter.rooms.get(session)?.forEach((id) => {
      const way = sockets.get(id)?.conn;
      if (way) {
        sayToOne(way, this.wires.connectionOf(way), said);
      }
    });
  }

  /** Resolves when the store is there again, or may be: what failed is tried again then. */
  private back(): Promise<void> {
    return new Promise((resolve) => {
      const again = () => {
        clearTimeout(timer);
        undo();
        resolve();
      };
      const timer = setTimeout(again, TRY_AGAIN);
      timer.unref();
      const undo = this.deps.stores.onBack(again);
    });
  }

  /** That the store is away is said once, where it is noticed. */
  private readonly failed = (error: unknown) => this.deps.log.debug({ err: error }, 'relay: the store failed');
}

/** What socket.io keeps of how a socket came, which is some kilobytes for each and asked for by nobody. */
function forget(socket: RelaySocket): void {
  socket.data = {};
  Object.assign(socket.handshake, { headers: {}, auth: {}, query: {} });
  // Documented as what saves memory; its type does not say so.
  Object.assign(socket.conn, { request: null });
}
