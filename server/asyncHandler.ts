import type { Request, RequestHandler, Response } from 'express';

/** Express 4 does not see a rejected promise by itself. */
export function handle(handler: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    handler(request, response).catch(next);
  };
}
