/**
 * The attendee's connection as a pure step function: independent of links, timers and cryptography.
 * `dialing -> verifying -> joining (-> admitting) -> live`, `suspect` while a live link is silent, `waiting` while nobody presents,
 * `ended`. Attempts carry ids; what comes from an attempt that is not known any more is dropped. SPEC.md, CON.
 */
import type { Routes } from '../protocol/directoryApi';
import { TIMES } from '../protocol/limits';
import { dialDirect, dialIfDue, dueFrom, dueInAbsence, expiry } from './connectionDials';
import { ABSENT, FATAL, FATAL_AT_FIRST } from './connectionFailures';
import {
  isAsking,
  isFirstJoining,
  settle,
  withCtx,
  type AttemptPhase,
  type AttemptRoute,
  type ConnectionDeps,
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  type Context,
  type OpenState,
  type Step,
} from './connectionState';
import type { SessionErrorReason } from './SessionError';

/** How long a first joining is tried before it is reported as failed, in milliseconds. */
const FIRST_JOIN = 15_000;
/**
 * `rejoining` after a reload: no person waits for an answer, so nothing that may pass ends it. `routes`: which ones there
 * are to dial.
 */
export function begin(
  attendeeId: string,
  { rejoining, routes }: { rejoining: boolean; routes: Routes },
  deps: ConnectionDeps
): Step {
  const ctx: Context = {
    attendeeId,
    lastSeen: null,
    outageSince: deps.now,
    due: {
      p2p: routes === 'relay' ? Infinity : deps.now,
      relay: routes === 'direct' ? Infinity : deps.now + (routes === 'both' ? TIMES.relayAfter : 0),
    },
    first: routes === 'relay' ? 'relay' : 'p2p',
    lastAttempt: 0,
    absentSince: null,
    attempts: new Map(),
    invitedAt: null,
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
      return state.kind === 'live'
        ? [state, []]
        : dialIfDue(withCtx(state, { due: dueFrom(deps.now, state.ctx) }), deps);
    case 'invited':
      return state.kind === 'live' && state.link === input.attempt && state.route === 'relay'
        ? dialDirect(state, deps)
        : [state, []];
    case 'opened':
      return state.kind === 'live' && input.route === 'relay'
        ? forget(state, input.attempt)
        : advance(withRoute(state, input.attempt, input.route), input.attempt, 'verifying', deps);
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
  const { ctx } = state;
  const times = [...ctx.attempts.values()].map((attempt) => expiry(attempt, ctx));
  if (state.kind === 'live') {
    return Math.min(...times, (ctx.lastSeen ?? 0) + TIMES.suspect);
  }
  if (!isAsking(ctx)) {
    times.push(ctx.due.p2p, ctx.due.relay);
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

function onWake(state: OpenState, deps: ConnectionDeps): Step {
  const { ctx } = state;
  if (state.kind === 'live') {
    if (deps.now < (ctx.lastSeen ?? 0) + TIMES.suspect) {
      return expire(state, deps);
    }
    const spread = Math.min(deps.people * TIMES.suspectJitterEach, TIMES.suspectJitter);
    const due = dueFrom(deps.now + deps.random() * spread, ctx);
    return dialIfDue({ ...state, kind: 'suspect', ctx: { ...ctx, outageSince: ctx.lastSeen, due } }, deps);
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
  const [expired, effects] = expire(state, deps);
  const [next, more] = dialIfDue(expired, deps);
  return [next, [...effects, ...more]];
}

function expire(state: OpenState, deps: ConnectionDeps): [OpenState, ConnectionEffect[]] {
  const { ctx } = state;
  const over = [...ctx.attempts].filter(([, attempt]) => deps.now >= expiry(attempt, ctx)).map(([id]) => id);
  const attempts = new Map([...ctx.attempts].filter(([id]) => !over.includes(id)));
  const lastFailure = over.length > 0 ? 'connect-failed' : ctx.lastFailure;
  return [settle(withCtx(state, { attempts, lastFailure })), over.map((attempt) => ({ type: 'abandon', attempt }))];
}

/** Beside a live link an attempt that comes to nothing matters to nobody. */
function forget(state: OpenState, id: number): Step {
  if (isLink(state, id)) {
    return [state, []];
  }
  const attempts = new Map(state.ctx.attempts);
  const next = attempts.delete(id) ? withCtx(state, { attempts }) : state;
  return [next, [{ type: 'abandon', attempt: id }]];
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
  if (!attempt || state.kind === 'live') {
    return forget(state, id);
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
    first: attempt.route,
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
  const attempt = state.ctx.attempts.get(id);
  if (!attempt) {
    return [state, []];
  }
  if (state.kind === 'live') {
    return forget(state, id);
  }
  // While a link may still be heard, what a second one is refused for does not matter yet.
  if (state.kind !== 'suspect' && (FATAL.has(reason) || (isFirstJoining(state.ctx) && FATAL_AT_FIRST.has(reason)))) {
    return end(state, reason);
  }
  const attempts = new Map(state.ctx.attempts);
  attempts.delete(id);
  const next = withCtx(state, { attempts, lastFailure: reason });
  const effects: ConnectionEffect[] = [{ type: 'abandon', attempt: id }];
  if (ABSENT.has(reason)) {
    const absent = { ...next.ctx, absentSince: next.ctx.absentSince ?? deps.now };
    const ctx = { ...absent, due: dueInAbsence(absent, attempt.route, deps) };
    // A silent link may be heard again, by the relay even from a presenter who comes back.
    return [next.kind === 'suspect' ? { ...next, ctx } : settle({ kind: 'waiting', ctx }), effects];
  }
  return [settle(next), effects];
}

function onHeard(state: OpenState, id: number, deps: ConnectionDeps): Step {
  if ((state.kind !== 'live' && state.kind !== 'suspect') || state.link !== id) {
    return [state, []];
  }
  if (state.kind === 'live') {
    return [withCtx(state, { lastSeen: deps.now }), []];
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
    due: state.kind === 'live' ? dueFrom(deps.now, state.ctx) : state.ctx.due,
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

function withRoute(state: OpenState, id: number, route: AttemptRoute | undefined): OpenState {
  const attempt = state.ctx.attempts.get(id);
  return attempt && route
    ? withCtx(state, { attempts: new Map(state.ctx.attempts).set(id, { ...attempt, route }) })
    : state;
}
