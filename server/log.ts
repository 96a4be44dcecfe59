/** Structured logs: one line a lifecycle change at info, one a request at debug. Never codes, names, tickets or SDP. */
import type { RequestHandler } from 'express';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config';

/** To standard error, so that the banner keeps standard output to itself; at once, so that the last line is there, too. */
export function createLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true })
): Logger {
  return pino({ level, base: undefined }, destination);
}

/** One line a request: the route's pattern and not its path, which names the session's code. */
export function logRequests(log: Logger, now: () => number): RequestHandler {
  return (request, response, next) => {
    const started = now();
    response.once('close', () => {
      const route: unknown = request.route?.path;
      const line = {
        method: request.method,
        route: typeof route === 'string' ? `${request.baseUrl.split('/').slice(0, 3).join('/')}${route}` : null,
        status: response.statusCode,
        ms: Math.round(now() - started),
      };
      if (response.statusCode >= 500) {
        log.warn(line, 'request');
      } else {
        log.debug(line, 'request');
      }
    });
    next();
  };
}
