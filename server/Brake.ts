/** Reads a socket no faster than its rate lets; TCP then holds up who sends. */
import type { WebSocket } from 'ws';
import type { TokenBucket } from '../src/protocol/tokenBucket';
import type { Clock } from './clock';

/** Between two looks whether a held-up socket may be read again, in milliseconds. */
const LOOK_EVERY = 20;

const always = () => true;

export class Brake {
  /** Messages that came in spite of it: what was read already is still said, thousands of them where they are short. */
  private owed = 0;
  private may = always;
  private looking: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly rate: TokenBucket,
    private readonly clock: Clock
  ) {}

  /**
   * For each message.
   * @param counts whether it is one of those that are not to be too many
   * @param may whether more of its kind can be taken now; while it cannot, nothing is read
   */
  heard(counts = true, may: () => boolean = always): void {
    if (counts && !this.rate.take(this.clock.monotonic())) {
      this.owed += 1;
    }
    if (!may()) {
      this.may = may;
    }
    if (!this.looking && (this.owed > 0 || !this.may())) {
      this.socket.pause();
      this.looking = setInterval(() => this.look(), LOOK_EVERY);
    }
  }

  private look(): void {
    while (this.owed > 0 && this.rate.take(this.clock.monotonic())) {
      this.owed -= 1;
    }
    if (this.may()) {
      this.may = always;
    }
    if ((this.owed === 0 && this.may()) || this.socket.readyState !== this.socket.OPEN) {
      clearInterval(this.looking ?? undefined);
      this.looking = null;
      this.socket.resume();
    }
  }
}
