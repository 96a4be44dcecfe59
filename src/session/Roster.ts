/** Who is there: one map, `present -> away{since} -> gone`; a row owns the links that it came by. Pure. */
import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeJoin, Mode, Position } from '../protocol/messages';

export interface Row<L> {
  attendeeId: string;
  resumeSecret: string;
  tabId: string;
  name: string;
  mode: Mode;
  hand: boolean;
  /** In the order in which they joined; the last one is the newest. Empty when away. */
  links: L[];
  /** Milliseconds of the presenter's clock. */
  lastHeard: number;
  awaySince: number | null;
  last: Position | null;
}

export type Admission<L> =
  /** `replaced` are links of another tab, which are told so; `surplus` are older ones of the same tab, beyond the bound. */
  | { kind: 'admitted'; row: Row<L>; replaced: L[]; surplus: L[] }
  | { kind: 'refused'; reason: 'other-tab' | 'removed' | 'full' };

export class Roster<L> {
  private readonly byId = new Map<string, Row<L>>();
  private readonly removed = new Set<string>();

  rows(): ReadonlyArray<Row<L>> {
    return [...this.byId.values()];
  }

  get(attendeeId: string): Row<L> | undefined {
    return this.byId.get(attendeeId);
  }

  /** The newest link is the row's last; a second tab is let in only when it takes over (SPEC JOIN-3). */
  join(attendeeId: string, join: AttendeeJoin, link: L, now: number): Admission<L> {
    if (this.removed.has(attendeeId)) {
      return { kind: 'refused', reason: 'removed' };
    }
    const known = this.byId.get(attendeeId);
    if (known && known.resumeSecret !== join.resumeSecret) {
      return { kind: 'refused', reason: 'removed' };
    }
    if (known && known.tabId !== join.tabId && known.links.length > 0 && !join.takeOver) {
      return { kind: 'refused', reason: 'other-tab' };
    }
    if (!known && this.byId.size >= LIMITS.roster) {
      return { kind: 'refused', reason: 'full' };
    }
    const replaced = known && known.tabId !== join.tabId ? known.links : [];
    const links = [...(known?.links ?? []).filter((other) => !replaced.includes(other)), link];
    const surplus = links.splice(0, Math.max(0, links.length - LIMITS.attendeeLinks));
    const row: Row<L> = {
      attendeeId,
      resumeSecret: join.resumeSecret,
      tabId: join.tabId,
      name: join.name,
      mode: join.mode,
      hand: join.hand,
      links,
      lastHeard: now,
      awaySince: null,
      last: join.last,
    };
    this.byId.set(attendeeId, row);
    return { kind: 'admitted', row, replaced, surplus };
  }

  update(attendeeId: string, changes: Partial<Pick<Row<L>, 'mode' | 'hand' | 'lastHeard' | 'last'>>): void {
    const row = this.byId.get(attendeeId);
    if (row) {
      this.byId.set(attendeeId, { ...row, ...changes });
    }
  }

  /** A row without links is away. */
  linkGone(attendeeId: string, link: L, now: number): void {
    const row = this.byId.get(attendeeId);
    if (row?.links.includes(link)) {
      const links = row.links.filter((other) => other !== link);
      this.byId.set(attendeeId, { ...row, links, awaySince: links.length === 0 ? now : row.awaySince });
    }
  }

  leave(attendeeId: string): Row<L> | undefined {
    const row = this.byId.get(attendeeId);
    this.byId.delete(attendeeId);
    return row;
  }

  /** Leaves and stays out. */
  remove(attendeeId: string): Row<L> | undefined {
    this.removed.add(attendeeId);
    return this.leave(attendeeId);
  }

  /** Rows that fell silent, whose links are to be closed; rows away for too long are dropped. */
  sweep(now: number): Array<Row<L>> {
    for (const row of this.byId.values()) {
      if (row.awaySince !== null && now - row.awaySince >= TIMES.attendeeGone) {
        this.byId.delete(row.attendeeId);
      }
    }
    return this.rows().filter((row) => row.links.length > 0 && now - row.lastHeard >= TIMES.attendeeAway);
  }
}
