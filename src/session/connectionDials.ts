/** When an attendee's connection dials, by which route, and for how long an attempt may take. Pure; SPEC.md, CON-2, CON-3, CON-15. */
import { TIMES } from '../protocol/limits';
import {
  hasOpened,
  isAsking,
  isFirstJoining,
  withCtx,
  type AttemptRoute,
  type Attempt,
  type ConnectionDeps,
  type ConnectionEffect,
  type ConnectionState,
  type Context,
  type OpenState,
  type Step,
} from './connectionState';

/** A first joining is not pressed for time as an outage is: overlapping attempts of a whole room would only slow it. */
const FIRST_ATTEMPT = 6_000;

export function expiry(attempt: Attempt, ctx: Context): number {
  if (attempt.phase === 'admitting') {
    return attempt.since + TIMES.attendeeAway;
  }
  if (attempt.phase !== 'dialing') {
    return attempt.since + TIMES.handshake;
  }
  // Nor is who moves over from a link that works.
  const hurried = (ctx.wasLive && ctx.outageSince !== null) || ctx.askedSince !== null;
  return attempt.since + (hurried ? TIMES.attempt : FIRST_ATTEMPT);
}

/** The first route at `start`, the other when that has had its time. */
export function dueFrom(start: number, { first, due }: Context): Context['due'] {
  const second = first === 'p2p' ? 'relay' : 'p2p';
  const offered = (route: AttemptRoute, at: number) => (due[route] === Infinity ? Infinity : at);
  return { ...due, [first]: offered(first, start), [second]: offered(second, start + TIMES.relayAfter) };
}

/** An attempt on each route whose time has come; the time of the next depends on how old the outage is. */
export function dialIfDue(state: OpenState, deps: ConnectionDeps): Step {
  const effects: ConnectionEffect[] = [];
  let next = state;
  for (const route of ['p2p', 'relay'] as const) {
    const { ctx } = next;
    if (next.kind === 'live' || isAsking(ctx) || deps.now < ctx.due[route]) {
      continue;
    }
    // The first route is on its way already, only slower than usual, as when a whole room comes at once.
    const wait = route !== ctx.first && hasOpened(ctx);
    const due = { ...ctx.due, [route]: deps.now + (wait ? TIMES.relayAfter : attemptInterval(next, deps)) };
    if (wait) {
      next = withCtx(next, { due });
      continue;
    }
    const id = ctx.lastAttempt + 1;
    const attempts = new Map(ctx.attempts).set(id, { route, phase: 'dialing', since: deps.now });
    next = withCtx(next, { attempts, due, lastAttempt: id });
    effects.push({ type: 'dial', attempt: id, route });
  }
  return [next, effects];
}

/**
 * One attempt beside the live link, which stays until another has joined; none while one is under way, nor soon after one:
 * each costs this page a connection, and Grafana and the session server a call (SPEC CON-16).
 */
export function dialDirect(state: OpenState, deps: ConnectionDeps): Step {
  const { ctx } = state;
  const soon = ctx.invitedAt !== null && deps.now < ctx.invitedAt + TIMES.invitation;
  if (soon || ctx.attempts.size > 0 || ctx.due.p2p === Infinity) {
    return [state, []];
  }
  const id = ctx.lastAttempt + 1;
  const attempts = new Map(ctx.attempts).set(id, { route: 'p2p' as const, phase: 'dialing' as const, since: deps.now });
  const next = withCtx(state, { attempts, lastAttempt: id, invitedAt: deps.now });
  return [next, [{ type: 'dial', attempt: id, route: 'p2p' }]];
}

/** An attempt of the first route was told that nobody presents: for a while the next one is due sooner than otherwise. */
export function dueInAbsence(ctx: Context, route: AttemptRoute, deps: ConnectionDeps): Context['due'] {
  if (route !== ctx.first || deps.now - (ctx.absentSince ?? deps.now) >= TIMES.freshAbsence) {
    return ctx.due;
  }
  const pause = Math.max(deps.people * TIMES.absentAttemptEach, TIMES.absentAttemptLeast);
  return { ...ctx.due, [route]: Math.min(ctx.due[route], deps.now + pause) };
}

function attemptInterval(state: ConnectionState, deps: ConnectionDeps): number {
  const { ctx } = state;
  if (isFirstJoining(ctx)) {
    return FIRST_ATTEMPT / 2;
  }
  const age = deps.now - (ctx.outageSince ?? deps.now);
  return age < TIMES.freshOutage ? TIMES.attemptEvery : TIMES.slowAttempt * (0.5 + deps.random());
}
