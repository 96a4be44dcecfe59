/**
 * Which sessions there are, who presents them and where. Independent of HTTP, of tickets and of where sessions are kept;
 * chance is passed in, time is the store's. A presenter whose session was lost brings it back by itself.
 */
import type { CreateSessionRequest, LeaseRequest, SessionInfo, StartRequest } from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { codeFromBytes, CODE_LENGTH } from '../src/protocol/shareCode';
import { belongsTo, leaseAlive, newSession, type Presenter, type Session } from './directorySession';
import { SERVER_LIMITS } from './serverLimits';
import type { Decision, Facts, SessionStore } from './stores/SessionStore';

const MAX_EPOCH = 0xffffffff;

export type DirectoryRefusal =
  'not-found' | 'forbidden' | 'lease-held' | 'superseded' | 'locked' | 'bad-request' | 'full';
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: DirectoryRefusal };
export type EndReason = 'ended' | 'presenter-away';

export interface DirectoryDeps {
  store: SessionStore;
  randomBytes(length: number): Uint8Array;
  /** Called for every session that ends, whatever ended it, at one of the servers. */
  onEnded(sessionId: string, reason: EndReason): void;
}

export class Directory {
  constructor(private readonly deps: DirectoryDeps) {}

  size(): Promise<number> {
    return this.deps.store.size();
  }

  /** A new session under a new code, with no page presenting it yet; null when the directory is full. */
  async create(request: CreateSessionRequest): Promise<{ code: string; sessionId: string } | null> {
    const sessionId = Buffer.from(this.deps.randomBytes(16)).toString('hex');
    for (;;) {
      const code = codeFromBytes(this.deps.randomBytes(CODE_LENGTH));
      const made = await this.deps.store.change<'made' | 'full' | 'taken'>(
        { code, sessionId },
        (there, { sessions }) => {
          if (sessions >= SERVER_LIMITS.sessions) {
            return { result: 'full' };
          }
          if (there) {
            return { result: 'taken' };
          }
          const presenter = { code, session: sessionId, presenterKey: request.presenterKey };
          return { result: 'made', keep: newSession(presenter, request, false) };
        }
      );
      if (made !== 'taken') {
        return made === 'made' ? { code, sessionId } : null;
      }
    }
  }

  async has(code: string): Promise<boolean> {
    return (await this.deps.store.read(code)) !== null;
  }

  /** Whether this attendee has got a ticket for this session before. */
  async knows(code: string, attendeeId: string): Promise<boolean> {
    const found = await this.deps.store.read(code);
    return found !== null && (await this.deps.store.loginOf(found.session.sessionId, attendeeId)) !== undefined;
  }

  async info(code: string): Promise<Omit<SessionInfo, 'routes'> | null> {
    const found = await this.deps.store.read(code);
    if (!found) {
      return null;
    }
    const { sessionId, name, presenterName, presenterKey } = found.session;
    const state = leaseAlive(found.session, found.now) ? 'live' : 'waiting';
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
  ): Promise<Outcome<{ epoch: number; replaced: string | null }>> {
    return this.change(presenter, (there, facts) => {
      const found = findOrRestore(there, facts, presenter, request);
      if (!found.ok) {
        return { result: found };
      }
      const session = found.value;
      if (session.pageId !== request.pageId && leaseAlive(session, facts.now) && !request.takeOver) {
        return { result: refuse('lease-held') };
      }
      const epoch = Math.max(request.knownEpoch, session.epoch) + 1;
      if (epoch > MAX_EPOCH) {
        return { result: refuse('bad-request') };
      }
      return {
        result: { ok: true, value: { epoch, replaced: session.presenterPeerId } },
        keep: renewed(
          { ...session, epoch, presenterPeerId: peerId, freeSlots: LIMITS.directSlots },
          request,
          facts.now
        ),
        slotsCounted: true,
      };
    });
  }

  /** Gives this page, in this epoch, a new signalling id. A sign of life, so the lease is renewed. */
  takePeer(
    presenter: Presenter,
    request: { pageId: string; epoch: number },
    peerId: string
  ): Promise<Outcome<{ replaced: string | null }>> {
    return this.change(presenter, (session, { now }) => {
      const presents = presentedBy(session, presenter, request);
      if (!presents.ok) {
        return { result: presents };
      }
      return {
        result: { ok: true, value: { replaced: presents.value.presenterPeerId } },
        keep: touched({ ...presents.value, presenterPeerId: peerId }, now),
      };
    });
  }

  /** Whether this page presents the session, in this epoch. */
  async presents(presenter: Presenter, request: { pageId: string; epoch: number }): Promise<Outcome<null>> {
    const found = await this.deps.store.read(presenter.code);
    const presents = presentedBy(found && found.session, presenter, request);
    return presents.ok ? { ok: true, value: null } : presents;
  }

  /** The signalling id that attendees of this session may dial. */
  async presenterPeer(sessionId: string): Promise<string | null> {
    return (await this.deps.store.find(sessionId))?.presenterPeerId ?? null;
  }

  async holds(sessionId: string): Promise<boolean> {
    return (await this.deps.store.find(sessionId)) !== null;
  }

  /** Renews the lease; a directory that lost the session takes it in again. */
  lease(presenter: Presenter, request: LeaseRequest): Promise<Outcome<null>> {
    return this.change(presenter, (there, facts) => {
      const found = findOrRestore(there, facts, presenter, request);
      if (!found.ok) {
        return { result: found };
      }
      const session = found.value;
      const newer = there === null || request.epoch > session.epoch;
      if (!newer && (session.pageId !== request.pageId || session.epoch !== request.epoch)) {
        return { result: refuse('superseded') };
      }
      const { epoch, freeSlots } = request;
      const from: Session = newer ? { ...session, epoch, presenterPeerId: null } : session;
      return {
        result: { ok: true, value: null },
        keep: renewed({ ...from, freeSlots }, request, facts.now),
        slotsCounted: true,
      };
    });
  }

  /** Where an attendee is to dial, who may ask for the relay. `presenterPeerId` is null while no page holds the lease. */
  async admit(
    code: string,
    { attendeeId, route }: { attendeeId: string; route: 'direct' | 'relay' },
    login: string | null
  ): Promise<Outcome<{ sessionId: string; route: 'direct' | 'relay'; presenterPeerId: string | null }>> {
    const { store } = this.deps;
    const found = await store.read(code);
    if (!found) {
      return refuse('not-found');
    }
    const { session, now } = found;
    const before = await store.loginOf(session.sessionId, attendeeId);
    if (session.locked && !session.restored && before === undefined) {
      return refuse('locked');
    }
    // The id travels in the clear; nobody else is to come in under the name that was vouched for with it.
    if (!(await store.remember(session.sessionId, attendeeId, login))) {
      return refuse('forbidden');
    }
    const direct = route === 'direct' && (await store.takeSlot(session.sessionId, attendeeId, session.freeSlots));
    return {
      ok: true,
      value: {
        sessionId: session.sessionId,
        route: direct ? 'direct' : 'relay',
        presenterPeerId: leaseAlive(session, now) ? session.presenterPeerId : null,
      },
    };
  }

  /** Attendees whom Grafana vouched for, newest last. */
  async vouchedFor(presenter: Presenter): Promise<Outcome<Array<{ attendeeId: string; login: string }>>> {
    const found = await this.deps.store.read(presenter.code);
    if (!found || !belongsTo(found.session, presenter)) {
      return refuse('not-found');
    }
    return { ok: true, value: await this.deps.store.logins(found.session.sessionId) };
  }

  /** Ends the session for good. */
  async end(presenter: Presenter): Promise<Outcome<null>> {
    const ended = await this.change<null>(presenter, (session) =>
      session && belongsTo(session, presenter)
        ? { result: { ok: true, value: null }, end: true }
        : { result: refuse('not-found') }
    );
    if (ended.ok) {
      this.deps.onEnded(presenter.session, 'ended');
    }
    return ended;
  }

  /** Ends what was not renewed for ten minutes; to be called now and then. */
  async sweep(): Promise<void> {
    for (const sessionId of await this.deps.store.expired()) {
      this.deps.onEnded(sessionId, 'presenter-away');
    }
  }

  private change<T>(
    { code, session }: Presenter,
    decide: (session: Session | null, facts: Facts) => Decision<Outcome<T>>
  ): Promise<Outcome<T>> {
    return this.deps.store.change({ code, sessionId: session }, decide);
  }
}

function findOrRestore(
  session: Session | null,
  facts: Facts,
  presenter: Presenter,
  request: { sessionId: string; presenterKey: string; name: string; presenterName: string }
): Outcome<Session> {
  if (presenter.session !== request.sessionId || presenter.presenterKey !== request.presenterKey) {
    return refuse('bad-request');
  }
  if (session) {
    return belongsTo(session, presenter) ? { ok: true, value: session } : refuse('superseded');
  }
  if (facts.ended) {
    return refuse('not-found');
  }
  if (facts.sessions >= SERVER_LIMITS.sessions) {
    return refuse('full');
  }
  return { ok: true, value: newSession(presenter, request, true) };
}

function presentedBy(
  session: Session | null,
  presenter: Presenter,
  { pageId, epoch }: { pageId: string; epoch: number }
): Outcome<Session> {
  if (!session) {
    return refuse('not-found');
  }
  return belongsTo(session, presenter) && session.pageId === pageId && session.epoch === epoch
    ? { ok: true, value: session }
    : refuse('superseded');
}

function renewed(
  session: Session,
  { pageId, name, presenterName, locked = false }: Pick<LeaseRequest, 'pageId' | 'name' | 'presenterName' | 'locked'>,
  now: number
): Session {
  return touched({ ...session, pageId, name, presenterName, locked }, now);
}

function touched(session: Session, now: number): Session {
  return { ...session, leaseUntil: now + TIMES.lease };
}

function refuse(refusal: DirectoryRefusal): { ok: false; refusal: DirectoryRefusal } {
  return { ok: false, refusal };
}
