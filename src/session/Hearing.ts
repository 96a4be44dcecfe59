/** Whether anybody hears a presenter's page: where neither the directory nor the room answers its network is gone (SPEC CON-18). */
import { TIMES } from '../protocol/limits';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';

/** Milliseconds between two looks while the directory does not answer. */
const LOOK_EVERY = 1_000;

export interface HearingWorld {
  clock: Clock;
  /** When somebody of the room was last heard, by the clock; null where there is nobody who could be. */
  heardAt(): number | null;
  changed(): void;
}

export class Hearing {
  private directoryAnswers = true;
  private unheard = false;
  private cancel: Undo = () => {};

  constructor(private readonly world: HearingWorld) {}

  get isUnheard(): boolean {
    return this.unheard;
  }

  /** The directory answered, or did not in time. */
  answered(isAnswered: boolean): void {
    this.directoryAnswers = isAnswered;
    this.look();
  }

  /** Somebody of the room may have been heard. */
  look(): void {
    this.cancel();
    if (!this.directoryAnswers) {
      this.cancel = this.world.clock.after(LOOK_EVERY, () => this.look());
    }
    const unheard = !this.directoryAnswers && this.isRoomSilent();
    if (unheard !== this.unheard) {
      this.unheard = unheard;
      this.world.changed();
    }
  }

  private isRoomSilent(): boolean {
    const { clock, heardAt } = this.world;
    const heard = heardAt();
    return heard !== null && clock.now() - heard >= TIMES.unheard;
  }

  close(): void {
    this.directoryAnswers = true;
    this.cancel();
  }
}
