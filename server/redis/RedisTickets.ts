/** Used tickets, in Redis until they would have expired anyway, by Redis's clock. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { StoreFailure } from '../stores/Stores';
import type { TicketBook } from '../stores/TicketBook';
import { NOW } from './clock';
import { keyOf } from './keys';
import type { Redis } from './Redis';

/** A Redis that forgot which tickets were used has forgotten the run, too. */
const RUN = `${NOW}
  redis.call('SET', KEYS[1], ARGV[1], 'NX')
  return {redis.call('GET', KEYS[1]), now()}`;

const USE = `${NOW}
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return 0
  end
  local left = tonumber(ARGV[2]) - now()
  if left <= 0 then
    return 0
  end
  return redis.call('SET', KEYS[2], '', 'NX', 'PX', left) and 1 or 0`;

const RUN_KEY = keyOf('run');
const runSchema = z.tuple([z.instanceof(Buffer), z.number().int().positive()]);

export class RedisTickets implements TicketBook {
  constructor(private readonly redis: Redis) {}

  async run(): Promise<{ id: string; now: number }> {
    const run = runSchema.safeParse(await this.redis.run(RUN, [RUN_KEY], [randomBytes(16).toString('hex')]));
    if (!run.success) {
      throw new StoreFailure('Redis names no run');
    }
    return { id: run.data[0].toString('latin1'), now: run.data[1] };
  }

  async use({ id, run, expires }: { id: string; run: string; expires: number }): Promise<boolean> {
    return (await this.redis.run(USE, [RUN_KEY, keyOf('used', id)], [run, String(expires)])) === 1;
  }
}
