/**
 * The relay: sealed frames between a session's presenter and the attendees that WebRTC does not reach, or for whom the
 * presenter's page has no room. socket.io in front of RelayRoom. Sockets open with a ticket only; who speaks to all is
 * the session's presenter alone; nothing that is sealed is opened.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import { LIMITS } from '../../src/protocol/limits';
import { positionSchema } from '../../src/protocol/messages';
import {
  memberIdSchema,
  relayAuthSchema,
  RELAY_PATH,
  type FromAttendee,
  type FromPresenter,
  type RelayRefusal,
  type Resume,
  type ToAttendee,
  type ToPresenter,
} from '../../src/protocol/relayApi';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import type { Directory } from '../directory';
import { isAllowedOrigin, isKnownHost } from '../guards';
import type { Metrics } from '../metrics';
import { RELAY_LIMITS } from '../serverLimits';
import type { RelayTicket, Tickets } from '../tickets';
import { acknowledge, guard, sealedFor } from './fromClients';
import { RelayRoom, type MemberWire, type PresenterWire } from './RelayRoom';
import { Wires } from './Wires';

export interface RelayDeps {
  server: HttpServer;
  config: ServerConfig;
  tickets: Tickets;
  directory: Directory;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  /** The address to count limits against. */
  addressOf(request: IncomingMessage): string;
}

/** What a socket proved when it connected. */
type Entry = { kind: 'ticket'; ticket: RelayTicket } | { kind: 'resume'; resume: Resume };

type RelayServer = Server<
  FromPresenter & FromAttendee,
  ToPresenter & ToAttendee,
  Record<string, never>,
  Partial<Entry>
>;
type RelaySocket = Socket<
  FromPresenter & FromAttendee,
  ToPresenter & ToAttendee,
  Record<string, never>,
  Partial<Entry>
>;

export class Relay {
  private readonly io: RelayServer;
  private readonly rooms = new Map<string, RelayRoom>();
  private readonly tick: NodeJS.Timeout;
  private readonly wires: Wires;

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
        () => next(new Error('ticket'))
      );
    });
    this.io.on('connection', (socket) => this.accept(socket));
    this.tick = setInterval(() => this.rooms.forEach((room) => room.tellRoster()), RELAY_LIMITS.rosterEvery);
    this.tick.unref();
  }

  get sockets(): number {
    return this.io.engine.clientsCount;
  }

  /** Whether the relay answers this upgrade request itself. */
  answers(request: IncomingMessage): boolean {
    return request.url?.startsWith(`${RELAY_PATH}/`) === true;
  }

  /** To be called now and then. */
  sweep(): void {
    for (const [session, room] of this.rooms) {
      room.sweep();
      if (room.empty && !this.deps.directory.holds(session)) {
        this.rooms.delete(session);
      }
    }
  }

  dropSession(session: string): void {
    this.rooms.get(session)?.close();
    this.rooms.delete(session);
  }

  /** Ends every socket; the HTTP server is the owner's to close. */
  close(): void {
    clearInterval(this.tick);
    this.io.disconnectSockets(true);
    this.io.engine.close();
  }

  private mayKnock(request: IncomingMessage): boolean {
    const { config, metrics } = this.deps;
    const allowed =
      isKnownHost(request.headers.host, config) &&
      isAllowedOrigin(request.headers.origin, config) &&
      this.sockets < RELAY_LIMITS.sockets &&
      this.wires.hasRoom(request);
    if (!allowed) {
      metrics.refusedSockets.add('origin');
    }
    return allowed;
  }

  /** Null when the socket may come in. */
  private async admit(socket: RelaySocket): Promise<RelayRefusal | null> {
    const { tickets, directory } = this.deps;
    const auth = relayAuthSchema.safeParse(socket.handshake.auth);
    if (!auth.success) {
      return 'ticket';
    }
    if ('resume' in auth.data) {
      const { resume } = auth.data;
      if (!this.rooms.get(resume.session)?.holds(resume)) {
        return 'gone';
      }
      Object.assign(socket.data, { kind: 'resume', resume } satisfies Entry);
      return null;
    }
    const ticket = await tickets.redeemRelay(auth.data.ticket);
    if (!ticket || !directory.holds(ticket.session)) {
      return 'ticket';
    }
    const { subject, session } = ticket;
    const room = this.room(session);
    if (subject.role === 'attendee' && !(room.presented && room.takesNewcomer())) {
      return room.presented ? 'full' : 'absent';
    }
    Object.assign(socket.data, { kind: 'ticket', ticket } satisfies Entry);
    return null;
  }

  private accept(socket: RelaySocket): void {
    const entry = socket.data as Entry;
    this.wires.proved(socket.conn, entry.kind === 'resume' ? 'attendee' : entry.ticket.subject.role);
    // Who takes leave of its place has nothing left to say; a wire that stays would count for nobody.
    socket.on('disconnect', () => socket.conn.close());
    if (entry.kind === 'resume') {
      this.takeBack(socket, entry.resume);
    } else if (entry.ticket.subject.role === 'presenter') {
      this.acceptPresenter(socket, entry.ticket.session, entry.ticket.subject.pageId);
    } else {
      this.takeIn(socket, entry.ticket.session, entry.ticket.subject.attendeeId);
    }
  }

  private acceptPresenter(socket: RelaySocket, session: string, pageId: string): void {
    const room = this.room(session);
    const counts = guard(socket, 'presenter', this.deps);
    const wire: PresenterWire = {
      attached: (about) => socket.emit('attached', about),
      roster: (diff) => socket.emit('roster', diff),
      from: (memberId, frame) => socket.emit('from', memberId, frame),
      close: () => socket.disconnect(true),
    };
    socket.on('all', (frame) => {
      const kind = counts(frame) ? sealedFor(frame, session, ['stage', 'ping']) : null;
      if (kind === null) {
        socket.disconnect(true);
        return;
      }
      if (kind.class === 'stage') {
        room.kept.add({ epoch: kind.epoch, seq: kind.seq }, frame);
      }
      this.io.to(session).emit('frame', frame);
    });
    socket.on('keep', (frame) => {
      const header = counts(frame) ? sealedFor(frame, session, ['snapshot']) : null;
      if (header === null) {
        socket.disconnect(true);
        return;
      }
      room.kept.keep({ epoch: header.epoch, seq: header.seq }, frame);
    });
    socket.on('to', (memberId, frame) => {
      if (counts(frame) && memberIdSchema.safeParse(memberId).success) {
        room.toMember(memberId, frame);
      }
    });
    socket.on('drop', (memberId) => {
      if (counts(null) && memberIdSchema.safeParse(memberId).success) {
        room.leave(memberId, 'left');
      }
    });
    socket.on('leave', (answer) => {
      room.presenterCut(wire);
      acknowledge(answer);
    });
    socket.on('disconnect', () => room.presenterCut(wire));
    room.present(pageId, wire);
  }

  private takeIn(socket: RelaySocket, session: string, attendeeId: string): void {
    const room = this.room(session);
    const [oldest, ...others] = room.placesOf(attendeeId);
    if (others.length + 1 >= RELAY_LIMITS.placesPerAttendee) {
      room.leave(oldest, 'left');
    }
    const place: Resume = { session, memberId: `m-${randomUUID()}`, secret: randomBytes(16).toString('hex') };
    const wire = wireOf(socket);
    room.enter(place.memberId, attendeeId, place.secret, wire);
    this.serve(socket, room, place, wire);
  }

  private takeBack(socket: RelaySocket, place: Resume): void {
    const room = this.room(place.session);
    const wire = wireOf(socket);
    if (room.resume(place, wire)) {
      this.serve(socket, room, place, wire);
    } else {
      socket.disconnect(true);
    }
  }

  private serve(socket: RelaySocket, room: RelayRoom, place: Resume, wire: MemberWire): void {
    const { session, memberId } = place;
    const counts = guard(socket, 'attendee', this.deps, () => room.fellBehind(memberId));
    const asks = new TokenBucket(RELAY_LIMITS.asks, this.deps.clock.monotonic());
    socket.on('frame', (frame) => {
      if (Buffer.isBuffer(frame) && frame.length > LIMITS.frameBytes) {
        room.leave(memberId, 'too-big');
      } else if (!counts(frame)) {
        room.leave(memberId, 'left');
      } else {
        room.fromMember(memberId, frame);
      }
    });
    socket.on('after', (last, answer) => {
      const position = positionSchema.safeParse(last);
      if (!counts(null) || !position.success || typeof answer !== 'function') {
        room.leave(memberId, 'left');
        return;
      }
      const again = asks.take(this.deps.clock.monotonic()) ? room.after(memberId, position.data) : null;
      again?.forEach((frame) => wire.frame(frame));
      answer(again?.length ?? null);
    });
    socket.on('leave', (answer) => {
      acknowledge(answer);
      room.leave(memberId, 'left');
    });
    socket.on('disconnect', () => room.cut(memberId, wire));
    socket.emit('taken', place);
    void socket.join(session);
  }

  private room(session: string): RelayRoom {
    const known = this.rooms.get(session);
    if (known) {
      return known;
    }
    const room = new RelayRoom(() => this.deps.clock.monotonic());
    this.rooms.set(session, room);
    return room;
  }
}

const wireOf = (socket: RelaySocket): MemberWire => ({
  frame: (frame) => socket.emit('frame', frame),
  close: () => socket.disconnect(true),
});
