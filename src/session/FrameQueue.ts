/** Frames of one link, opened one after the other although opening is asynchronous; bounded. */

/** A peer that sends faster than its frames can be opened, by this many, is cut off. */
const BACKLOG = 1024;

export class FrameQueue {
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly handle: (frame: Uint8Array) => Promise<void>,
    private readonly overflow: () => void
  ) {}

  push(frame: Uint8Array): void {
    if (this.closed) {
      return;
    }
    if (this.waiting >= BACKLOG) {
      this.close();
      this.overflow();
      return;
    }
    this.waiting++;
    this.tail = this.tail.then(async () => {
      this.waiting--;
      if (!this.closed) {
        await this.handle(frame);
      }
    });
  }

  /** What waits is dropped. */
  close(): void {
    this.closed = true;
  }
}
