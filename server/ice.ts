/** ICE servers with credentials that coturn checks by itself. */
import { createHmac, randomBytes } from 'node:crypto';
import { Router } from 'express';
import type { IceResponse } from '../src/protocol/directoryApi';
import { ApiFailure } from './apiError';
import { handle } from './asyncHandler';
import type { Clock } from './clock';
import type { ServerConfig } from './config';
import type { Directory } from './directory';
import { liveToken } from './guards';
import { SERVER_LIMITS } from './serverLimits';
import type { Tickets } from './tickets';

export interface IceRouteDeps {
  config: Pick<ServerConfig, 'turnUrls' | 'turnSecret'>;
  tickets: Tickets;
  directory: Directory;
  clock: Clock;
}

/** `GET /`: needs a ticket, which is not used up, or a directory token, of a session that exists. */
export function iceRoutes({ config, tickets, directory, clock }: IceRouteDeps): Router {
  const router = Router();
  router.get(
    '/',
    handle(async (request, response) => {
      const token = liveToken(request) ?? '';
      const holder = (await tickets.read(token)) ?? (await tickets.readDirectoryToken(token));
      if (!holder || !(await directory.holds(holder.session))) {
        throw new ApiFailure('unauthorized', 'A ticket or a directory token is needed.');
      }
      response.json(iceServers(config, Math.floor(clock.wall() / 1000), randomBytes(8).toString('hex')));
    })
  );
  return router;
}

/**
 * coturn's use-auth-secret scheme (draft-uberti-behave-turn-rest-00): the username is `EXPIRY:USER` with the expiry in
 * seconds since 1970, the password is base64 of HMAC-SHA1(secret, username). STUN servers need no credentials.
 */
export function iceServers(
  config: Pick<ServerConfig, 'turnUrls' | 'turnSecret'>,
  nowSeconds: number,
  user: string
): IceResponse {
  const stun = config.turnUrls.filter((url) => url.startsWith('stun'));
  const turn = config.turnUrls.filter((url) => url.startsWith('turn'));
  const iceServers: IceResponse['iceServers'] = stun.length > 0 ? [{ urls: stun }] : [];
  if (turn.length > 0 && config.turnSecret !== null) {
    const username = `${nowSeconds + SERVER_LIMITS.turnSeconds}:${user}`;
    const credential = createHmac('sha1', config.turnSecret).update(username).digest('base64');
    iceServers.push({ urls: turn, username, credential });
  }
  return { iceServers, ttl: SERVER_LIMITS.turnSeconds };
}
