/** Runs something at once where it did not run lately, else as soon as the time is up, however often it is asked for. */
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';

export class Throttle {
  private ranAt = -Infinity;
  private cancel: Undo | null = null;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds, asked each time. */
    private readonly every: () => number,
    private readonly work: () => void
  ) {}

  now(): void {
    this.cancel?.();
    this.cancel = null;
    this.ranAt = this.clock.now();
    this.work();
  }

  soon(): void {
    const due = this.ranAt + this.every() - this.clock.now();
    if (this.closed || this.cancel) {
      return;
    }
    if (due <= 0) {
      this.now();
    } else {
      this.cancel = this.clock.after(due, () => this.now());
    }
  }

  /** What was put off is not run any more. */
  close(): void {
    this.closed = true;
    this.cancel?.();
  }
}
