/**
 * Where the directory's sessions are kept: in this process, or in Redis for all servers. What a session may become is
 * the directory's to decide; a store only keeps two decisions on one session from being made at once.
 */
import type { Session } from '../directorySession';

/** What a decision may look at besides the session itself. */
export interface Facts {
  /** Milliseconds by the store's clock, which is one for all servers. */
  now: number;
  /** Whether this session was ended on purpose in the last hour. */
  ended: boolean;
  /** Sessions alive, of all servers. */
  sessions: number;
}

export interface Decision<T> {
  result: T;
  /** The session as it is to be kept, for ten minutes from now; left out where it stays as it was. */
  keep?: Session;
  /** The session ends on purpose, which is remembered. */
  end?: true;
  /** Everyone sent to a direct slot has been counted by the presenter. */
  slotsCounted?: true;
}

export type Decide<T> = (session: Session | null, facts: Facts) => Decision<T>;

export interface SessionStore {
  /**
   * Decides on the newest state of the session under this code, and again where another server changed it meanwhile.
   * `sessionId` is the session that is meant, which need not be the one under the code.
   */
  change<T>(about: { code: string; sessionId: string }, decide: Decide<T>): Promise<T>;
  read(code: string): Promise<{ session: Session; now: number } | null>;
  /** By its id. */
  find(sessionId: string): Promise<Session | null>;
  size(): Promise<number>;

  /** The login with which this attendee got a ticket; null without one, undefined where it never got any. */
  loginOf(sessionId: string, attendeeId: string): Promise<string | null | undefined>;
  /** Makes the attendee known, last of all; false where it is known under another login. The oldest above a bound are forgotten. */
  remember(sessionId: string, attendeeId: string, login: string | null): Promise<boolean>;
  /** Attendees that are known with a login, newest last. */
  logins(sessionId: string): Promise<Array<{ attendeeId: string; login: string }>>;
  /** One direct slot for this attendee; true also where it has one that was not counted yet. */
  takeSlot(sessionId: string, attendeeId: string, freeSlots: number): Promise<boolean>;

  /** The ids of sessions that were kept for ten minutes without a change; each is named once, to one server. */
  expired(): Promise<string[]>;
}
