/**
 * What the relay keeps of a session so that any server can serve anybody in it: its newest events, and who has a place.
 * Each call is one step that no other comes between.
 */
import type { Position } from '../../src/protocol/messages';

/** Somebody behind the relay. `wire` is null while they are cut off, else it names the one connection that is theirs. */
export interface Seat {
  memberId: string;
  attendeeId: string;
  /** SHA-256 of what the attendee comes back with, in hex; what is kept here lets nobody in. */
  secretHash: string;
  wire: string | null;
}

/** What a frame that is held takes beside its bytes: an empty one is not for nothing. */
export const HELD_COST = 256;

export interface RoomStore {
  /**
   * Keeps what comes next, or a first event of a later epoch, after which nothing before it is kept. What was there
   * already is left, and what leaves a hole begins anew. Bounded by RELAY_LIMITS.kept.
   */
  keep(session: string, of: Position, frame: Uint8Array): Promise<void>;
  newest(session: string): Promise<Position | null>;
  /** Keeps a snapshot that stands for all events up to `of`, unless there is a newer one. */
  keepSnapshot(session: string, of: Position, frame: Uint8Array): Promise<void>;
  /**
   * What brings somebody up from `last`, in order: every event since, or where one of them is kept no longer the snapshot and
   * every event since that; `briefly` has the snapshot in any case. Null where neither will do: somebody of another
   * epoch has not the key, and what was never kept the presenter still has.
   */
  after(session: string, last: Position, how: { briefly: boolean }): Promise<Uint8Array[] | null>;
  /** The member did not read what it was sent: more of that would not help. */
  fellBehind(session: string, memberId: string): Promise<void>;
  /** Whether it had fallen behind; it has no longer. */
  caughtUp(session: string, memberId: string): Promise<boolean>;

  /** The load of a page that presents from now on. Whoever spoke to another loses their place and is named in `left`. */
  present(session: string, load: string): Promise<{ seats: Seat[]; left: string[] }>;

  /** A place that speaks to the load that presents. The oldest beyond RELAY_LIMITS.placesPerAttendee is named in `left`. */
  enter(session: string, seat: Seat & { wire: string }): Promise<{ left: string[] }>;
  /** Null for a stranger, or one whose place is gone. */
  seat(session: string, memberId: string): Promise<Seat | null>;
  /** Another connection of the same member. False where its place is gone. */
  rewire(session: string, memberId: string, wire: string): Promise<boolean>;
  /** The connection is gone; false where another one is there by now. */
  cut(session: string, memberId: string, wire: string): Promise<boolean>;
  /** False where the place was gone already. */
  leave(session: string, memberId: string): Promise<boolean>;
  seats(session: string): Promise<Seat[]>;
  /** Whether there is a place for another newcomer, who counts as come then: RELAY_LIMITS.placesPerSession and newcomers. */
  takesNewcomer(session: string): Promise<boolean>;
  /** Gives up the places of those who were cut off for RELAY_LIMITS.resumeFor, and names them; keeps the rest from being forgotten. */
  sweep(session: string): Promise<string[]>;

  /** Holds what a member said while no page presents, as far as RELAY_LIMITS.waitingBytes goes. */
  hold(session: string, memberId: string, frame: Uint8Array): Promise<void>;
  /** What was held, in order; it is held no longer. */
  held(session: string): Promise<Array<{ memberId: string; frame: Uint8Array }>>;

  /** The session is over. */
  drop(session: string): Promise<void>;
}
