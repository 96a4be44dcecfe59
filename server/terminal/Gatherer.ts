/**
 * Output on its way to people: filtered, and gathered into frames. Alone it goes at the end of the turn in which it was read;
 * in a flood it goes in a few large frames, since each costs a write for everybody who is there.
 */
import type { Clock } from '../clock';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { OutputFilter } from './OutputFilter';

type Waiting = { for: 'turn'; timer: NodeJS.Immediate } | { for: 'time'; timer: NodeJS.Timeout } | null;

export class Gatherer {
  private readonly filter = new OutputFilter();
  /** What was gathered is in its first bytes. */
  private buffer = Buffer.allocUnsafe(LIMITS.frameBytes.least);
  private bytes = 0;
  private waiting: Waiting = null;
  private flushedAt = -Infinity;
  private hurriedUntil = -Infinity;
  private full: number = LIMITS.frameBytes.least;

  /** @param onFrame takes what makes one frame; the bytes are others once it returns */
  constructor(
    private readonly clock: Clock,
    private readonly onFrame: (bytes: Uint8Array) => void
  ) {}

  /** @param people who get each frame */
  serve(people: number): void {
    const { least, most, perPerson } = LIMITS.frameBytes;
    this.full = Math.min(most, Math.max(least, people * perPerson));
  }

  /** Copies what it keeps. */
  take(chunk: Uint8Array): void {
    const bytes = this.filter.pass(chunk);
    if (bytes.length === 0) {
      return;
    }
    this.keep(bytes);
    if (this.bytes >= this.full) {
      this.flush();
    } else if (this.waiting?.for !== 'turn') {
      this.wait();
    }
  }

  /** Somebody typed: what comes now is likely what they wait for. */
  hurry(): void {
    this.hurriedUntil = this.clock.monotonic() + LIMITS.hurryFor;
  }

  /** What was gathered, now. */
  flush(): void {
    this.stop();
    if (this.bytes > 0) {
      const frame = this.buffer.subarray(0, this.bytes);
      this.bytes = 0;
      this.flushedAt = this.clock.monotonic();
      this.onFrame(frame);
    }
  }

  stop(): void {
    if (this.waiting?.for === 'turn') {
      clearImmediate(this.waiting.timer);
    } else if (this.waiting) {
      clearTimeout(this.waiting.timer);
    }
    this.waiting = null;
  }

  private keep(bytes: Uint8Array): void {
    const length = this.bytes + bytes.length;
    if (length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.buffer.length));
      larger.set(this.buffer.subarray(0, this.bytes));
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.bytes);
    this.bytes = length;
  }

  private wait(): void {
    const now = this.clock.monotonic();
    if (now >= this.flushedAt + LIMITS.gatherFor || now < this.hurriedUntil) {
      this.stop();
      this.waiting = { for: 'turn', timer: setImmediate(() => this.flush()) };
    } else {
      this.waiting ??= { for: 'time', timer: setTimeout(() => this.flush(), LIMITS.gatherFor) };
    }
  }
}
