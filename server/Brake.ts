/** Reads a socket no faster than its rate lets; TCP then holds up who sends. */
import type { WebSocket } from 'ws';
import type { TokenBucket } from '../src/protocol/tokenBucket';
import type { Clock } from './clock';

/** Between two looks whether a held-up socket may be read again, in milliseconds. */
const LOOK_EVERY = 20;

export class Brake {
  /** Messages that came in spite of it: what was read already is still said, thousands of them where they are short. */
  private owed = 0;
  private looking: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly rate: TokenBucket,
    private readonly clock: Clock,
    /** Whether more may be read at all. */
    private readonly may: () => boolean = () => true
  ) {}

  /** For each message; `counts` where it is one of those that are not to be too many. */
  heard(counts = true): void {
    if (counts && !this.rate.take(this.clock.monotonic())) {
      this.owed += 1;
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
    if ((this.owed === 0 && this.may()) || this.socket.readyState !== this.socket.OPEN) {
      clearInterval(this.looking ?? undefined);
      this.looking = null;
      this.socket.resume();
    }
  }
}
