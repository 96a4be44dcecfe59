/** One stage event at a time, in order, bounded in number and pace. Independent of the page. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import { failed, skipped, type ActionOutcome } from './outcome';

/** More than this is not a presenter any more. */
export const QUEUE_LENGTH = 32;
/** At most this many starts in any window of so many milliseconds. */
export const PACE = { starts: 4, window: 1000 } as const;

/** `show`: a newer one makes it pointless. `act`: each one counts. */
export type JobKind = 'show' | 'act';
/** @param signal aborts when the job is to end at once; what it then returns does not count */
export type Job = (signal: AbortSignal) => Promise<ActionOutcome>;

interface Entry {
  readonly kind: JobKind;
  readonly job: Job;
  readonly own: AbortController;
  readonly settle: (outcome: ActionOutcome) => void;
}

const REPLACED = skipped('a newer step was shown');
const STOPPED = skipped('following was stopped');

export class ActionQueue {
  private readonly waiting: Entry[] = [];
  private current: Entry | null = null;
  private readonly starts: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Settles with the job's outcome, or with why it was never run or cut short. Never rejects. */
  push(kind: JobKind, job: Job): Promise<ActionOutcome> {
    if (kind === 'show') {
      this.dropShows();
    }
    if (this.waiting.length >= QUEUE_LENGTH) {
      return Promise.resolve(failed('too many actions at once'));
    }
    return new Promise((settle) => {
      this.waiting.push({ kind, job, own: new AbortController(), settle });
      if (!this.current) {
        void this.work();
      }
    });
  }

  /** Ends every `show`, waiting or under way. */
  dropShows(): void {
    this.end((entry) => entry.kind === 'show', REPLACED);
  }

  /** Ends every `act`, waiting or under way. */
  dropActs(): void {
    this.end((entry) => entry.kind === 'act', STOPPED);
  }

  /** Ends everything. */
  stop(): void {
    this.end(() => true, STOPPED);
  }

  private end(applies: (entry: Entry) => boolean, outcome: ActionOutcome): void {
    const ended = this.waiting.filter(applies);
    const rest = this.waiting.filter((entry) => !applies(entry));
    this.waiting.splice(0, this.waiting.length, ...rest);
    if (this.current && applies(this.current)) {
      ended.push(this.current);
    }
    ended.forEach((entry) => {
      entry.own.abort();
      entry.settle(outcome);
    });
  }

  private async work(): Promise<void> {
    for (let entry = this.waiting.shift(); entry; entry = this.waiting.shift()) {
      this.current = entry;
      await this.keepPace(entry.own.signal);
      if (!entry.own.signal.aborted) {
        this.starts.push(this.clock.now());
        entry.settle(await outcomeOf(entry));
      }
    }
    this.current = null;
  }

  private async keepPace(signal: AbortSignal): Promise<void> {
    this.starts.splice(0, this.starts.length - PACE.starts);
    const [oldest] = this.starts;
    const early = this.starts.length < PACE.starts ? 0 : oldest + PACE.window - this.clock.now();
    if (early > 0) {
      await wait(this.clock, early, signal);
    }
  }
}

async function outcomeOf({ job, own }: Entry): Promise<ActionOutcome> {
  try {
    return await job(own.signal);
  } catch {
    return failed('something went wrong on this page');
  }
}
