/** How often links are sent again what they miss. A few bytes ask for the whole log, so asking is not enough. Pure. */
import { TIMES } from '../protocol/limits';

export class CatchUps<L extends object> {
  private readonly begun = new WeakMap<L, { at: number; running: boolean }>();

  /** Runs `work`, unless the link's last one is under way still or began less than `TIMES.catchUp` ago. */
  async round(link: L, now: number, work: () => Promise<void>): Promise<void> {
    const last = this.begun.get(link);
    if (last && (last.running || now - last.at < TIMES.catchUp)) {
      return;
    }
    const round = { at: now, running: true };
    this.begun.set(link, round);
    try {
      await work();
    } finally {
      round.running = false;
    }
  }
}
