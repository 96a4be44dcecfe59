/** What every link implementation shares: frames kept until someone listens, one close, told also to latecomers. */
import type { LinkClose, Undo } from './Link';

/** Frames that may arrive before the first handler; more mean that nobody ever will listen. */
const EARLY_FRAMES = 256;

export class LinkState {
  private frameHandlers = new Set<(frame: Uint8Array) => void>();
  private closeHandlers = new Set<(why: LinkClose) => void>();
  private early: Uint8Array[] = [];
  private closedBecause: LinkClose | null = null;

  get closed(): boolean {
    return this.closedBecause !== null;
  }

  received(frame: Uint8Array): void {
    if (this.closed) {
      return;
    }
    if (this.frameHandlers.size === 0) {
      if (this.early.length < EARLY_FRAMES) {
        this.early.push(frame);
      }
      return;
    }
    this.frameHandlers.forEach((handler) => handler(frame));
  }

  /** Returns whether this was the first close. */
  close(why: LinkClose): boolean {
    if (this.closedBecause !== null) {
      return false;
    }
    this.closedBecause = why;
    this.early = [];
    const handlers = [...this.closeHandlers];
    this.frameHandlers.clear();
    this.closeHandlers.clear();
    handlers.forEach((handler) => handler(why));
    return true;
  }

  onFrame(handler: (frame: Uint8Array) => void): Undo {
    if (!this.closed) {
      this.frameHandlers.add(handler);
      this.early.splice(0).forEach(handler);
    }
    return () => this.frameHandlers.delete(handler);
  }

  onClose(handler: (why: LinkClose) => void): Undo {
    if (this.closedBecause !== null) {
      handler(this.closedBecause);
      return () => {};
    }
    this.closeHandlers.add(handler);
    return () => this.closeHandlers.delete(handler);
  }
}
