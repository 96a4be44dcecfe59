/** Looks at the page that nobody waits for, one after the other, so that a guide with many costly ones leaves the page usable. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';

/** Milliseconds of looking in one go. */
const MOST_AT_ONCE = 50;
/** The page gets this many times as long as it was kept from its work, at most so many milliseconds. */
const REST = { times: 4, most: 4_000 } as const;

/** @returns what makes looks of the given kind wait for their turn; a look that fails lets the next one begin */
export function restedLooks<S>(look: (source: S) => Promise<boolean>, clock: Clock): (source: S) => Promise<boolean> {
  const never = new AbortController().signal;
  let last: Promise<unknown> = Promise.resolve();
  let spent = 0;
  let ended = clock.now();
  const turn = async (source: S): Promise<boolean> => {
    spent = Math.max(0, spent - (clock.now() - ended) / REST.times);
    if (spent > MOST_AT_ONCE) {
      await wait(clock, Math.min(REST.times * spent, REST.most), never);
      spent = 0;
    }
    const began = clock.now();
    try {
      return await look(source);
    } finally {
      ended = clock.now();
      spent += ended - began;
    }
  };
  return (source) => {
    const mine = last.then(() => turn(source));
    last = mine.catch(() => undefined);
    return mine;
  };
}
