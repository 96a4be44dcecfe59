/** What a bench is, and how long it may take. */
import type { BenchResult, Figure } from './result';

/** What a bench opens is closed after it, last one first, also when it failed or ran out of time. */
export class Opened {
  private readonly closers: Array<() => Promise<unknown>> = [];
  private over = false;

  /** Rejects when everything was closed before this was open. */
  async use<T>(opening: Promise<T>, close: (opened: T) => Promise<unknown>): Promise<T> {
    const opened = await opening;
    if (this.over) {
      await close(opened);
      throw new Error('The bench is over.');
    }
    this.closers.push(() => close(opened));
    return opened;
  }

  async closeAll(): Promise<void> {
    this.over = true;
    for (const close of this.closers.splice(0).reverse()) {
      await close();
    }
  }
}

export interface Bench {
  name: string;
  /** Milliseconds after which it is given up. */
  limit: number;
  /** It takes long, and does not run where no bench is named. */
  byNameOnly?: true;
  /** @param part the only one to run, of a bench that has parts; null for all */
  run(opened: Opened, progress: (line: string) => void, part: string | null): Promise<BenchResult>;
}

/** Rejects when the bench fails or is over its limit. */
export async function runBench(
  bench: Bench,
  progress: (line: string) => void,
  part: string | null
): Promise<BenchResult> {
  const opened = new Opened();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${bench.name} took longer than ${bench.limit / 1000} s`)), bench.limit);
  });
  const running = bench.run(opened, progress, part);
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
    await opened.closeAll();
    // Given up, it fails on what was closed under it; it is over before the next bench begins.
    await running.catch(() => {});
  }
}

type Part = (opened: Opened, progress: (line: string) => void) => Promise<{ figures: Figure[]; rounds: unknown }>;

/** One after the other, or `only` one; what a part opens is closed before the next one begins. */
export async function runParts(
  opened: Opened,
  progress: (line: string) => void,
  parts: Record<string, Part>,
  only: string | null
): Promise<Pick<BenchResult, 'figures' | 'rounds'>> {
  const figures: Figure[] = [];
  const rounds: Record<string, unknown> = {};
  if (only !== null && !Object.hasOwn(parts, only)) {
    throw new Error(`There are ${Object.keys(parts).join(', ')}.`);
  }
  for (const [name, run] of Object.entries(parts).filter(([part]) => only === null || part === only)) {
    const its = await opened.use(Promise.resolve(new Opened()), (own) => own.closeAll());
    const part = await run(its, progress);
    await its.closeAll();
    figures.push(...part.figures);
    rounds[name] = part.rounds;
  }
  return { figures, rounds };
}
