/** Who calls the API: with the server's key, through Grafana's proxy under a login, or from an address. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ApiFailure } from './apiError';
import { grafanaUser, type GrafanaUser } from './grafanaUser';
import { bearer } from './guards';

export interface Callers {
  /** Lets pass who has the key, where there is one, and is somebody in particular. */
  requireApiKey: RequestHandler;
  of(request: Request): GrafanaUser;
  /** Behind Grafana's proxy a whole company has one address; a login stands for one person. */
  limitedAs(request: Request): string;
}

/** `addressOf` gives the address to count limits against. */
export function callersBy(apiKey: string | null, addressOf: (request: Request) => string): Callers {
  const hasKey = (request: Request) => apiKey !== null && sameText(bearer(request) ?? '', apiKey);
  /** Anybody may send Grafana's headers; only with the key are they Grafana's. */
  const of = (request: Request): GrafanaUser => (hasKey(request) ? grafanaUser(request) : { kind: 'unsaid' });
  return {
    of,
    requireApiKey: (request, _response, next) => {
      if (apiKey !== null && !hasKey(request)) {
        throw new ApiFailure('unauthorized', 'The API key is missing or wrong.');
      }
      if (of(request).kind === 'anonymous') {
        throw new ApiFailure('forbidden', 'Sign in to Grafana first: anonymous users cannot use live sessions.');
      }
      next();
    },
    limitedAs: (request) => {
      const caller = of(request);
      return caller.kind === 'user' ? `login ${caller.login}` : addressOf(request);
    },
  };
}

/** Takes the same time wherever the texts differ. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
