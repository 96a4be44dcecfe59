/**
 * What attendees say to one presenter: the first at once, what follows soon after it in one message, since each message costs the
 * page many times what its bytes do.
 */
import { SAID_AT_ONCE, type Said } from '../../src/protocol/relayApi';
import { RELAY_LIMITS } from '../serverLimits';

export class Gathered {
  private waiting: Said[] = [];
  private length = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly send: (said: Said[]) => void) {}

  add(said: Said): void {
    const [, text] = said;
    if (this.waiting.length > 0 && this.length + text.length > RELAY_LIMITS.gathered.text) {
      this.sendWaiting();
    }
    this.waiting.push(said);
    this.length += text.length;
    if (this.waiting.length === SAID_AT_ONCE) {
      this.sendWaiting();
    } else if (this.timer === null) {
      this.flush();
    }
  }

  /** Before anything else is said that may speak of the same people. */
  flush(): void {
    this.sendWaiting();
    if (this.timer === null) {
      this.timer = setTimeout(() => this.onTimer(), RELAY_LIMITS.gathered.within);
    }
  }

  /** What waits is lost. */
  end(): void {
    this.waiting = [];
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
  }

  private onTimer(): void {
    this.timer = null;
    if (this.waiting.length > 0) {
      this.flush();
    }
  }

  private sendWaiting(): void {
    const { waiting } = this;
    if (waiting.length > 0) {
      this.waiting = [];
      this.length = 0;
      this.send(waiting);
    }
  }
}
