/** What the reader has running by itself, a section's run apart: one thing at a time, the newest. */
import type { GuidedControls, Outcome } from './stepWork';

export class Turn {
  private current: AbortController | null = null;
  private skip: AbortController | null = null;
  private go: (() => void) | null = null;

  /** What a guided block's steps wait for beside the page. */
  readonly controls: GuidedControls = {
    skipped: () => {
      this.skip = new AbortController();
      return this.skip.signal;
    },
    go: () => new Promise<void>((resolve) => (this.go = resolve)),
  };

  /** Gives up what runs and runs this instead. Resolves to null where it was given up in its turn. */
  async take(work: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome | null> {
    this.giveUp();
    const own = new AbortController();
    this.current = own;
    const outcome = await work(own.signal);
    if (this.current !== own) {
      return null;
    }
    this.current = null;
    return outcome;
  }

  /** Tells what runs to stop; how it ends still counts. */
  abort(): void {
    this.current?.abort();
  }

  /** Tells what runs to stop; how it ends counts no longer. */
  giveUp(): void {
    this.abort();
    this.current = null;
  }

  /** The step that is on has nothing to do on the page and has been read. */
  goOn(): void {
    this.go?.();
  }

  /** Passes over the step that is on. */
  skipStep(): void {
    this.skip?.abort();
  }
}
