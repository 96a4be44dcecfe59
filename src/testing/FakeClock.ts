/** Time that stands still until a test moves it. */
import type { Clock } from '../session/clock';

interface Timer {
  at: number;
  order: number;
  callback: () => void;
}

export class FakeClock implements Clock {
  private time = 0;
  private order = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    // Whole milliseconds, as browsers round them: a timer never fires before its time.
    const timer = { at: this.time + Math.max(0, Math.ceil(ms)), order: this.order++, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  pending(): number {
    return this.timers.size;
  }

  /** Runs every timer that falls due, in order; between two of them all promises that can settle do. */
  async advance(ms: number): Promise<void> {
    const until = this.time + Math.ceil(ms);
    await settle();
    for (let next = this.next(until); next; next = this.next(until)) {
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settle();
    }
    this.time = until;
  }

  private next(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.timers) {
      if (
        timer.at <= until &&
        (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** A turn of the event loop: every promise chain that does not wait for a timer or for I/O has run to its end by then. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
