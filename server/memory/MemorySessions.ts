/** The directory's sessions in the memory of one server. */
import { TIMES } from '../../src/protocol/limits';
import type { Session } from '../directorySession';
import { SERVER_LIMITS } from '../serverLimits';
import type { Decide, SessionStore } from '../stores/SessionStore';

interface Kept {
  session: Session;
  until: number;
  /** Attendees sent to a direct slot since the presenter last said how many are free. */
  handedOut: Set<string>;
  /** Attendees that got a ticket, with the login that Grafana vouched for, if any; newest last. */
  known: Map<string, string | null>;
}

export class MemorySessions implements SessionStore {
  private readonly byCode = new Map<string, Kept>();
  private readonly bySession = new Map<string, Kept>();
  /** Session ids that were ended on purpose, with the time until which that is remembered; oldest first. */
  private readonly ended = new Map<string, number>();

  /** `now` in milliseconds, never going back. */
  constructor(private readonly now: () => number) {}

  async change<T>({ code, sessionId }: { code: string; sessionId: string }, decide: Decide<T>): Promise<T> {
    const now = this.now();
    const kept = this.byCode.get(code);
    const facts = { now, ended: this.wasEnded(sessionId), sessions: this.byCode.size };
    const { result, keep, end, slotsCounted } = decide(kept?.session ?? null, facts);
    if (keep) {
      const people = kept ?? { handedOut: new Set<string>(), known: new Map<string, string | null>() };
      if (slotsCounted) {
        people.handedOut.clear();
      }
      this.put({ ...people, session: keep, until: now + TIMES.presenterAway });
    } else if (end && kept) {
      remember(this.ended, sessionId, now + SERVER_LIMITS.endedFor, SERVER_LIMITS.endedSessions);
      this.remove(kept);
    }
    return result;
  }

  async read(code: string): Promise<{ session: Session; now: number } | null> {
    const kept = this.byCode.get(code);
    return kept ? { session: kept.session, now: this.now() } : null;
  }

  async find(sessionId: string): Promise<Session | null> {
    return this.bySession.get(sessionId)?.session ?? null;
  }

  async size(): Promise<number> {
    return this.byCode.size;
  }

  async loginOf(sessionId: string, attendeeId: string): Promise<string | null | undefined> {
    return this.bySession.get(sessionId)?.known.get(attendeeId);
  }

  async remember(sessionId: string, attendeeId: string, login: string | null): Promise<boolean> {
    const known = this.bySession.get(sessionId)?.known;
    const before = known?.get(attendeeId) ?? null;
    if (!known || (before !== null && before !== login)) {
      return false;
    }
    remember(known, attendeeId, login, SERVER_LIMITS.knownAttendees);
    return true;
  }

  async logins(sessionId: string): Promise<Array<{ attendeeId: string; login: string }>> {
    const known = this.bySession.get(sessionId)?.known ?? [];
    return [...known].flatMap(([attendeeId, login]) => (login === null ? [] : [{ attendeeId, login }]));
  }

  async takeSlot(sessionId: string, attendeeId: string, freeSlots: number): Promise<boolean> {
    const handedOut = this.bySession.get(sessionId)?.handedOut;
    if (!handedOut || (!handedOut.has(attendeeId) && handedOut.size >= freeSlots)) {
      return false;
    }
    handedOut.add(attendeeId);
    return true;
  }

  async expired(): Promise<string[]> {
    const now = this.now();
    const over = [...this.byCode.values()].filter(({ until }) => until <= now);
    over.forEach((kept) => this.remove(kept));
    return over.map(({ session }) => session.sessionId);
  }

  private wasEnded(sessionId: string): boolean {
    const now = this.now();
    for (const [old, until] of this.ended) {
      if (until > now) {
        break;
      }
      this.ended.delete(old);
    }
    return this.ended.has(sessionId);
  }

  private put(kept: Kept): void {
    this.byCode.set(kept.session.code, kept);
    this.bySession.set(kept.session.sessionId, kept);
  }

  private remove({ session }: Kept): void {
    this.byCode.delete(session.code);
    this.bySession.delete(session.sessionId);
  }
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
