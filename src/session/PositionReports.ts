/** How far an attendee has come: told to the presenter every five seconds, and asked about where events are missing. */
import { TIMES } from '../protocol/limits';
import type { Position } from '../protocol/messages';
import type { Undo } from '../transport/Link';
import type { AttendeeLink } from './AttendeeLink';
import type { Clock } from './clock';
import type { Inbox } from './Inbox';

export class PositionReports {
  private askedAt = -Infinity;
  /** Where this attendee stood at the last look; null while nothing is missing. */
  private stood: Position | null = null;
  private cancel: Undo = () => {};

  constructor(
    private readonly inbox: Pick<Inbox<unknown>, 'last' | 'missing'>,
    private readonly clock: Clock,
    private readonly liveLink: () => AttendeeLink | null
  ) {}

  /** On a link that was just adopted. */
  start(): void {
    this.stood = null;
    this.tellLater();
  }

  stop(): void {
    this.cancel();
  }

  /**
   * The way that the events came by is asked first, then the presenter; once in `TIMES.catchUp` at most, and not again while
   * what is missing comes in: over a slow way, or to a slow page, all of it would come once more for each question.
   */
  askForMissing(): void {
    if (!this.inbox.missing()) {
      this.stood = null;
      return;
    }
    const now = this.clock.now();
    if (now - this.askedAt < TIMES.catchUp) {
      return;
    }
    this.askedAt = now;
    const comesIn = this.stood !== null && this.hasMovedFrom(this.stood);
    const last = this.inbox.last();
    this.stood = last;
    if (comesIn) {
      return;
    }
    void this.liveLink()
      ?.after(last)
      .then((again) => {
        if (!again && !this.hasMovedFrom(last)) {
          this.liveLink()?.send({ type: 'pong', last, missing: true });
        }
      });
  }

  private tellLater(): void {
    this.stop();
    this.cancel = this.clock.after(TIMES.pong, () => {
      const link = this.liveLink();
      // Behind a hub it is the hub that knows who is there.
      if (link?.route === 'p2p') {
        link.send({ type: 'pong', last: this.inbox.last(), missing: false });
      }
      this.tellLater();
    });
  }

  private hasMovedFrom({ epoch, seq }: Position): boolean {
    const last = this.inbox.last();
    return last.epoch !== epoch || last.seq !== seq;
  }
}
