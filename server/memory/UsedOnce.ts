/** Remembers what was used until it would have expired anyway. Pure; bounded, and full means no. */

export class UsedOnce {
  /** Insertion order is order of expiry, near enough: everything lives equally long. */
  private readonly until = new Map<string, number>();

  constructor(private readonly bound: number) {}

  /** True for the first use only. Times in milliseconds of one clock. */
  use(id: string, expires: number, now: number): boolean {
    for (const [old, end] of this.until) {
      if (end > now) {
        break;
      }
      this.until.delete(old);
    }
    if (this.until.has(id) || this.until.size >= this.bound) {
      return false;
    }
    this.until.set(id, expires);
    return true;
  }
}
