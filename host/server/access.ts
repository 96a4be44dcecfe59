import type { Request, RequestHandler } from 'express';
import { asLogin, cookieLogin, DEFAULT_LOGIN, LOGIN_HEADER, PEOPLE, type Person } from '../people';

/** Who sends `request`; null for a login that does not exist. */
export function personOf(request: Request): Person | null {
  const header = request.get(LOGIN_HEADER);
  const login = header === undefined ? (cookieLogin(request.get('cookie') ?? '') ?? DEFAULT_LOGIN) : asLogin(header);
  return login === null ? null : PEOPLE[login];
}

/** Answers 401 to unknown logins. */
export const signedIn: RequestHandler = (request, response, next) => {
  if (personOf(request) === null) {
    response.status(401).json({ message: 'Unauthorized' });
    return;
  }
  next();
};

/** Answers 403, worded as Grafana does, to people without `permission`. */
export function needs(permission: string): RequestHandler {
  return (request, response, next) => {
    if (!personOf(request)?.permissions.includes(permission)) {
      response.status(403).json({
        title: 'Access denied',
        message: `You'll need additional permissions to perform this action. Permissions needed: ${permission}`,
      });
      return;
    }
    next();
  };
}

/** Refuses what a page of another origin sends: Grafana's cross-site check. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  const origin = request.get('origin');
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.get('host'))) {
    response.status(403).json({ message: 'origin not allowed' });
    return;
  }
  next();
};
