/**
 * The relay: sealed frames between a session's presenter and the attendees that WebRTC does not reach, or for whom the
 * presenter's page has no room. socket.io in front of RelayRoom. Sockets open with a ticket only; who speaks to all is
 * the session's presenter alone; nothing that is sealed is opened. What is said to others goes through the store's
 * exchange, since they may be connected to another server.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
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
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import type { Directory } from '../directory';
import { isAllowedOrigin, isKnownHost } from '../guards';
import type { Metrics } from '../metrics';
import { RELAY_LIMITS } from '../serverLimits';
import type { RelayTicket, Tickets } from '../tickets';
import type { Undo } from '../undo';
import type { Stores } from '../stores/Stores';
import { acknowledge, guard, sealedFor } from './fromClients';
import { InOrder } from './InOrder';
import type { Member, MemberWire } from './MemberPlace';
import type { PresenterWire } from './PresenterPlace';
import { RelayRoom } from './RelayRoom';

export interface RelayDeps {
  server: HttpServer;
  config: ServerConfig;
  tickets: Tickets;
  directory: Directory;
  stores: Stores;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
}

/** What a socket proved when it connected. */
type Entry = { kind: 'ticket'; ticket: RelayTicket } | { kind: 'resume'; resume: Resume; member: Member };

/** How long every server has to put back what the store lost, before presenters are told who is there, in milliseconds. */
const RESTORE_WITHIN = 3_000;

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
  private readonly forgetBack: Undo;
  private reattaching: NodeJS.Timeout | undefined;

  constructor(private readonly deps: RelayDeps) {
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
    return (request.url ?? '').split('?')[0] === `${RELAY_PATH}/`;
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
      if ((await stores.rooms.size(session)) >= RELAY_LIMITS.placesPerSession) {
        return 'full';
      }
    }
    Object.assign(socket.data, { kind: 'ticket', ticket } satisfies Entry);
    return null;
  }

  private accept(socket: RelaySocket): void {
    const entry = socket.data as Entry;
    if (entry.kind === 'resume') {
      this.serve(socket, entry.resume, entry.member, true);
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
      const kind = counts(frame) ? sealedFor(frame, session) : null;
      if (kind === null) {
        socket.disconnect(true);
        return;
      }
      room.toAll(kind.class === 'stage' ? { epoch: kind.epoch, seq: kind.seq } : null, frame);
    });
    socket.on('to', (memberId, frame) => {
      if (counts(frame) && memberIdSchema.safeParse(memberId).success) {
        room.toMember(memberId, frame);
      }
    });
    socket.on('drop', (memberId) => {
      if (counts(null) && memberIdSchema.safeParse(memberId).success) {
        room.leave(memberId, 'left').catch(this.failed);
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
    const place: Resume = { session, memberId: `m-${randomUUID()}`, secret: randomBytes(16).toString('hex') };
    const member = { memberId: place.memberId, attendeeId, secretHash: hashOf(place.secret) };
    this.serve(socket, place, member, false);
  }

  private serve(socket: RelaySocket, place: Resume, member: Member, resumes: boolean): void {
    const { session, memberId } = place;
    const room = this.room(session);
    const counts = guard(socket, 'attendee', this.deps);
    const wire: MemberWire = {
      frame: (frame) => socket.emit('frame', frame),
      close: () => socket.disconnect(true),
    };
    const cutOff = (error: unknown) => {
      this.failed(error);
      socket.conn.close();
    };
    const turns = new InOrder(RELAY_LIMITS.unsentBytes.attendee, cutOff);
    let expelled = false;
    const expel = (why: 'left' | 'too-big') => {
      expelled = true;
      turns.run(0, () => room.leave(memberId, why).finally(() => socket.disconnect(true)));
    };
    turns.run(0, async () => {
      const there = resumes ? await room.resume(member, wire) : await room.enter(member, wire).then(() => true);
      if (there) {
        socket.emit('taken', place);
        await socket.join(session);
      } else {
        socket.disconnect(true);
      }
    });
    socket.on('frame', (frame) => {
      if (expelled) {
        return;
      }
      if (Buffer.isBuffer(frame) && frame.length > LIMITS.frameBytes) {
        expel('too-big');
      } else if (!counts(frame) || !turns.run(frame.length, () => room.fromMember(wire, frame))) {
        expel('left');
      }
    });
    socket.on('after', (last, answer) => {
      const position = positionSchema.safeParse(last);
      if (!counts(null) || !position.success || typeof answer !== 'function') {
        expel('left');
        return;
      }
      this.deps.stores.rooms.after(session, position.data).then(
        (again) => {
          again?.forEach((frame) => wire.frame(frame));
          answer(again?.length ?? null);
        },
        () => answer(null)
      );
    });
    socket.on('leave', (answer) => {
      turns.run(0, () => {
        acknowledge(answer);
        return room.leave(memberId, 'left');
      });
    });
    socket.on('disconnect', () => turns.run(0, () => room.cut(wire)));
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
      toAllHere: (frame) => this.io.to(session).emit('frame', frame),
      failed: this.failed,
    });
    this.rooms.set(session, room);
    return room;
  }

  /** That the store is away is said once, where it is noticed. */
  private readonly failed = (error: unknown) => this.deps.log.debug({ err: error }, 'relay: the store failed');
}

/** A secret has 128 random bits, so that a plain hash of it can be neither guessed nor turned back. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
