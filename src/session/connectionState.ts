/** What an attendee's connection is made of: its states, what moves it, what it asks for. Pure; SPEC.md, CON. */
import type { SessionErrorReason } from './SessionError';

export type AttemptRoute = 'p2p' | 'relay';
export type AttemptPhase = 'dialing' | 'verifying' | 'joining' | 'admitting';

export interface Attempt {
  route: AttemptRoute;
  phase: AttemptPhase;
  /** When it began, entered the handshake, or was last told to wait. */
  since: number;
}

export interface Context {
  attendeeId: string;
  /** When the live link was last heard; null before the first. */
  lastSeen: number | null;
  /** When the present outage, or the first joining, began. */
  outageSince: number | null;
  /** When the next attempt on each route is due; never where there is no such route. */
  due: Readonly<Record<AttemptRoute, number>>;
  /** The route that is tried first; the other follows where that one does not come to anything. */
  first: AttemptRoute;
  /** The newest attempt's id. */
  lastAttempt: number;
  /** Since when nobody presents, as far as is known; null when nobody was missed since the last live link. */
  absentSince: number | null;
  attempts: ReadonlyMap<number, Attempt>;
  /** When an invitation was followed last; null before the first. */
  invitedAt: number | null;
  /** Since when the presenter is asked whether this attendee may come in; null when that is no question. */
  askedSince: number | null;
  /** Why the newest failed attempt failed. */
  lastFailure: SessionErrorReason | null;
  /** Whether this attendee has ever been live in this session. */
  wasLive: boolean;
}

export type ConnectionState =
  | { kind: 'dialing' | 'verifying' | 'joining' | 'admitting'; ctx: Context }
  | { kind: 'live'; ctx: Context; link: number; route: AttemptRoute }
  | { kind: 'suspect'; ctx: Context; link: number; route: AttemptRoute }
  | { kind: 'waiting'; ctx: Context }
  | { kind: 'ended'; ctx: Context; reason: SessionErrorReason };

export type ConnectionInput =
  /** A moment has come that `nextWake` named. */
  | { type: 'wake' }
  /** The network or the page came back. */
  | { type: 'nudge' }
  /** The presenter, on this link, has room for a direct one. */
  | { type: 'invited'; attempt: number }
  /** `route` where it took another one than it was dialled for. */
  | { type: 'opened'; attempt: number; route?: AttemptRoute }
  | { type: 'verified'; attempt: number }
  /** The presenter is there, and asked whether this attendee may come in. */
  | { type: 'asked'; attempt: number }
  | { type: 'joined'; attempt: number }
  | { type: 'failed'; attempt: number; reason: SessionErrorReason }
  /** A frame of the live link was opened and believed. */
  | { type: 'heard'; attempt: number }
  | { type: 'closed'; attempt: number }
  | { type: 'end'; reason: SessionErrorReason };

export type ConnectionEffect =
  | { type: 'dial'; attempt: number; route: AttemptRoute }
  /** Close whatever the attempt has; nothing more from it is wanted. */
  | { type: 'abandon'; attempt: number }
  /** The attempt is the live link now. */
  | { type: 'adopt'; attempt: number };

export interface ConnectionDeps {
  now: number;
  /** In [0, 1). */
  random(): number;
  /** How many are in the room, and would dial at the same moment. */
  people: number;
}

export type OpenState = Exclude<ConnectionState, { kind: 'ended' }>;
export type Step = [ConnectionState, ConnectionEffect[]];

/** Nobody has told the person yet that it may take its time. */
export const isFirstJoining = (ctx: Context) => !ctx.wasLive && ctx.absentSince === null && ctx.askedSince === null;

/** While the presenter is asked another attempt would only ask again. */
export const isAsking = (ctx: Context) => [...ctx.attempts.values()].some(({ phase }) => phase === 'admitting');

export const hasOpened = (ctx: Context) => [...ctx.attempts.values()].some((attempt) => attempt.phase !== 'dialing');

/** The state's name follows its furthest attempt; live, suspect and waiting keep theirs while attempts go on. */
export function settle<S extends OpenState>(state: S): OpenState {
  if (state.kind === 'live' || state.kind === 'suspect' || (state.kind === 'waiting' && !hasOpened(state.ctx))) {
    return state;
  }
  const phases = new Set([...state.ctx.attempts.values()].map((attempt) => attempt.phase));
  const kind = phases.has('admitting')
    ? 'admitting'
    : phases.has('joining')
      ? 'joining'
      : phases.has('verifying')
        ? 'verifying'
        : 'dialing';
  return { kind, ctx: state.ctx };
}

export function withCtx<S extends ConnectionState>(state: S, changes: Partial<Context>): S {
  return { ...state, ctx: { ...state.ctx, ...changes } };
}
