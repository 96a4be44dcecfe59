/** Rounds of one target, one after the other, with what it costs measured: heap and handles must not grow with the frames. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Tally } from './Tally';
import type { Target } from './target';

/** Rounds before the first measurement: what is compiled, cached and filled to a bound by then stays. */
const WARM_UP = 0.1;
/** What the heap may have grown by between warm-up and end, in bytes: less than a record of 100 bytes for each of 100,000 frames. */
const HEAP_GROWTH = 8 * 1024 * 1024;
/** So many more of a kind may be there: who is honest has a timer more or less from moment to moment. One for each round is more. */
const SPARE_HANDLES = 3;
/** As `givenBack` below. */
const GIVEN_BACK = 10_000;

function collector(): () => void {
  if (globalThis.gc) {
    return globalThis.gc;
  }
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Sockets, timers and whatever else keeps the process up, by kind. */
function handles(): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

/** Bytes in use after everything that can go has gone. */
async function heap(): Promise<number> {
  const collect = collector();
  for (let times = 0; times < 3; times++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/** Kinds of which there are more than there were, once what is on its way out has gone. */
async function moreHandles(before: Map<string, number>, givenBack: number): Promise<string[]> {
  const more = () =>
    [...handles()]
      .filter(([kind, count]) => kind !== 'Immediate' && count > (before.get(kind) ?? 0) + SPARE_HANDLES)
      .map(String);
  for (const limit = Date.now() + givenBack; more().length > 0 && Date.now() < limit;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return more();
}

const told = (error: unknown) => (error instanceof Error ? String(error.stack) : String(error));

export interface Growth {
  /** Bytes. */
  heap: number;
  /** Kinds of handles of which there are more, with how many. */
  handles: string[];
}

/**
 * Runs until the target has had `frames` frames, with the seeds `seed`, `seed + 1` and so on, or until something is found.
 * An exception that nobody caught is a finding, too.
 * @param givenBack milliseconds within which sockets that were ended are gone
 */
export async function runRounds(
  target: Target,
  frames: number,
  seed: number,
  tally: Tally,
  progress: (frames: number) => void = () => {},
  givenBack = GIVEN_BACK
): Promise<Growth> {
  const uncaught = (error: unknown) => tally.find(`uncaught: ${told(error)}`);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  try {
    let before: { heap: number; handles: Map<string, number> } | null = null;
    let next = seed;
    for (let done = 0; done < frames && tally.findings.length === 0; done = tally.total(target.name).frames) {
      if (before === null && done >= WARM_UP * frames) {
        before = { heap: await heap(), handles: handles() };
      }
      tally.begin(target.name, next);
      await target.round(next++, tally).catch((error: unknown) => tally.find(`threw ${told(error)}`));
      progress(tally.total(target.name).frames);
    }
    const growth = {
      heap: before ? (await heap()) - before.heap : 0,
      handles: before ? await moreHandles(before.handles, givenBack) : [],
    };
    if (growth.heap > HEAP_GROWTH) {
      tally.find(`the heap grew by ${growth.heap} bytes`);
    }
    if (growth.handles.length > 0) {
      tally.find(`there are more handles: ${growth.handles.join(' ')}`);
    }
    return growth;
  } finally {
    process.off('uncaughtException', uncaught);
    process.off('unhandledRejection', uncaught);
  }
}
