/** Both places where servers keep what they share, for the one suite that both pass, with time that a test moves. */
import type { Stores } from '../stores/Stores';
import { createLog } from '../log';
import { memoryStores } from '../memory/memoryStores';
import { redisStores } from '../redis/redisStores';
import { FakeClock } from './fakeClock';
import { describeWithRedis, redisTitle, RedisServer } from './redisServer';

export interface StoresOnTrial {
  stores: Stores;
  /** As a second server sees them; the same, where there can only be one. */
  others: Stores;
  clock: FakeClock;
  /** Lets time pass for everything that is kept. */
  advance(ms: number): Promise<void>;
  end(): Promise<void>;
}

const SECRET = 's'.repeat(32);

function inMemory(): StoresOnTrial {
  const clock = new FakeClock();
  const stores = memoryStores(clock);
  return { stores, others: stores, clock, advance: async (ms) => clock.advance(ms), end: () => stores.close() };
}

async function inRedis(server: RedisServer): Promise<StoresOnTrial> {
  await server.look((client) => client.flushAll());
  const clock = new FakeClock();
  const log = createLog('silent');
  const stores = await redisStores(server.url, SECRET, log);
  const others = await redisStores(server.url, SECRET, log);
  return {
    stores,
    others,
    clock,
    async advance(ms) {
      clock.advance(ms);
      await server.look((client) => age(client, ms));
    },
    end: async () => void (await Promise.all([stores.close(), others.close()])),
  };
}

type Client = Parameters<Parameters<RedisServer['look']>[0]>[0];

/** Redis's clock cannot be moved, so everything that it keeps is made older. */
async function age(client: Client, ms: number): Promise<void> {
  for (const key of await client.keys('*')) {
    if ((await client.type(key)) === 'zset' && /:(sessions|away)$/.test(key)) {
      for (const value of await client.zRange(key, 0, -1)) {
        await client.zIncrBy(key, -ms, value);
      }
    }
    if (/:session:/.test(key)) {
      const session: Record<string, unknown> = JSON.parse((await client.get(key)) ?? '{}');
      const older = { ...session, leaseUntil: Math.max(0, Number(session.leaseUntil) - ms) };
      await client.set(key, JSON.stringify(older), { expiration: 'KEEPTTL' });
    }
    const left = await client.pTTL(key);
    if (left >= 0) {
      await client.pExpire(key, left - ms);
    }
  }
}

/** The same tests for each kind; `onTrial` gives what the running test has to itself. */
export function describeStores(title: string, tests: (onTrial: () => StoresOnTrial) => void): void {
  let trial: StoresOnTrial;
  describe(`${title}, in memory`, () => {
    beforeEach(() => {
      trial = inMemory();
    });
    afterEach(() => trial.end());
    tests(() => trial);
  });
  describeWithRedis(redisTitle(`${title}, in Redis`), () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await RedisServer.start();
    });
    beforeEach(async () => {
      trial = await inRedis(server);
    });
    afterEach(() => trial.end());
    afterAll(() => server.stop());
    tests(() => trial);
  });
}
