/** The newest sealed events of one session, in order, to be said again to who missed them. Pure. */
import type { Position } from '../../src/protocol/messages';

export interface KeptEventsLimits {
  events: number;
  bytes: number;
}

export class KeptEvents {
  private frames: Array<{ of: Position; frame: Uint8Array }> = [];
  private bytes = 0;

  constructor(private readonly limits: KeptEventsLimits) {}

  newest(): Position | null {
    return this.frames.at(-1)?.of ?? null;
  }

  /**
   * Takes what comes next, or a first event of a later epoch, after which nothing before it is kept. False for what was
   * there already or leaves a hole, of which the newer is kept.
   */
  add(of: Position, frame: Uint8Array): boolean {
    const newest = this.newest();
    if (newest && (of.epoch < newest.epoch || (of.epoch === newest.epoch && of.seq <= newest.seq))) {
      return false;
    }
    const follows = newest !== null && of.epoch === newest.epoch && of.seq === newest.seq + 1;
    if (!follows) {
      this.clear();
    }
    this.frames.push({ of, frame });
    this.bytes += frame.length;
    while (this.frames.length > this.limits.events || this.bytes > this.limits.bytes) {
      this.bytes -= this.frames.shift()?.frame.length ?? 0;
    }
    return follows || newest === null;
  }

  /** Every event after `last`, in order; null where one of them is not kept, or its epoch is another. */
  after(last: Position): Uint8Array[] | null {
    const [oldest] = this.frames;
    const newest = this.newest();
    if (!newest || last.epoch !== newest.epoch || last.seq + 1 < oldest.of.seq) {
      return null;
    }
    return this.frames.filter(({ of }) => of.seq > last.seq).map(({ frame }) => frame);
  }

  private clear(): void {
    this.frames = [];
    this.bytes = 0;
  }
}
