/** How fast output comes: in a flood no history is sent, which is over before it is there. */
import type { Clock } from '../clock';
import { TERMINAL_LIMITS as LIMITS } from './limits';

export class Pace {
  private since = 0;
  private bytes = 0;
  private wasFlood = false;

  constructor(private readonly clock: Clock) {}

  /** Bytes of output that came now. */
  count(bytes: number): void {
    const { every, bytes: most } = LIMITS.calm;
    const now = this.clock.monotonic();
    if (now >= this.since + every) {
      this.wasFlood = now < this.since + 2 * every && this.bytes > most;
      this.since = now;
      this.bytes = 0;
    }
    this.bytes += bytes;
  }

  get isFlood(): boolean {
    this.count(0);
    return this.wasFlood || this.bytes > LIMITS.calm.bytes;
  }
}
