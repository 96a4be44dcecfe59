/**
 * The attendee's connection as a pure step function: independent of links, timers and cryptography.
 * `dialing -> verifying -> joining (-> admitting) -> live`, `suspect` while a live link is silent, `waiting` while nobody presents,
 * `ended`. Attempts carry ids; what comes from an attempt that is not known any more is dropped. SPEC.md, CON.
 */
import { TIMES } from '../protocol/limits';
import { ABSENT, FATAL, FATAL_AT_FIRST } from './connectionFailures';
import type { SessionErrorReason } from './SessionError';

export type AttemptRoute = 'p2p' | 'relay';
export type AttemptPhase = 'dialing' | 'verifying' | 'joining' | 'admitting';

interface Attempt {
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
  /** When the next attempt is due. */
  nextAttempt: number;
  /** The newest attempt's id. */
  lastAttempt: number;
  /** Since when nobody presents, as far as is known; null when nobody was missed since the last live link. */
  absentSince: number | null;
  attempts: ReadonlyMap<number, Attempt>;
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
  | { type: 'opened'; attempt: number }
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
}

type OpenState = Exclude<ConnectionState, { kind: 'ended' }>;
type Step = [ConnectionState, ConnectionEffect[]];

/** How long a first joining is tried before it is reported as failed, in milliseconds. */
const FIRST_JOIN = 15_000;
/** A first joining is not pressed for time as an outage is: overlapping attempts of a whole room would only slow it. */
const FIRST_ATTEMPT = 6_000;

/** `rejoining` after a reload: no person waits for an answer, so nothing that may pass ends it. */
export function begin(attendeeId: string, rejoining: boolean, deps: ConnectionDeps): Step {
  const ctx: Context = {
    attendeeId,
    lastSeen: null,
    outageSince: deps.now,
    nextAttempt: deps.now,
    lastAttempt: 0,
    absentSince: null,
    attempts: new Map(),
    askedSince: null,
    lastFailure: null,
    wasLive: rejoining,
  };
  return dialIfDue({ kind: 'dialing', ctx }, deps);
}

export function step(state: ConnectionState, input: ConnectionInput, deps: ConnectionDeps): Step {
  if (state.kind === 'ended') {
    return [state, []];
  }
  switch (input.type) {
    case 'wake':
      return onWake(state, deps);
    case 'nudge':
      return state.kind === 'live' ? [state, []] : dialIfDue(withCtx(state, { nextAttempt: deps.now }), deps);
    case 'opened':
      return advance(state, input.attempt, 'verifying', deps);
    case 'verified':
      return advance(state, input.attempt, 'joining', deps);
    case 'asked':
      return onAsked(state, input.attempt, deps);
    case 'joined':
      return onJoined(state, input.attempt, deps);
    case 'failed':
      return onFailed(state, input.attempt, input.reason, deps);
    case 'heard':
      return onHeard(state, input.attempt, deps);
    case 'closed':
      return onClosed(state, input.attempt, deps);
    case 'end':
      return end(state, input.reason);
  }
}

/** When `wake` is wanted next; null when never. */
export function nextWake(state: ConnectionState): number | null {
  if (state.kind === 'ended') {
    return null;
  }
  if (state.kind === 'live') {
    return (state.ctx.lastSeen ?? 0) + TIMES.suspect;
  }
  const { ctx } = state;
  const times = [...ctx.attempts.values()].map((attempt) => expiry(attempt, ctx));
  if (!isAsking(ctx)) {
    times.push(ctx.nextAttempt);
  }
  if (state.kind === 'waiting') {
    times.push((ctx.absentSince ?? 0) + TIMES.presenterAway);
  } else if (state.kind === 'suspect') {
    times.push((ctx.lastSeen ?? 0) + TIMES.attendeeAway);
  } else if (isFirstJoining(ctx)) {
    times.push((ctx.outageSince ?? 0) + FIRST_JOIN);
  }
  return Math.min(...times);
}

/** Nobody has told the person yet that it may take its time. */
const isFirstJoining = (ctx: Context) => !ctx.wasLive && ctx.absentSince === null && ctx.askedSince === null;

/** While the presenter is asked another attempt would only ask again. */
const isAsking = (ctx: Context) => [...ctx.attempts.values()].some(({ phase }) => phase === 'admitting');

function expiry(attempt: Attempt, ctx: Context): number {
  if (attempt.phase === 'admitting') {
    return attempt.since + TIMES.attendeeAway;
  }
  if (attempt.phase !== 'dialing') {
    return attempt.since + TIMES.handshake;
  }
  return attempt.since + (ctx.wasLive || ctx.askedSince !== null ? TIMES.attempt : FIRST_ATTEMPT);
}

function onWake(state: OpenState, deps: ConnectionDeps): Step {
  const { ctx } = state;
  if (state.kind === 'live') {
    if (deps.now < (ctx.lastSeen ?? 0) + TIMES.suspect) {
      return [state, []];
    }
    const nextAttempt = deps.now + deps.random() * TIMES.suspectJitter;
    return dialIfDue({ ...state, kind: 'suspect', ctx: { ...ctx, outageSince: ctx.lastSeen, nextAttempt } }, deps);
  }
  if (state.kind === 'suspect' && deps.now >= (ctx.lastSeen ?? 0) + TIMES.attendeeAway) {
    const [closed, effects] = onClosed(state, state.link, deps);
    const [next, more] = step(closed, { type: 'wake' }, deps);
    return [next, [...effects, ...more]];
  }
  if (state.kind === 'waiting' && deps.now >= (ctx.absentSince ?? deps.now) + TIMES.presenterAway) {
    return end(state, 'presenter-gone');
  }
  if (isFirstJoining(ctx) && deps.now >= (ctx.outageSince ?? 0) + FIRST_JOIN) {
    return end(state, ctx.lastFailure ?? 'connect-failed');
  }
  const attempts = new Map(ctx.attempts);
  const effects: ConnectionEffect[] = [];
  for (const [id, attempt] of ctx.attempts) {
    if (deps.now >= expiry(attempt, ctx)) {
      attempts.delete(id);
      effects.push({ type: 'abandon', attempt: id });
    }
  }
  const lastFailure = effects.length > 0 ? 'connect-failed' : ctx.lastFailure;
  const [next, more] = dialIfDue(settle(withCtx(state, { attempts, lastFailure })), deps);
  return [next, [...effects, ...more]];
}

function advance(state: OpenState, id: number, phase: AttemptPhase, deps: ConnectionDeps): Step {
  const attempt = state.ctx.attempts.get(id);
  if (!attempt) {
    return [state, isLink(state, id) ? [] : [{ type: 'abandon', attempt: id }]];
  }
  const attempts = new Map(state.ctx.attempts).set(id, { ...attempt, phase, since: deps.now });
  // Somebody presents: were they gone again, the ten minutes begin anew.
  const absentSince = state.ctx.absentSince === null ? null : deps.now;
  return [settle(withCtx(state, { attempts, absentSince })), []];
}

/** A person decides, and takes their time: what was waited so far is no outage, and other attempts are not needed. */
function onAsked(state: OpenState, id: number, deps: ConnectionDeps): Step {
  const attempt = state.ctx.attempts.get(id);
  if (!attempt) {
    return [state, isLink(state, id) ? [] : [{ type: 'abandon', attempt: id }]];
  }
  const others = [...state.ctx.attempts.keys()].filter((other) => other !== id);
  const next = withCtx(state, {
    attempts: new Map([[id, { ...attempt, phase: 'admitting' as const, since: deps.now }]]),
    askedSince: state.ctx.askedSince ?? deps.now,
    absentSince: state.ctx.absentSince === null ? null : deps.now,
    outageSince: state.kind === 'suspect' ? state.ctx.outageSince : deps.now,
  });
  return [settle(next), others.map((other) => ({ type: 'abandon', attempt: other }))];
}

function onJoined(state: OpenState, id: number, deps: ConnectionDeps): Step {
  const attempt = state.ctx.attempts.get(id);
  if (!attempt) {
    return isLink(state, id) ? onHeard(state, id, deps) : [state, [{ type: 'abandon', attempt: id }]];
  }
  const others = [...state.ctx.attempts.keys()].filter((other) => other !== id);
  if (state.kind === 'live' || state.kind === 'suspect') {
    others.push(state.link);
  }
  const ctx: Context = {
    ...state.ctx,
    attempts: new Map(),
    lastSeen: deps.now,
    outageSince: null,
    askedSince: null,
    lastFailure: null,
    wasLive: true,
    absentSince: null,
  };
  return [
    { kind: 'live', ctx, link: id, route: attempt.route },
    [{ type: 'adopt', attempt: id }, ...others.map((attempt): ConnectionEffect => ({ type: 'abandon', attempt }))],
  ];
}

function onFailed(state: OpenState, id: number, reason: SessionErrorReason, deps: ConnectionDeps): Step {
  if (isLink(state, id)) {
    return onClosed(state, id, deps);
  }
  if (!state.ctx.attempts.has(id)) {
    return [state, []];
  }
  // While a link may still be heard, what a second one is refused for does not matter yet.
  if (state.kind !== 'suspect' && (FATAL.has(reason) || (isFirstJoining(state.ctx) && FATAL_AT_FIRST.has(reason)))) {
    return end(state, reason);
  }
  const attempts = new Map(state.ctx.attempts);
  attempts.delete(id);
  const next = withCtx(state, { attempts, lastFailure: reason });
  const effects: ConnectionEffect[] = [{ type: 'abandon', attempt: id }];
  if (ABSENT.has(reason) && next.kind !== 'suspect') {
    const ctx = { ...next.ctx, absentSince: next.ctx.absentSince ?? deps.now };
    return [settle({ kind: 'waiting', ctx }), effects];
  }
  return [settle(next), effects];
}

function onHeard(state: OpenState, id: number, deps: ConnectionDeps): Step {
  if ((state.kind !== 'live' && state.kind !== 'suspect') || state.link !== id) {
    return [state, []];
  }
  const abandoned = [...state.ctx.attempts.keys()].map((attempt): ConnectionEffect => ({ type: 'abandon', attempt }));
  const ctx = {
    ...state.ctx,
    lastSeen: deps.now,
    outageSince: null,
    attempts: new Map(),
    absentSince: null,
    askedSince: null,
  };
  return [{ ...state, kind: 'live', ctx }, abandoned];
}

function onClosed(state: OpenState, id: number, deps: ConnectionDeps): Step {
  if (!isLink(state, id)) {
    return onFailed(state, id, 'connect-failed', deps);
  }
  const ctx = {
    ...state.ctx,
    outageSince: state.ctx.outageSince ?? deps.now,
    nextAttempt: state.kind === 'live' ? deps.now : state.ctx.nextAttempt,
  };
  const [next, effects] = dialIfDue(settle({ kind: 'dialing', ctx }), deps);
  return [next, [{ type: 'abandon', attempt: id }, ...effects]];
}

const isLink = (state: OpenState, id: number) =>
  (state.kind === 'live' || state.kind === 'suspect') && state.link === id;

function end(state: OpenState, reason: SessionErrorReason): Step {
  const ids = [...state.ctx.attempts.keys()];
  if (state.kind === 'live' || state.kind === 'suspect') {
    ids.push(state.link);
  }
  return [
    { kind: 'ended', reason, ctx: { ...state.ctx, attempts: new Map() } },
    ids.map((attempt) => ({ type: 'abandon', attempt })),
  ];
}

/** One attempt when its time has come; the time of the next depends on how old the outage is. */
function dialIfDue(state: OpenState, deps: ConnectionDeps): Step {
  const { ctx } = state;
  if (state.kind === 'live' || isAsking(ctx) || deps.now < ctx.nextAttempt) {
    return [state, []];
  }
  const id = ctx.lastAttempt + 1;
  const attempts = new Map(ctx.attempts).set(id, { route: 'p2p', phase: 'dialing', since: deps.now });
  const nextAttempt = deps.now + attemptInterval(state, deps);
  return [withCtx(state, { attempts, nextAttempt, lastAttempt: id }), [{ type: 'dial', attempt: id, route: 'p2p' }]];
}

function attemptInterval(state: ConnectionState, deps: ConnectionDeps): number {
  const { ctx } = state;
  if (isFirstJoining(ctx)) {
    return FIRST_ATTEMPT / 2;
  }
  const age = deps.now - (ctx.outageSince ?? deps.now);
  return age < TIMES.freshOutage ? TIMES.attemptEvery : TIMES.slowAttempt * (0.5 + deps.random());
}

/** The state's name follows its furthest attempt; live, suspect and waiting keep theirs while attempts go on. */
function settle<S extends OpenState>(state: S): OpenState {
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

const hasOpened = (ctx: Context) => [...ctx.attempts.values()].some((attempt) => attempt.phase !== 'dialing');

function withCtx<S extends ConnectionState>(state: S, changes: Partial<Context>): S {
  return { ...state, ctx: { ...state.ctx, ...changes } };
}
