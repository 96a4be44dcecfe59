/** What an attendee knows of the room: the snapshot it came in with, carried on by the events since. */
import { LIMITS } from '../protocol/limits';
import type { Position, SessionStart, Snapshot, StageEvent, StepRef } from '../protocol/messages';
import { reduceStage } from './stage';

export class RoomSeen {
  private seen: Snapshot | null = null;
  private current: StepRef | null = null;
  /** How many are linked with the presenter; as many as may be, until it has said. */
  people: number = LIMITS.roster;

  /** Null before the welcome. */
  get snapshot(): Snapshot | null {
    return this.seen;
  }

  /** The step that was shown or done last; it stays when its highlight is taken away. */
  get step(): StepRef | null {
    return this.current;
  }

  enter({ snapshot, resumed }: Pick<SessionStart, 'snapshot' | 'resumed'>): void {
    this.seen = snapshot;
    const shown = snapshot.highlight?.step ?? null;
    this.current = resumed ? (this.current ?? shown) : shown;
  }

  follow(event: StageEvent, { seq }: Position): void {
    if (this.seen) {
      this.seen = { ...this.seen, ...reduceStage(this.seen, event, seq) };
    }
    if (event.type === 'show_me' || event.type === 'do_it') {
      this.current = event.step;
    }
  }
}
