/** How much work one look-up on the page may be. */

/**
 * One visit is one element looked at, or so many characters of text read. At the limit a look-up takes about a quarter of a
 * second on a slow machine; Grafana's largest pages have some 10 000 elements, of which a usual target visits a few hundred.
 */
export const LOOKUP_LIMITS = { visits: 400_000, charactersPerVisit: 64, milliseconds: 600 } as const;

/** The clock is read once in so many visits. */
const CLOCK_EVERY = 256;

export class TooMuchWorkError extends Error {
  /** @param byClock the machine may only have been busy; another try can go well */
  constructor(readonly byClock: boolean) {
    super('looking for the step’s target takes too long on this page');
  }
}

export class Budget {
  private visits = 0;
  private nextLook = CLOCK_EVERY;
  private readonly deadline: number;

  /** @param now milliseconds from a fixed point */
  constructor(private readonly now: () => number) {
    this.deadline = now() + LOOKUP_LIMITS.milliseconds;
  }

  /** @throws TooMuchWorkError when there is nothing left to spend */
  spend(visits: number): void {
    this.visits += visits;
    if (this.visits > LOOKUP_LIMITS.visits) {
      throw new TooMuchWorkError(false);
    }
    if (this.visits >= this.nextLook) {
      this.nextLook = this.visits + CLOCK_EVERY;
      if (this.now() > this.deadline) {
        throw new TooMuchWorkError(true);
      }
    }
  }

  /** For text that has been read. */
  spendText(characters: number): void {
    this.spend(1 + Math.floor(characters / LOOKUP_LIMITS.charactersPerVisit));
  }
}
