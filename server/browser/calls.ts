/** What the shared browser's endpoints have in common: which session is meant, who asks, and how failures are answered. */
import type { Request } from 'express';
import type { BrowserUser } from '../../src/protocol/browserApi';
import { normaliseCode } from '../../src/protocol/shareCode';
import { ApiFailure } from '../apiError';
import { liveToken } from '../guards';
import type { MinuteLimit } from '../stores/MinuteLimit';
import { ProviderFailure } from './provider';
import type { SharedSession } from './SharedSession';
import type { SharedSessions } from './SharedSessions';

/** How many seconds somebody is to wait who was told that the provider has no room just now. */
const BUSY_FOR = 30;

export type Found = { ok: true; session: SharedSession } | { ok: false; why: 'not-found' | 'too-many' };

/**
 * The session that a code as people type it opens. Who guesses is held up; who was in it already never is by their neighbours.
 * `who` is the address or login that is counted against.
 */
export async function findSession(
  { sessions, wrongCodes }: { sessions: SharedSessions; wrongCodes: MinuteLimit },
  { typed, token, who }: { typed: string; token: string | null; who: string }
): Promise<Found> {
  const code = normaliseCode(typed);
  const session = code === null ? null : sessions.byCode(code);
  if (session && token !== null && session.knows(token)) {
    return { ok: true, session };
  }
  // Counted first and given back: what is only looked at is passed by all calls of one piece together.
  if (!(await wrongCodes.take(who))) {
    return { ok: false, why: 'too-many' };
  }
  if (!session || session.isOver) {
    return { ok: false, why: 'not-found' };
  }
  await wrongCodes.giveBack(who);
  return { ok: true, session };
}

/** Throws an ApiFailure. */
export function orFail(found: Found): SharedSession {
  if (!found.ok) {
    throw found.why === 'too-many'
      ? new ApiFailure('too-many', 'Too many wrong codes from this address; wait a minute.')
      : new ApiFailure(
          'not-found',
          'No shared browser has this code, or it is over. A code has six letters and digits.'
        );
  }
  return found.session;
}

/** Who is in the session and asks. Throws an ApiFailure. */
export function memberOf(session: SharedSession, request: Request): BrowserUser {
  const token = liveToken(request);
  const user = token === null ? null : session.userOf(token);
  if (user) {
    return user;
  }
  if (token !== null && session.isRemoved(token)) {
    throw new ApiFailure('forbidden', 'You were removed from this shared browser.');
  }
  throw new ApiFailure('unauthorized', 'The token is missing or not of somebody in this session; join it first.');
}

/** Throws an ApiFailure for who is not the creator. */
export function creatorOf(session: SharedSession, request: Request, what: string): BrowserUser {
  const user = memberOf(session, request);
  if (session.terms.kind === 'live') {
    throw new ApiFailure('forbidden', `In a live session its presenter may ${what}, by the session's own calls.`);
  }
  if (!user.isCreator) {
    throw new ApiFailure('forbidden', `Only who created the session may ${what}.`);
  }
  return user;
}

/** Answers a provider's failure; rejects with anything else as it is. */
export async function withProvider<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ProviderFailure)) {
      throw error;
    }
    switch (error.kind) {
      case 'unavailable':
        throw new ApiFailure('no-browser', error.message);
      case 'failed':
        throw new ApiFailure('browser-failed', error.message);
      case 'busy':
        throw new ApiFailure('too-many', error.message, undefined, BUSY_FOR);
    }
  }
}
