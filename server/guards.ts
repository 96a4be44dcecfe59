/** What every request must pass before an endpoint sees it. Pure checks, and express handlers made of them. */
import { isIP } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { ApiFailure } from './apiError';
import { isPublic, type ServerConfig } from './config';

/**
 * Whether a request may be addressed to this host name. IP addresses and localhost always: a page that reaches this
 * server by DNS rebinding has the attacker's own name in its Host header.
 */
export function isKnownHost(header: string | undefined, config: ServerConfig): boolean {
  if (!header || !URL.canParse(`http://${header}`)) {
    return false;
  }
  const name = new URL(`http://${header}`).hostname.toLowerCase();
  const own = [...config.allowedHosts, config.host, ...(config.publicUrl ? [new URL(config.publicUrl).hostname] : [])];
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === 'localhost' || own.some((each) => each.toLowerCase() === name)
  );
}

/** Browsers name the page's origin on every call that can do harm; Grafana's proxy and programs send none. */
export function isAllowedOrigin(header: string | undefined, config: ServerConfig): boolean {
  return header === undefined || config.allowedOrigins.includes(header);
}

/**
 * Whether a page of this server itself asks: one of its PUBLIC_URL, or, without such a one for others than this machine, of the
 * very host and port that it was asked by.
 */
export function isOwnOrigin(header: string, host: string | undefined, config: ServerConfig): boolean {
  const { publicUrl } = config;
  if (!isKnownHost(host, config)) {
    return false;
  }
  const isDirect = publicUrl === null || !isPublic(config);
  return (
    header === (publicUrl && new URL(publicUrl).origin) || (isDirect && header === `http://${host?.toLowerCase()}`)
  );
}

/** `ownPages`: this server's own pages call there, too. */
export function checkHostAndOrigin(config: ServerConfig, { ownPages = false } = {}): RequestHandler {
  return (request, _response, next) => {
    if (!isKnownHost(request.headers.host, config)) {
      throw new ApiFailure('forbidden', 'This server is not known by that host name; see ALLOWED_HOSTS.');
    }
    const { origin, host } = request.headers;
    const isOwn = ownPages && origin !== undefined && isOwnOrigin(origin, host, config);
    if (!isOwn && !isAllowedOrigin(origin, config)) {
      throw new ApiFailure('forbidden', 'Pages of this origin may not call this server; see ALLOWED_ORIGINS.');
    }
    next();
  };
}

/** A form on another page can post text but not JSON without asking first (CORS preflight). */
export const requireJson: RequestHandler = (request, _response, next) => {
  if ((request.method === 'POST' || request.method === 'PUT') && !request.is('application/json')) {
    throw new ApiFailure('bad-request', 'The body must be application/json.', 415);
  }
  next();
};

/** Refuses what a page of another origin asked for, read or not. */
export const refuseCrossOrigin: RequestHandler = (request, _response, next) => {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin !== undefined || (site !== undefined && site !== 'none' && site !== 'same-origin')) {
    throw new ApiFailure('forbidden', 'Not for pages of other origins.');
  }
  next();
};

/**
 * Pictures, scripts and frames are fetched without an Origin, so that any page could use up what this address may get wrong.
 * Calls of pages that may call name their origin; Grafana's proxy passes on that its own page asked.
 */
export const refuseBlindCalls: RequestHandler = (request, _response, next) => {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin === undefined && (site === 'cross-site' || site === 'same-site')) {
    throw new ApiFailure('forbidden', 'Pages of other sites may not call this server unnamed.');
  }
  next();
};

/** The token of `Authorization: Bearer TOKEN`. */
export function bearer(request: Request): string | null {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** The caller's own token: in `X-Live-Token` where Grafana's proxy puts the API key into Authorization, else there. */
export function liveToken(request: Request): string | null {
  return request.get('x-live-token') ?? bearer(request);
}
