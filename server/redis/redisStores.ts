/** Everything in Redis, for any number of servers. */
import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { CountedLimit } from '../stores/CountedLimit';
import type { Stores } from '../stores/Stores';
import { keyOf } from './keys';
import { Redis } from './Redis';
import { RedisExchange } from './RedisExchange';
import { RedisRooms } from './RedisRooms';
import { RedisSessions } from './RedisSessions';
import { RedisTickets } from './RedisTickets';

/** The servers at this Redis do not have the same SERVER_SECRET. */
export class AnotherSecret extends Error {
  constructor() {
    super('SERVER_SECRET differs from that of the other servers at this Redis.');
    this.name = 'AnotherSecret';
  }
}

const SAME_SECRET = `
  redis.call('SET', KEYS[1], ARGV[1], 'NX')
  return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0`;

/** Rejects with RedisUnavailable or AnotherSecret. */
export async function redisStores(url: string, serverSecret: string, log: Logger): Promise<Stores> {
  const redis = await Redis.connect(url, log);
  const mark = createHmac('sha256', serverSecret).update('servers at one Redis').digest('hex');
  const sameSecret = async () => (await redis.run(SAME_SECRET, [keyOf('secret')], [mark])) === 1;
  let agrees: boolean;
  try {
    agrees = await sameSecret();
  } catch (error) {
    redis.close();
    throw error;
  }
  if (!agrees) {
    redis.close();
    throw new AnotherSecret();
  }
  redis.onBack(() => {
    sameSecret().then(
      (same) => {
        agrees = same;
        if (!same) {
          log.error(new AnotherSecret().message);
        }
      },
      (error: unknown) => log.debug({ err: error }, 'not asked which secret the others have')
    );
  });
  return {
    kind: 'redis',
    get up() {
      return redis.up && agrees;
    },
    sessions: new RedisSessions(redis),
    tickets: new RedisTickets(redis),
    exchange: new RedisExchange(redis),
    rooms: new RedisRooms(redis),
    limit: (name, perMinute) => {
      const options = { points: perMinute, duration: 60 };
      return new CountedLimit(
        new RateLimiterRedis({
          ...options,
          storeClient: redis.limiterClient,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          keyPrefix: keyOf('limit', name),
          // Each server counts for itself while Redis is away.
          insuranceLimiter: new RateLimiterMemory(options),
        })
      );
    },
    onBack: (handler) => redis.onBack(handler),
    close: async () => redis.close(),
  };
}
