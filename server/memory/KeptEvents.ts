/** The newest sealed events of one session, in order, and its newest sealed snapshot, for who missed some. Pure. */
import type { Position } from '../../src/protocol/messages';

export interface KeptEventsLimits {
  events: number;
  bytes: number;
}

interface Kept {
  of: Position;
  frame: Uint8Array;
}

export class KeptEvents {
  private events: Kept[] = [];
  private bytes = 0;
  /** Whether events that came before these were given up for the bounds. */
  private full = false;
  private snapshot: Kept | null = null;

  constructor(private readonly limits: KeptEventsLimits) {}

  newest(): Position | null {
    return this.events.at(-1)?.of ?? null;
  }

  /**
   * Takes what comes next, or a first event of a later epoch, after which nothing before it is kept. False for what was
   * there already or leaves a hole, of which the newer is kept.
   */
  add(of: Position, frame: Uint8Array): boolean {
    const newest = this.newest();
    if (newest && !isLater(of, newest)) {
      return false;
    }
    const follows = newest !== null && of.epoch === newest.epoch && of.seq === newest.seq + 1;
    if (!follows) {
      this.events = [];
      this.bytes = 0;
      this.full = false;
    }
    this.events.push({ of, frame });
    this.bytes += frame.length;
    while (this.events.length > this.limits.events || this.bytes > this.limits.bytes) {
      this.bytes -= this.events.shift()?.frame.length ?? 0;
      this.full = true;
    }
    return follows || newest === null;
  }

  /** Takes a snapshot that stands for all events up to `of`, unless there is a newer one. */
  keep(of: Position, frame: Uint8Array): void {
    if (!this.snapshot || isLater(of, this.snapshot.of)) {
      this.snapshot = { of, frame };
    }
  }

  /**
   * What brings somebody up from `last`, in order: every event since, or where one of them is kept no longer the snapshot and
   * every event since that; `briefly` has the snapshot in any case. Null where neither will do: somebody of another
   * epoch has not the key, and what was never kept the presenter still has.
   */
  after(last: Position, { briefly }: { briefly: boolean } = { briefly: false }): Uint8Array[] | null {
    const { snapshot } = this;
    const whole = this.eventsAfter(last);
    const isAhead = snapshot !== null && snapshot.of.epoch === last.epoch && snapshot.of.seq > last.seq;
    if ((whole && !briefly) || !isAhead) {
      return whole;
    }
    const isGivenUp = this.full && this.newest()?.epoch === last.epoch;
    if (!whole && !briefly && !isGivenUp) {
      return null;
    }
    const since = this.eventsAfter(snapshot.of);
    // Of an epoch without any event since its snapshot there is nothing to say but that.
    const quiet = (this.newest()?.epoch ?? 0) < snapshot.of.epoch;
    return since || quiet ? [snapshot.frame, ...(since ?? [])] : whole;
  }

  private eventsAfter(last: Position): Uint8Array[] | null {
    const [oldest] = this.events;
    const newest = this.newest();
    if (!newest || last.epoch !== newest.epoch || last.seq + 1 < oldest.of.seq) {
      return null;
    }
    return this.events.filter(({ of }) => of.seq > last.seq).map(({ frame }) => frame);
  }
}

const isLater = (of: Position, than: Position) =>
  of.epoch > than.epoch || (of.epoch === than.epoch && of.seq > than.seq);
