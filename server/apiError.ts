/** Refusals of the HTTP API as JSON, one shape for all of them. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ApiError } from '../src/protocol/directoryApi';
import type { Metrics } from './metrics';
import { StoreFailure } from './stores/Stores';

/** What only the shared browser answers: none can be had here, or whatever runs it has failed. */
type Reason = ApiError['error'] | 'no-browser' | 'browser-failed';

const STATUS: Record<Reason, number> = {
  'bad-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'lease-held': 409,
  superseded: 409,
  locked: 423,
  'too-many': 429,
  full: 503,
  internal: 500,
  'no-browser': 503,
  'browser-failed': 502,
};

/** Thrown by a handler to answer with a refusal; the status follows from the reason unless one is given. */
export class ApiFailure extends Error {
  readonly status: number;

  constructor(
    readonly reason: Reason,
    details: string,
    status?: number,
    /** After how many seconds to try again; said with 429, where a minute is the default: limits count in minutes. */
    readonly retryAfter = 60
  ) {
    super(details);
    this.name = 'ApiFailure';
    this.status = status ?? STATUS[reason];
  }
}

export const answerNotFound: RequestHandler = () => {
  throw new ApiFailure('not-found', 'There is nothing at this address.');
};

/** Answers what was thrown; anything unexpected is logged and answered without its details. */
export function answerFailure(log: Logger, metrics: Metrics): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const failure = error instanceof ApiFailure ? error : (storeFailure(error) ?? bodyFailure(error));
    if (!failure) {
      log.error({ err: error }, 'request failed');
    } else if (failure.status === 413) {
      // What is left of a too large body is not read.
      response.set('Connection', 'close');
    }
    if (failure?.status === 429) {
      response.set('Retry-After', String(failure.retryAfter));
    }
    metrics.refusedCalls.add(failure?.reason ?? 'internal');
    const answer: { error: Reason; details: string } = failure
      ? { error: failure.reason, details: failure.message }
      : { error: 'internal', details: 'The session server failed; its log says more.' };
    response.status(failure?.status ?? 500).json(answer);
  };
}

/** That the store is away is logged once, where it is noticed, and not for each call. */
function storeFailure(error: unknown): ApiFailure | null {
  return error instanceof StoreFailure
    ? new ApiFailure('internal', 'The session server cannot reach its store just now.', 503)
    : null;
}

/** Failures of express's own body parser carry a status and a type, and a message that may quote the body. */
function bodyFailure(error: unknown): ApiFailure | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') {
    return null;
  }
  if (error.status === 413) {
    return new ApiFailure('bad-request', 'The body is too large.', 413);
  }
  return error.status >= 400 && error.status < 500
    ? new ApiFailure('bad-request', 'The request cannot be read.', error.status)
    : null;
}
