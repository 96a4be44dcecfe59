/** How far an attendee has come: told to the presenter every five seconds, and asked about where events are missing. */
import { TIMES } from '../protocol/limits';
import type { Undo } from '../transport/Link';
import type { AttendeeLink } from './AttendeeLink';
import type { Clock } from './clock';
import type { Inbox } from './Inbox';

export class PositionReports {
  private askedAt = -Infinity;
  private cancel: Undo = () => {};

  constructor(
    private readonly inbox: Pick<Inbox<unknown>, 'last' | 'missing'>,
    private readonly clock: Clock,
    private readonly liveLink: () => AttendeeLink | null
  ) {}

  start(): void {
    this.stop();
    this.cancel = this.clock.after(TIMES.pong, () => {
      const link = this.liveLink();
      // Behind a hub it is the hub that knows who is there.
      if (link?.route === 'p2p') {
        link.send({ type: 'pong', last: this.inbox.last(), missing: false });
      }
      this.start();
    });
  }

  stop(): void {
    this.cancel();
  }

  /** The way that the events came by is asked first, then the presenter; once in `TIMES.catchUp` at most. */
  askForMissing(): void {
    const now = this.clock.now();
    if (!this.inbox.missing() || now - this.askedAt < TIMES.catchUp) {
      return;
    }
    this.askedAt = now;
    void this.liveLink()
      ?.after(this.inbox.last())
      .then((again) => again || this.liveLink()?.send({ type: 'pong', last: this.inbox.last(), missing: true }));
  }
}
