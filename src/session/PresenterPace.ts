/** Whether a presenter's page sends no more than an attendee's can take; one that does is left (SPEC MSG-8). */
import { RATES } from '../protocol/limits';
import { TokenBucket } from '../protocol/tokenBucket';
import type { Clock } from './clock';

export class PresenterPace {
  private readonly handedOn: TokenBucket;
  private readonly frames: TokenBucket;

  constructor(
    private readonly clock: Clock,
    /** Called each time that it is too much. */
    private readonly exceeded: () => void
  ) {
    this.handedOn = new TokenBucket(RATES.stageEvents, clock.now());
    this.frames = new TokenBucket(RATES.framesToAttendee, clock.now());
  }

  /** A stage event or snapshot is about to be handed on; false when it may not be. */
  handsOn(): boolean {
    return this.take(this.handedOn);
  }

  /** Something came, whatever it is. */
  frame(): void {
    this.take(this.frames);
  }

  private take(bucket: TokenBucket): boolean {
    const within = bucket.take(this.clock.now());
    if (!within) {
      this.exceeded();
    }
    return within;
  }
}
