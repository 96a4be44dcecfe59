/** Where this server keeps what it knows, as its configuration says. */
import type { Logger } from 'pino';
import { systemClock } from './clock';
import type { ServerConfig } from './config';
import { memoryStores } from './memory/memoryStores';
import { redisStores } from './redis/redisStores';
import type { Stores } from './stores/Stores';

/** Rejects with RedisUnavailable or AnotherSecret, whose messages are for whoever started the server. */
export async function openStores(
  { redisUrl }: Pick<ServerConfig, 'redisUrl'>,
  serverSecret: string,
  log: Logger
): Promise<Stores> {
  return redisUrl === null ? memoryStores(systemClock) : redisStores(redisUrl, serverSecret, log);
}

/** For the log, once the server runs. */
export const SAID_OF_STORES: Record<Stores['kind'], string> = {
  memory: 'everything is kept in memory: this server stands alone; REDIS_URL is for several',
  redis: 'what servers share is kept in Redis',
};
