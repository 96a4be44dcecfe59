/**
 * Which sessions there are, who presents them and where. Independent of HTTP and of tickets; time and chance are passed
 * in. Everything is in memory: a presenter whose directory was restarted brings its session back by itself.
 */
import type { CreateSessionRequest, LeaseRequest, SessionInfo, StartRequest } from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { codeFromBytes, CODE_LENGTH } from '../src/protocol/shareCode';
import { belongsTo, newSession, type Presenter, type Session } from './directorySession';
import { SERVER_LIMITS } from './serverLimits';

const MAX_EPOCH = 0xffffffff;

export type DirectoryRefusal =
  'not-found' | 'forbidden' | 'lease-held' | 'superseded' | 'locked' | 'bad-request' | 'full';
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: DirectoryRefusal };
export type EndReason = 'ended' | 'presenter-away';

export interface DirectoryDeps {
  /** Milliseconds, never going back. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /** Called for every session that ends, whatever ended it. */
  onEnded(sessionId: string, reason: EndReason): void;
}

export class Directory {
  private readonly byCode = new Map<string, Session>();
  private readonly bySession = new Map<string, Session>();
  /** Session ids that were ended on purpose, with the time until which that is remembered; oldest first. */
  private readonly ended = new Map<string, number>();

  constructor(private readonly deps: DirectoryDeps) {}

  get size(): number {
    return this.byCode.size;
  }

  /** A new session under a new code, with no page presenting it yet; null when the directory is full. */
  create(request: CreateSessionRequest): { code: string; sessionId: string } | null {
    if (this.byCode.size >= SERVER_LIMITS.sessions) {
      return null;
    }
    let code = codeFromBytes(this.deps.randomBytes(CODE_LENGTH));
    while (this.byCode.has(code)) {
      code = codeFromBytes(this.deps.randomBytes(CODE_LENGTH));
    }
    const sessionId = Buffer.from(this.deps.randomBytes(16)).toString('hex');
    this.add({ code, session: sessionId, presenterKey: request.presenterKey }, request, false);
    return { code, sessionId };
  }

  has(code: string): boolean {
    return this.byCode.has(code);
  }

  /** Whether this attendee has got a ticket for this session before. */
  knows(code: string, attendeeId: string): boolean {
    return this.byCode.get(code)?.known.has(attendeeId) ?? false;
  }

  info(code: string): Omit<SessionInfo, 'routes'> | null {
    const session = this.byCode.get(code);
    if (!session) {
      return null;
    }
    const { sessionId, name, presenterName, presenterKey } = session;
    const state = this.leaseAlive(session) ? 'live' : 'waiting';
    return { code, sessionId, name, presenterName, presenterKey, state };
  }

  /**
   * A page starts presenting under a new signalling id: takes the lease and a new epoch, above both what it knows and
   * what is stored. `replaced` is the signalling id before.
   */
  start(
    presenter: Presenter,
    request: StartRequest,
    peerId: string
  ): Outcome<{ epoch: number; replaced: string | null }> {
    const found = this.findOrRestore(presenter, request);
    if (!found.ok) {
      return found;
    }
    const session = found.value;
    if (session.pageId !== request.pageId && this.leaseAlive(session) && !request.takeOver) {
      return refuse('lease-held');
    }
    const epoch = Math.max(request.knownEpoch, session.epoch) + 1;
    if (epoch > MAX_EPOCH) {
      return refuse('bad-request');
    }
    const replaced = session.presenterPeerId;
    session.epoch = epoch;
    session.presenterPeerId = peerId;
    session.freeSlots = LIMITS.directSlots;
    this.renew(session, request);
    return { ok: true, value: { epoch, replaced } };
  }

  /** Gives this page, in this epoch, a new signalling id. A sign of life, so the lease is renewed. */
  takePeer(
    presenter: Presenter,
    request: { pageId: string; epoch: number },
    peerId: string
  ): Outcome<{ replaced: string | null }> {
    const session = this.byCode.get(presenter.code);
    const presents = this.presents(presenter, request);
    if (!session || !presents.ok) {
      return presents.ok ? refuse('not-found') : presents;
    }
    const replaced = session.presenterPeerId;
    session.presenterPeerId = peerId;
    this.touch(session);
    return { ok: true, value: { replaced } };
  }

  /** Whether this page presents the session, in this epoch. */
  presents(presenter: Presenter, request: { pageId: string; epoch: number }): Outcome<null> {
    const session = this.byCode.get(presenter.code);
    if (!session) {
      return refuse('not-found');
    }
    return belongsTo(session, presenter) && session.pageId === request.pageId && session.epoch === request.epoch
      ? { ok: true, value: null }
      : refuse('superseded');
  }

  /** The signalling id that attendees of this session may dial. */
  presenterPeer(sessionId: string): string | null {
    return this.bySession.get(sessionId)?.presenterPeerId ?? null;
  }

  holds(sessionId: string): boolean {
    return this.bySession.has(sessionId);
  }

  /** Renews the lease; a directory that lost the session takes it in again. */
  lease(presenter: Presenter, request: LeaseRequest): Outcome<null> {
    const lost = !this.byCode.has(presenter.code);
    const found = this.findOrRestore(presenter, request);
    if (!found.ok) {
      return found;
    }
    const session = found.value;
    const newer = lost || request.epoch > session.epoch;
    if (!newer && (session.pageId !== request.pageId || session.epoch !== request.epoch)) {
      return refuse('superseded');
    }
    if (newer) {
      session.epoch = request.epoch;
      session.presenterPeerId = null;
    }
    session.freeSlots = request.freeSlots;
    this.renew(session, request);
    return { ok: true, value: null };
  }

  /** Where an attendee is to dial, who may ask for the relay. `presenterPeerId` is null while no page holds the lease. */
  admit(
    code: string,
    { attendeeId, route }: { attendeeId: string; route: 'direct' | 'relay' },
    login: string | null
  ): Outcome<{ sessionId: string; route: 'direct' | 'relay'; presenterPeerId: string | null }> {
    const session = this.byCode.get(code);
    if (!session) {
      return refuse('not-found');
    }
    const before = session.known.get(attendeeId) ?? null;
    // The id travels in the clear; nobody else is to come in under the name that was vouched for with it.
    if (before !== null && before !== login) {
      return refuse('forbidden');
    }
    if (session.locked && !session.restored && !session.known.has(attendeeId)) {
      return refuse('locked');
    }
    remember(session.known, attendeeId, login, SERVER_LIMITS.knownAttendees);
    const hasRoom = session.handedOut.has(attendeeId) || session.handedOut.size < session.freeSlots;
    const direct = route === 'direct' && hasRoom;
    if (direct) {
      session.handedOut.add(attendeeId);
    }
    return {
      ok: true,
      value: {
        sessionId: session.sessionId,
        route: direct ? 'direct' : 'relay',
        presenterPeerId: this.leaseAlive(session) ? session.presenterPeerId : null,
      },
    };
  }

  /** Attendees whom Grafana vouched for, newest last. */
  vouchedFor(presenter: Presenter): Outcome<Array<{ attendeeId: string; login: string }>> {
    const session = this.byCode.get(presenter.code);
    if (!session || !belongsTo(session, presenter)) {
      return refuse('not-found');
    }
    return {
      ok: true,
      value: [...session.known].flatMap(([attendeeId, login]) => (login === null ? [] : [{ attendeeId, login }])),
    };
  }

  /** Ends the session for good. */
  end(presenter: Presenter): Outcome<null> {
    const session = this.byCode.get(presenter.code);
    if (!session || !belongsTo(session, presenter)) {
      return refuse('not-found');
    }
    remember(this.ended, session.sessionId, this.deps.now() + SERVER_LIMITS.endedFor, SERVER_LIMITS.endedSessions);
    this.remove(session, 'ended');
    return { ok: true, value: null };
  }

  /** Ends what was not renewed for ten minutes; to be called now and then. */
  sweep(): void {
    const now = this.deps.now();
    for (const session of [...this.byCode.values()]) {
      if (now - session.seen >= TIMES.presenterAway) {
        this.remove(session, 'presenter-away');
      }
    }
    for (const [sessionId, until] of this.ended) {
      if (until > now) {
        break;
      }
      this.ended.delete(sessionId);
    }
  }

  private findOrRestore(
    presenter: Presenter,
    request: { sessionId: string; presenterKey: string; name: string; presenterName: string }
  ): Outcome<Session> {
    if (presenter.session !== request.sessionId || presenter.presenterKey !== request.presenterKey) {
      return refuse('bad-request');
    }
    const session = this.byCode.get(presenter.code);
    if (session) {
      return belongsTo(session, presenter) ? { ok: true, value: session } : refuse('superseded');
    }
    if (this.ended.has(presenter.session)) {
      return refuse('not-found');
    }
    if (this.byCode.size >= SERVER_LIMITS.sessions) {
      return refuse('full');
    }
    return { ok: true, value: this.add(presenter, request, true) };
  }

  private add(presenter: Presenter, names: { name: string; presenterName: string }, restored: boolean): Session {
    const session = newSession(presenter, names, { now: this.deps.now(), restored });
    this.byCode.set(session.code, session);
    this.bySession.set(session.sessionId, session);
    return session;
  }

  private remove(session: Session, reason: EndReason): void {
    this.byCode.delete(session.code);
    this.bySession.delete(session.sessionId);
    this.deps.onEnded(session.sessionId, reason);
  }

  private renew(session: Session, request: Pick<LeaseRequest, 'pageId' | 'name' | 'presenterName' | 'locked'>): void {
    session.pageId = request.pageId;
    session.name = request.name;
    session.presenterName = request.presenterName;
    session.locked = request.locked ?? false;
    session.handedOut.clear();
    this.touch(session);
  }

  private touch(session: Session): void {
    session.seen = this.deps.now();
    session.leaseUntil = session.seen + TIMES.lease;
  }

  private leaseAlive(session: Session): boolean {
    return session.pageId !== null && session.leaseUntil > this.deps.now();
  }
}

function refuse(refusal: DirectoryRefusal): { ok: false; refusal: DirectoryRefusal } {
  return { ok: false, refusal };
}

/** Puts the key last and forgets the oldest above the bound. */
function remember<V>(map: Map<string, V>, key: string, value: V, bound: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > bound) {
    map.delete(oldest);
  }
}
