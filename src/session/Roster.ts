/** Who is there: one map, `present -> away{since} -> gone`; a row owns the links that it came by. Pure. */
import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeJoin, Following, Mode, Position } from '../protocol/messages';

export interface Row<L> {
  attendeeId: string;
  resumeSecret: string;
  tabId: string;
  name: string;
  mode: Mode;
  following: Following;
  hand: boolean;
  /** When the hand went up, in milliseconds of the presenter's clock; null while it is down. */
  handSince: number | null;
  /** When the attendee came first, and when from being away. */
  joined: number;
  since: number;
  /** In the order in which they joined; the last one is the newest. Empty when away. */
  links: L[];
  /** Milliseconds of the presenter's clock. `heard` changes it in place. */
  lastHeard: number;
  awaySince: number | null;
  /** `reached` changes it in place. */
  last: Position | null;
}

export type Admission<L> =
  /** `replaced` are links of another tab, which are told so; `surplus` are older ones of the same tab, beyond the bound. */
  | { kind: 'admitted'; row: Row<L>; replaced: L[]; surplus: L[] }
  | { kind: 'refused'; reason: 'other-tab' | 'removed' | 'full' };

export class Roster<L> {
  private readonly byId = new Map<string, Row<L>>();
  /** Made when asked for, kept until a row comes, goes or is replaced. */
  private list: { rows: ReadonlyArray<Row<L>>; links: readonly L[] } | null = null;

  /** The same array as long as nothing has changed that anyone is shown. */
  rows(): ReadonlyArray<Row<L>> {
    return this.listed().rows;
  }

  /** Of all rows. The same array as long as `rows` is. */
  links(): readonly L[] {
    return this.listed().links;
  }

  get size(): number {
    return this.byId.size;
  }

  get(attendeeId: string): Row<L> | undefined {
    return this.byId.get(attendeeId);
  }

  /** The newest link is the row's last; a second tab is let in only when it takes over (SPEC JOIN-3). */
  join(attendeeId: string, join: AttendeeJoin, link: L, now: number): Admission<L> {
    const known = this.byId.get(attendeeId);
    if (known && known.resumeSecret !== join.resumeSecret) {
      return { kind: 'refused', reason: 'removed' };
    }
    if (known && known.tabId !== join.tabId && known.links.length > 0 && !join.takeOver) {
      return { kind: 'refused', reason: 'other-tab' };
    }
    if (!known && this.byId.size >= LIMITS.roster && !this.makeRoom()) {
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
      following: known?.following ?? 'on',
      hand: join.hand,
      handSince: join.hand ? (known?.handSince ?? now) : null,
      joined: known?.joined ?? now,
      since: known && known.links.length > 0 ? known.since : now,
      links,
      lastHeard: now,
      awaySince: null,
      last: join.last,
    };
    this.put(row);
    return { kind: 'admitted', row, replaced, surplus };
  }

  /** Drops who is away for longest; false when everybody is there. */
  private makeRoom(): boolean {
    let longest: Row<L> | null = null;
    for (const row of this.byId.values()) {
      if (row.awaySince !== null && row.awaySince < (longest?.awaySince ?? Infinity)) {
        longest = row;
      }
    }
    return longest !== null && this.leave(longest.attendeeId) !== undefined;
  }

  /** What the presenter is shown of an attendee. */
  update(attendeeId: string, changes: Partial<Pick<Row<L>, 'mode' | 'following' | 'hand'>>, now: number): void {
    const row = this.byId.get(attendeeId);
    if (row) {
      const changed = { ...row, ...changes };
      this.put({ ...changed, handSince: changed.hand ? (row.handSince ?? now) : null });
    }
  }

  /** Something came from the attendee. In a room of a hundred that is a hundred times an event, and shown to nobody. */
  heard(attendeeId: string, now: number): void {
    const row = this.byId.get(attendeeId);
    if (row) {
      row.lastHeard = now;
    }
  }

  /** How far the attendee's log goes. */
  reached(attendeeId: string, last: Position): void {
    const row = this.byId.get(attendeeId);
    if (row) {
      row.last = last;
    }
  }

  /** A row without links is away. */
  linkGone(attendeeId: string, link: L, now: number): void {
    const row = this.byId.get(attendeeId);
    if (row?.links.includes(link)) {
      const links = row.links.filter((other) => other !== link);
      this.put({ ...row, links, awaySince: links.length === 0 ? now : row.awaySince });
    }
  }

  leave(attendeeId: string): Row<L> | undefined {
    const row = this.byId.get(attendeeId);
    this.drop(attendeeId);
    return row;
  }

  /**
   * Rows that fell silent, whose links are to be closed; rows away for too long are dropped.
   * @param watched links of which it is known otherwise whether the attendee is there: those need not speak up
   */
  sweep(now: number, watched: (link: L) => boolean = () => false): Array<Row<L>> {
    for (const row of this.byId.values()) {
      if (row.awaySince !== null && now - row.awaySince >= TIMES.attendeeGone) {
        this.drop(row.attendeeId);
      }
    }
    return this.rows().filter(
      ({ links, lastHeard }) => links.length > 0 && now - lastHeard >= TIMES.attendeeAway && !links.some(watched)
    );
  }

  private put(row: Row<L>): void {
    this.byId.set(row.attendeeId, row);
    this.list = null;
  }

  private drop(attendeeId: string): void {
    this.byId.delete(attendeeId);
    this.list = null;
  }

  private listed() {
    if (!this.list) {
      const rows = [...this.byId.values()];
      this.list = { rows, links: rows.flatMap((row) => row.links) };
    }
    return this.list;
  }
}
