/** `GET /api/offers`: which optional parts this server runs. Told to every page of an allowed origin: it is no secret. */
import { Router } from 'express';
import type { Offers } from '../src/protocol/directoryApi';
import type { ServerConfig } from './config';

export type Part = keyof Offers;

/** Parts that this version has. What the configuration asks for beyond them is warned about at start and not offered. */
export const PARTS: ReadonlySet<Part> = new Set(['relay', 'terminal', 'browser']);

export function offersOf(config: Pick<ServerConfig, Part>, parts: ReadonlySet<Part>): Offers {
  const offered = (part: 'terminal' | 'browser') => config[part] && parts.has(part);
  return {
    relay: config.relay !== 'off' && parts.has('relay'),
    terminal: offered('terminal'),
    browser: offered('browser'),
  };
}

export function offersRoutes(config: Pick<ServerConfig, Part>): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json(offersOf(config, PARTS));
  });
  return router;
}
