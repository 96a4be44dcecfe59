/** How far an attendee's page has come with what it was handed. Pure. */
import type { Position } from '../protocol/messages';

export class Progress {
  /** In order, from the first that has not begun. */
  private handedOn: Array<{ of: Position; begun: boolean }> = [];

  /** `last` is where an earlier page stood. */
  constructor(private last: Position | null) {}

  handed(of: Position): void {
    this.handedOn.push({ of, begun: false });
  }

  /**
   * What was handed on but waits still is not behind us, even when a later event has begun: a reload fetches it again.
   */
  begun(of: Position): void {
    const entry = this.handedOn.find((handed) => handed.of.epoch === of.epoch && handed.of.seq === of.seq);
    if (entry) {
      entry.begun = true;
    }
    while (this.handedOn[0]?.begun) {
      this.last = this.handedOn[0].of;
      this.handedOn.shift();
    }
    this.last ??= of;
  }

  /** Where a later page is to go on; null before the first event has begun. */
  behind(): Position | null {
    return this.last;
  }

  /** A snapshot stands for all that was before. */
  restart(of: Position): void {
    this.handedOn = [];
    this.last = of;
  }
}
