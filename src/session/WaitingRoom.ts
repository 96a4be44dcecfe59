/** Who waits to be let in: one map, an entry owns the link that it came by last. Pure; SPEC JOIN-10 to JOIN-12. */
import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeJoin } from '../protocol/messages';

export interface Waiting<L> {
  attendeeId: string;
  /** As said last. */
  join: AttendeeJoin;
  /** Null while its wire is gone. */
  link: L | null;
  /** Milliseconds of the presenter's clock. */
  since: number;
  /** `heard` changes it in place. */
  lastHeard: number;
}

export type Knock<L> =
  /** `replaced` is an earlier link, of this tab or of another one that was taken over. */
  | { kind: 'waits'; replaced: { link: L; otherTab: boolean } | null }
  | { kind: 'refused'; reason: 'removed' | 'other-tab' | 'full' };

export class WaitingRoom<L> {
  private readonly byId = new Map<string, Waiting<L>>();
  private list: ReadonlyArray<Waiting<L>> | null = null;

  /** In the order in which they came. The same array as long as nothing has changed that anyone is shown. */
  rows(): ReadonlyArray<Waiting<L>> {
    this.list ??= [...this.byId.values()];
    return this.list;
  }

  has(attendeeId: string): boolean {
    return this.byId.has(attendeeId);
  }

  of(link: L): Waiting<L> | undefined {
    return this.rows().find((waiting) => waiting.link === link);
  }

  /** Somebody asks to be let in, for the first time or again by another link. */
  knock(attendeeId: string, join: AttendeeJoin, link: L, now: number): Knock<L> {
    const known = this.byId.get(attendeeId);
    if (known && known.join.resumeSecret !== join.resumeSecret) {
      return { kind: 'refused', reason: 'removed' };
    }
    if (known?.link && known.join.tabId !== join.tabId && !join.takeOver) {
      return { kind: 'refused', reason: 'other-tab' };
    }
    if (!known && this.byId.size >= LIMITS.waitingRoom && !this.makeRoom()) {
      return { kind: 'refused', reason: 'full' };
    }
    this.put({ attendeeId, join, link, since: known?.since ?? now, lastHeard: now });
    const replaced = known?.link ? { link: known.link, otherTab: known.join.tabId !== join.tabId } : null;
    return { kind: 'waits', replaced };
  }

  heard(link: L, now: number): void {
    const waiting = this.of(link);
    if (waiting) {
      waiting.lastHeard = now;
    }
  }

  /** Whoever comes back soon has the place that they had. */
  linkGone(link: L): void {
    const waiting = this.of(link);
    if (waiting) {
      this.put({ ...waiting, link: null });
    }
  }

  /** Waits no longer, whatever became of it. */
  take(attendeeId: string): Waiting<L> | undefined {
    const waiting = this.byId.get(attendeeId);
    this.byId.delete(attendeeId);
    this.list = null;
    return waiting;
  }

  /** Drops who fell silent; the links that those still have are to be closed. */
  sweep(now: number): L[] {
    const silent = this.rows().filter(({ lastHeard }) => now - lastHeard >= TIMES.attendeeAway);
    silent.forEach(({ attendeeId }) => this.take(attendeeId));
    return silent.flatMap(({ link }) => (link === null ? [] : [link]));
  }

  /** Drops one whose wire is gone; false when all are there. */
  private makeRoom(): boolean {
    const gone = this.rows().find(({ link }) => link === null);
    return gone !== undefined && this.take(gone.attendeeId) !== undefined;
  }

  private put(waiting: Waiting<L>): void {
    this.byId.set(waiting.attendeeId, waiting);
    this.list = null;
  }
}
