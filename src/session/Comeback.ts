/** Goes on with what a tab was in before its page was loaded anew, for as long as that takes. */
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import type { SessionError, SessionErrorReason } from './SessionError';

/** In milliseconds: between two tries, give or take half, and for how long a try may say that the code is unknown. */
const PAUSES = { fresh: 1_000, later: 5_000, freshFor: 30_000 };
/**
 * A server that was started anew has no sessions until their presenters' pages bring them back, with the next renewal of their
 * lease or when they come back themselves.
 */
const UNKNOWN_FOR = 15_000;

export type Try =
  | { kind: 'over' }
  /** `as`: whose place could not be taken up. */
  | { kind: 'failed'; as: 'presenter' | 'attendee'; error: SessionError };

export interface ComebackDeps {
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** One try. Never rejects. */
  once(): Promise<Try>;
  /** It is tried again. `since`: when it was tried first, in milliseconds of the clock. */
  waits(since: number, reason: SessionErrorReason): void;
}

export class Comeback {
  private over = false;
  private tryNow: Undo = () => {};

  constructor(private readonly deps: ComebackDeps) {}

  /** Resolves when it has come to something or was given up, to the error that ended it where there is one. */
  async run(): Promise<SessionError | null> {
    const { clock, once, waits } = this.deps;
    const since = clock.now();
    for (;;) {
      const tried = await once();
      if (tried.kind === 'over' || this.over) {
        return null;
      }
      const age = clock.now() - since;
      if (!mayPass(tried, age)) {
        return tried.error;
      }
      waits(since, tried.error.reason);
      await this.pause(age);
      if (this.over) {
        return null;
      }
    }
  }

  /** The network or the page came back. */
  now(): void {
    this.tryNow();
  }

  giveUp(): void {
    this.over = true;
    this.tryNow();
  }

  private pause(age: number): Promise<void> {
    const { clock, random } = this.deps;
    const pause = age < PAUSES.freshFor ? PAUSES.fresh : PAUSES.later;
    return new Promise((resolve) => {
      const cancel = clock.after(pause * (0.5 + random()), resolve);
      this.tryNow = () => {
        cancel();
        resolve();
      };
    });
  }
}

function mayPass({ as, error: { reason } }: Extract<Try, { kind: 'failed' }>, age: number): boolean {
  return (
    reason === 'server-down' ||
    reason === 'too-many' ||
    (as === 'attendee' && reason === 'code-unknown' && age < UNKNOWN_FOR)
  );
}
