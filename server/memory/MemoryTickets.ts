/** Used tickets in the memory of one server. They are forgotten with it, so those of another run are refused altogether. */
import { randomBytes } from 'node:crypto';
import type { TicketBook } from '../stores/TicketBook';
import { UsedOnce } from './UsedOnce';

export class MemoryTickets implements TicketBook {
  private readonly used: UsedOnce;
  private readonly id = randomBytes(16).toString('hex');

  /** `now` in milliseconds since 1970. */
  constructor(
    private readonly now: () => number,
    bound: number
  ) {
    this.used = new UsedOnce(bound);
  }

  async run(): Promise<{ id: string; now: number }> {
    return { id: this.id, now: this.now() };
  }

  async use({ id, run, expires }: { id: string; run: string; expires: number }): Promise<boolean> {
    const now = this.now();
    return run === this.id && expires > now && this.used.use(id, expires, now);
  }
}
