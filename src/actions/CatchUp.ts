/**
 * What a presenter did while a follower was cut off: done here only once the follower says so, in order, or left out as a
 * whole. Independent of the page; SPEC.md, SAFE-19.
 */
import type { Undo } from './clock';

export type CatchUpChoice = 'catch-up' | 'skip';

export class CatchUp {
  private choice: CatchUpChoice | null = null;
  private count = 0;
  private readonly waiting = new Set<(choice: CatchUpChoice) => void>();

  /** @param changed how many missed things wait for the answer; 0 when none does */
  constructor(private readonly changed: (count: number) => void) {}

  /** Something that was missed has come. To be called back when it is done, left out or dropped. */
  missed(): Undo {
    this.count++;
    this.tell();
    return () => {
      this.count--;
      if (this.count === 0) {
        this.choice = null;
      }
      this.tell();
    };
  }

  /** Its turn has come: settles with what the follower says of all that was missed. An abort of `signal` leaves it out. */
  answer(signal: AbortSignal): Promise<CatchUpChoice> {
    if (this.choice || signal.aborted) {
      return Promise.resolve(this.choice ?? 'skip');
    }
    return new Promise((resolve) => {
      const settle = (choice: CatchUpChoice) => {
        this.waiting.delete(settle);
        resolve(choice);
      };
      this.waiting.add(settle);
      signal.addEventListener('abort', () => settle('skip'));
    });
  }

  choose(choice: CatchUpChoice): void {
    if (this.count > 0 && !this.choice) {
      this.choice = choice;
      this.tell();
      [...this.waiting].forEach((settle) => settle(choice));
    }
  }

  private tell(): void {
    this.changed(this.choice ? 0 : this.count);
  }
}
