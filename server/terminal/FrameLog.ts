/** The newest frames of a session, encoded once for all who get them. */
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Packed } from './packed';

export class FrameLog {
  private frames: Packed[] = [];
  /** Where the oldest is in `frames`; those before it were dropped, and are cut off in bulk. */
  private head = 0;
  private bytes = 0;
  private oldest = 1;
  /** The newest frame that the screen model knows. */
  private known = 0;

  get last(): number {
    return this.oldest + this.frames.length - this.head - 1;
  }

  get next(): number {
    return this.last + 1;
  }

  /** Takes the frame with the number `next`. */
  push(frame: Packed): void {
    this.frames.push(frame);
    this.bytes += frame.length;
    this.trim();
  }

  /** Frames that the screen model has not drawn are kept however many they are: a newcomer's screen ends before them. */
  modelKnows(number: number): void {
    this.known = number;
    this.trim();
  }

  /** What comes after a frame; null when that is not all there any more, or never was. */
  after(number: number): Packed[] | null {
    return number < this.oldest - 1 || number > this.last
      ? null
      : this.frames.slice(this.head + number - this.oldest + 1);
  }

  private trim(): void {
    while (this.bytes > LIMITS.keptBytes && this.oldest <= this.known && this.head < this.frames.length) {
      this.bytes -= this.frames[this.head].length;
      this.head += 1;
      this.oldest += 1;
    }
    if (this.head > 1024 || this.head === this.frames.length) {
      this.frames = this.frames.slice(this.head);
      this.head = 0;
    }
  }
}
