/** Does something at once, and then not again for a while: what is asked for meanwhile is done once, at its end. */
export class Spaced {
  private timer: NodeJS.Timeout | null = null;
  private isAsked = false;

  /** @param every milliseconds */
  constructor(
    private readonly every: number,
    private readonly act: () => void
  ) {}

  ask(): void {
    this.isAsked = true;
    if (this.timer === null) {
      this.next();
    }
  }

  stop(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    this.isAsked = false;
  }

  private next(): void {
    this.timer = null;
    if (this.isAsked) {
      this.isAsked = false;
      this.timer = setTimeout(() => this.next(), this.every);
      this.act();
    }
  }
}
