/** Bounds a rate: `burst` at once, then `perSecond`. Pure. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export class TokenBucket {
  private tokens: number;
  private filled: number;

  /** Times in milliseconds of one clock. */
  constructor(
    private readonly rate: Rate,
    now: number
  ) {
    this.tokens = rate.burst;
    this.filled = now;
  }

  /** False when there is none left. */
  take(now: number): boolean {
    const gained = ((now - this.filled) / 1000) * this.rate.perSecond;
    this.tokens = Math.min(this.rate.burst, this.tokens + gained);
    this.filled = now;
    if (this.tokens < 1) {
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}
