/** Seeded rooms in a row: what the simulation's tests and `npm run sim` run. */
import { Inbox } from '../session/Inbox';
import type { InboxFactory } from './Room';
import { simulate, type SimulationResult } from './simulate';

/** Things that happen in a room. */
const STEPS = 30;

export const oneRoom = (seed: number, makeInbox: InboxFactory = (last) => new Inbox(last), forgetful = false) =>
  simulate({ seed, makeInbox, steps: STEPS, forgetful });

/** Throws with what happened in the first room that is not as it should be. */
export async function mustHold(seeds: Iterable<number>): Promise<void> {
  for (const seed of seeds) {
    const { violations, operations } = await oneRoom(seed);
    if (violations.length > 0) {
      throw new Error(`seed ${seed}: ${operations.join(' ')}\n${JSON.stringify(violations, null, 2)}`);
    }
  }
}

export async function firstBad(
  seeds: Iterable<number>,
  makeInbox?: InboxFactory,
  forgetful = false
): Promise<SimulationResult | null> {
  for (const seed of seeds) {
    const result = await oneRoom(seed, makeInbox, forgetful);
    if (result.violations.length > 0) {
      return result;
    }
  }
  return null;
}

/** `count` seeds from `first` on. */
export const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
