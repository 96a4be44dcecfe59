/** What the endpoints of a session's presenter have in common: who calls, what the body says, what the directory says to it. */
import type { Request } from 'express';
import type { z } from 'zod';
import { ApiFailure } from './apiError';
import type { DirectoryRefusal, Outcome } from './directory';
import { liveToken } from './guards';
import type { DirectoryClaims, Tickets } from './tickets';

export const REFUSALS: Record<DirectoryRefusal, string> = {
  'not-found': 'No session has this code.',
  forbidden: 'This attendee is somebody else.',
  'lease-held': 'Another page is presenting this session.',
  superseded: 'The session is presented by another page now.',
  locked: 'The presenter has locked the session: nobody new comes in.',
  'bad-request': 'The request does not fit the session.',
  full: 'The directory is full.',
};

/** Whose directory token the request carries. Rejects with an ApiFailure. */
export async function presenterOf(tickets: Tickets, request: Request): Promise<DirectoryClaims> {
  const token = liveToken(request);
  const claims = token === null ? null : await tickets.readDirectoryToken(token);
  if (!claims || claims.code !== request.params.code) {
    throw new ApiFailure('unauthorized', 'The directory token is missing or not for this session.');
  }
  return claims;
}

/** Throws an ApiFailure that names the fields. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the value');
    throw new ApiFailure('bad-request', `Malformed: ${[...new Set(fields)].join(', ')}.`.slice(0, 500));
  }
  return parsed.data;
}

/** Throws an ApiFailure for a refusal. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) {
    throw new ApiFailure(outcome.refusal, REFUSALS[outcome.refusal]);
  }
  return outcome.value;
}
