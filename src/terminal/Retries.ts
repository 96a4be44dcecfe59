/** When a lost connection is tried again: soon at first, then more slowly, never for all at the same moment. */
export interface RetryDeps {
  /** @returns what cancels it */
  after(milliseconds: number, run: () => void): () => void;
  random(): number;
}

/** Between two attempts, in milliseconds. */
const PAUSES = [100, 300, 700, 1500, 3000, 5000];

export class Retries {
  private attempts = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly deps: RetryDeps,
    private readonly attempt: () => void
  ) {}

  /** Once more, a while from now. */
  later(): void {
    this.stop();
    const pause = PAUSES[Math.min(this.attempts, PAUSES.length - 1)];
    this.attempts += 1;
    this.cancel = this.deps.after(pause * (0.75 + this.deps.random() / 2), () => {
      this.cancel = null;
      this.attempt();
    });
  }

  /** At once, where one is waited for: something that it depends on is another by now. */
  now(): void {
    if (this.cancel) {
      this.stop();
      this.attempts = 0;
      this.attempt();
    }
  }

  /** One has succeeded. */
  reset(): void {
    this.attempts = 0;
  }

  /** The next one is not worth much haste. */
  slowDown(): void {
    this.attempts = Math.max(this.attempts, 3);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }
}
