/** The attendee's order of events: by epoch, then seq; each at most once. Pure; SPEC.md, ORD. */
import { LIMITS } from '../protocol/limits';
import type { Position } from '../protocol/messages';

export class Inbox<T> {
  private epoch: number;
  private cursor: number;
  private newest: number;
  private readonly held = new Map<number, T>();

  /** `last` is where an earlier page of this attendee stood. */
  constructor(last: Position | null) {
    this.epoch = last?.epoch ?? 0;
    this.cursor = last?.seq ?? 0;
    this.newest = this.cursor;
  }

  /** The last event that was handed on, or that a snapshot stands for. */
  last(): Position {
    return { epoch: this.epoch, seq: this.cursor };
  }

  /**
   * A verified welcome. Within an epoch nothing is taken back. A later epoch takes back what its presenter's log
   * never had, since other events stand there now (SPEC ORD-4). False for an earlier epoch: whoever sends it
   * presents no longer (SPEC ORD-2).
   */
  enter(start: { epoch: number; base: number; seq: number; resumed: boolean }): boolean {
    if (start.epoch < this.epoch) {
      return false;
    }
    if (start.epoch > this.epoch) {
      this.held.clear();
      this.epoch = start.epoch;
      this.cursor = start.resumed ? Math.min(this.cursor, start.base) : start.seq;
      this.newest = this.cursor;
    } else if (!start.resumed) {
      this.cursor = Math.max(this.cursor, start.seq);
    }
    this.newest = Math.max(this.newest, this.cursor, start.seq);
    this.forgetHeldUpToCursor();
    return true;
  }

  /** What may be handed on now, in order; empty for a duplicate, an older epoch or while an earlier event is missing. */
  take(of: Position, item: T): Array<{ of: Position; item: T }> {
    if (of.epoch !== this.epoch || of.seq <= this.cursor) {
      return [];
    }
    this.newest = Math.max(this.newest, of.seq);
    if (of.seq > this.cursor + LIMITS.reorderEvents) {
      return [];
    }
    this.held.set(of.seq, item);
    const ready: Array<{ of: Position; item: T }> = [];
    for (let seq = this.cursor + 1; this.held.has(seq); seq++) {
      const next = this.held.get(seq);
      this.held.delete(seq);
      this.cursor = seq;
      if (next !== undefined) {
        ready.push({ of: { epoch: of.epoch, seq }, item: next });
      }
    }
    return ready;
  }

  /** A verified snapshot stands for every event up to `of`. False, and ignored, where those were handed on already. */
  skipTo(of: Position): boolean {
    if (of.epoch !== this.epoch || of.seq <= this.cursor) {
      return false;
    }
    this.cursor = of.seq;
    this.newest = Math.max(this.newest, of.seq);
    this.forgetHeldUpToCursor();
    return true;
  }

  /** A ping named the newest event (SPEC ORD-6). */
  heard(of: Position): void {
    if (of.epoch === this.epoch) {
      this.newest = Math.max(this.newest, of.seq);
    }
  }

  /** Whether an event is known to exist that was not handed on. */
  missing(): boolean {
    return this.newest > this.cursor;
  }

  private forgetHeldUpToCursor(): void {
    for (const seq of this.held.keys()) {
      if (seq <= this.cursor) {
        this.held.delete(seq);
      }
    }
  }
}
