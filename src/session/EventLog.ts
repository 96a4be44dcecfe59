/** The presenter's events: numbered once, sealed once an epoch, kept to be sent again, written down before they are sent. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { stageEventSchema, type StageEvent } from '../protocol/messages';
import { readStored, writeStored, type KeyValueStore } from './store';

const entrySchema = z.object({
  seq: z.number().int().positive(),
  epoch: z.number().int().min(0),
  event: stageEventSchema,
});

/** The log's newest seq when an epoch began. */
export interface Base {
  epoch: number;
  seq: number;
}

export interface LoggedEvent {
  seq: number;
  /** In which it was published; later epochs may send it again. */
  epoch: number;
  event: StageEvent;
}

export class EventLog {
  private readonly entries = new Map<number, LoggedEvent & { frame: Promise<Uint8Array> | null }>();
  private newestSeq = 0;

  /**
   * Takes up what earlier pages of the same session wrote down, up to the first hole. What a page wrote after its
   * epoch was over, while another page presented already, does not count.
   */
  constructor(
    private readonly store: KeyValueStore,
    private readonly session: string,
    private epoch: number,
    bases: readonly Base[]
  ) {
    const found: LoggedEvent[] = [];
    for (let slot = 0; slot < LIMITS.logEvents; slot++) {
      const entry = readStored(store, this.key(slot), entrySchema);
      if (entry && entry.epoch === epochAt(bases, entry.seq)) {
        found.push(entry);
      }
    }
    found.sort((a, b) => a.seq - b.seq);
    const firstHole = found.findIndex((entry, index) => entry.seq !== found[0].seq + index);
    for (const entry of firstHole < 0 ? found : found.slice(0, firstHole)) {
      this.entries.set(entry.seq, { ...entry, frame: null });
      this.newestSeq = entry.seq;
    }
  }

  newest(): number {
    return this.newestSeq;
  }

  /** The newest seq that is not kept, before those that are. */
  before(): number {
    const [oldest] = this.entries.keys();
    return oldest === undefined ? this.newestSeq : oldest - 1;
  }

  events(): LoggedEvent[] {
    return [...this.entries.values()].map(({ seq, epoch, event }) => ({ seq, epoch, event }));
  }

  /** Written down when this returns (where the store takes it). Returns the event's seq. */
  append(event: StageEvent): number {
    const seq = ++this.newestSeq;
    const logged: LoggedEvent = { seq, epoch: this.epoch, event };
    writeStored(this.store, this.key(seq % LIMITS.logEvents), logged);
    this.entries.set(seq, { ...logged, frame: null });
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
        entry.frame ??= seal(entry);
        frames.push(entry.frame);
      }
    }
    return frames;
  }

  /** A new epoch has a new key: what was sealed before is no use. */
  enter(epoch: number): void {
    this.epoch = epoch;
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

/** The epoch that an event with this seq must be of. */
function epochAt(bases: readonly Base[], seq: number): number {
  return Math.max(0, ...bases.filter((base) => base.seq < seq).map((base) => base.epoch));
}
