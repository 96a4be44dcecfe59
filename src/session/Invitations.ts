/**
 * Who of those behind the relay is told that there is room for a direct link: a few at a time, once they have stayed for
 * a while, and ever more seldom where nothing came of it. Pure; SPEC.md, CON-16.
 */
import type { Row } from './Roster';

interface Invitable {
  route: 'p2p' | 'relay';
  reachable: boolean;
}

/** How long somebody has been there, in milliseconds, before it is worth while to move. */
const SETTLED = 5_000;
/** Each moving costs the presenter's page a handshake of 4 to 12 ms. */
const AT_ONCE = 4;
/** How long after an invitation the next one may follow, in milliseconds; the last goes on for ever. */
const PAUSES = [10_000, 60_000, 300_000, 600_000];

export class Invitations<L extends Invitable> {
  private readonly told = new Map<string, { at: number; times: number }>();

  /** The links to send an invitation on now. `freeSlots` does not count those who may be on their way. */
  due(rows: ReadonlyArray<Row<L>>, freeSlots: number, now: number): L[] {
    const there = new Set(rows.map(({ attendeeId }) => attendeeId));
    [...this.told.keys()].filter((attendeeId) => !there.has(attendeeId)).forEach((id) => this.told.delete(id));
    let free = freeSlots - [...this.told.values()].filter(({ at }) => now - at < PAUSES[0]).length;
    const links: L[] = [];
    for (const { attendeeId, links: rowLinks, since } of rows) {
      const [link, ...others] = rowLinks;
      const settled = link?.route === 'relay' && link.reachable && others.length === 0 && now - since >= SETTLED;
      if (free > 0 && links.length < AT_ONCE && settled && this.mayTell(attendeeId, now)) {
        this.told.set(attendeeId, { at: now, times: (this.told.get(attendeeId)?.times ?? 0) + 1 });
        links.push(link);
        free--;
      }
    }
    return links;
  }

  private mayTell(attendeeId: string, now: number): boolean {
    const last = this.told.get(attendeeId);
    return !last || now - last.at >= (PAUSES[last.times - 1] ?? PAUSES[PAUSES.length - 1]);
  }
}
