/** Pauses between the attempts of a page to come back to the session server. */
import { TIMES } from '../protocol/limits';
import type { Clock } from '../session/clock';

/** Before the first attempt, in milliseconds. */
const FIRST = 250;

export class Backoff {
  private pause = FIRST;
  /** Since when it is wanted in vain; null while it is there. */
  private lostAt: number | null = null;

  /**
   * @param every between two attempts while the outage is fresh, in milliseconds
   */
  constructor(private readonly deps: { clock: Clock; random(): number; every: number }) {}

  /** How long to wait now, in milliseconds: twice as long each time, up to a bound, give or take half. */
  next(): number {
    const { clock, random, every } = this.deps;
    this.lostAt ??= clock.now();
    const now = this.pause * (0.5 + random());
    const fresh = clock.now() - this.lostAt < TIMES.freshOutage;
    this.pause = Math.min(this.pause * 2, fresh ? every : TIMES.slowAttempt);
    return now;
  }

  /** It is there again. */
  reset(): void {
    this.pause = FIRST;
    this.lostAt = null;
  }
}
