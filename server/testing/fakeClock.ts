/** A clock that moves when a test says so. */
import type { Clock } from '../clock';

export class FakeClock implements Clock {
  private ms = Date.UTC(2026, 0, 1);

  monotonic(): number {
    return this.ms;
  }

  wall(): number {
    return this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}
