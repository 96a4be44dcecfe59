/** Frames of one link, opened one after the other although opening is asynchronous; bounded. */

/** A peer that sends faster than its frames can be opened, by this many, is cut off. */
const BACKLOG = 1024;

export class FrameQueue {
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly handle: (frame: Uint8Array) => Promise<void>,
    /** The link is to be closed: nothing more of it will be handled. */
    private readonly broken: (why: 'flooded' | 'unexpected') => void
  ) {}

  push(frame: Uint8Array): void {
    if (this.closed) {
      return;
    }
    if (this.waiting >= BACKLOG) {
      this.close();
      this.broken('flooded');
      return;
    }
    this.waiting++;
    this.tail = this.tail.then(async () => {
      this.waiting--;
      if (this.closed) {
        return;
      }
      try {
        await this.handle(frame);
      } catch {
        // What follows depends on this frame. A link that closes is dialled again; one that is deaf is not.
        this.close();
        this.broken('unexpected');
      }
    });
  }

  /** What waits is dropped. */
  close(): void {
    this.closed = true;
  }
}
