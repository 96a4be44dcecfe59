/** The presenter's events: numbered once, sealed once an epoch, kept to be sent again, written down before they are sent. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { stageEventSchema, type StageEvent } from '../protocol/messages';
import { readStored, writeStored, type KeyValueStore } from './store';

const entrySchema = z.object({ seq: z.number().int().positive(), event: stageEventSchema });

export interface LoggedEvent {
  seq: number;
  event: StageEvent;
}

export class EventLog {
  private readonly entries = new Map<number, { event: StageEvent; frame: Promise<Uint8Array> | null }>();
  private newestSeq = 0;

  /** Takes up what an earlier page of the same session wrote down; entries with a hole behind them are dropped. */
  constructor(
    private readonly store: KeyValueStore,
    private readonly session: string
  ) {
    const found: LoggedEvent[] = [];
    for (let slot = 0; slot < LIMITS.logEvents; slot++) {
      const entry = readStored(store, this.key(slot), entrySchema);
      if (entry) {
        found.push(entry);
      }
    }
    found.sort((a, b) => b.seq - a.seq);
    const run = found.filter((entry, index) => entry.seq === found[0].seq - index).reverse();
    for (const { seq, event } of run) {
      this.entries.set(seq, { event, frame: null });
      this.newestSeq = seq;
    }
  }

  newest(): number {
    return this.newestSeq;
  }

  events(): LoggedEvent[] {
    return [...this.entries].map(([seq, { event }]) => ({ seq, event }));
  }

  /** Written down when this returns (where the store takes it). Returns the event's seq. */
  append(event: StageEvent): number {
    const seq = ++this.newestSeq;
    writeStored(this.store, this.key(seq % LIMITS.logEvents), { seq, event });
    this.entries.set(seq, { event, frame: null });
    this.entries.delete(seq - LIMITS.logEvents);
    return seq;
  }

  /** Whether all that came after `seq` is still here. */
  reachesBackTo(seq: number): boolean {
    return seq <= this.newestSeq && (seq === this.newestSeq || this.entries.has(seq + 1));
  }

  /** The frames after `seq`, in order, up to `upTo`; sealed with `seal` where this epoch has not yet. */
  frames(seq: number, upTo: number, seal: (logged: LoggedEvent) => Promise<Uint8Array>): Array<Promise<Uint8Array>> {
    const frames: Array<Promise<Uint8Array>> = [];
    for (let next = seq + 1; next <= upTo; next++) {
      const entry = this.entries.get(next);
      if (entry) {
        entry.frame ??= seal({ seq: next, event: entry.event });
        frames.push(entry.frame);
      }
    }
    return frames;
  }

  /** A new epoch has a new key: what was sealed before is no use. */
  forgetFrames(): void {
    for (const entry of this.entries.values()) {
      entry.frame = null;
    }
  }

  /** Takes everything written down away. */
  erase(): void {
    for (let slot = 0; slot < LIMITS.logEvents; slot++) {
      this.store.remove(this.key(slot));
    }
  }

  private key(slot: number): string {
    return `log/${this.session}/${slot}`;
  }
}
