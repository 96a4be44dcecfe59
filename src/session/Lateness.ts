/** Which events were said while an attendee was cut off for a while. Pure; SPEC.md, SAFE-19. */
import { TIMES } from '../protocol/limits';
import type { Position } from '../protocol/messages';

export class Lateness {
  private returning = false;
  private upTo: Position | null = null;

  /** Something came after so many milliseconds of silence. */
  heard(silentFor: number): void {
    if (silentFor > TIMES.shortOutage) {
      this.returning = true;
    }
  }

  /** The presenter says what its newest event is: whatever comes after that is live. */
  newest(of: Position): void {
    if (this.returning) {
      this.returning = false;
      this.upTo = of;
    }
  }

  isLate({ epoch, seq }: Position): boolean {
    return this.returning || (this.upTo !== null && epoch === this.upTo.epoch && seq <= this.upTo.seq);
  }
}
