/** The links that an attendee's attempts have made: what comes from an attempt that was given up is dropped here. */
import type { SessionStart, Snapshot, EndReason, Position } from '../protocol/messages';
import type { Dial, Route, Undo } from '../transport/Link';
import { AttendeeLink, type AttendeeLinkDeps, type Received } from './AttendeeLink';
import { SessionError, type SessionErrorReason } from './SessionError';

export interface AttendeeLinksHandlers {
  /** Something came on a link, before it is read. */
  frame(): void;
  opened(attempt: number, route: Route): void;
  verified(attempt: number): void;
  waits(attempt: number): void;
  welcomed(attempt: number, start: SessionStart, before: number | null): void;
  invited(attempt: number): void;
  handLowered(): void;
  typing(key: string | null): void;
  driving(key: string | null): void;
  stage(attempt: number, of: Position, event: Received): void;
  skipped(attempt: number, of: Position, snapshot: Snapshot): void;
  pinged(attempt: number, of: Position, people: number): void;
  ended(reason: EndReason): void;
  failed(attempt: number, reason: SessionErrorReason): void;
  back(attempt: number): void;
  closed(attempt: number): void;
}

export class AttendeeLinks {
  private readonly attempts = new Map<number, { link: AttendeeLink | null; giveUp: Undo }>();

  constructor(
    private readonly deps: { dial: Dial; link: AttendeeLinkDeps },
    private readonly on: AttendeeLinksHandlers
  ) {}

  /** Null while the attempt has none. */
  get(attempt: number): AttendeeLink | null {
    return this.attempts.get(attempt)?.link ?? null;
  }

  dial(attempt: number, route: Route): void {
    const entry: { link: AttendeeLink | null; giveUp: Undo } = { link: null, giveUp: () => {} };
    this.attempts.set(attempt, entry);
    const current =
      <A extends unknown[]>(handle: (...args: A) => void) =>
      (...args: A) => {
        if (this.attempts.get(attempt) === entry) {
          handle(...args);
        }
      };
    entry.giveUp = this.deps.dial(route, {
      open: (link) => {
        if (this.attempts.get(attempt) !== entry) {
          link.close();
          return;
        }
        link.onFrame(current(() => this.on.frame()));
        entry.link = new AttendeeLink(link, this.deps.link, {
          verified: current(() => this.on.verified(attempt)),
          waits: current(() => this.on.waits(attempt)),
          welcomed: current((start, before) => this.on.welcomed(attempt, start, before)),
          invited: current(() => this.on.invited(attempt)),
          handLowered: current(() => this.on.handLowered()),
          typing: current((key) => this.on.typing(key)),
          driving: current((key) => this.on.driving(key)),
          stage: current((of, event) => this.on.stage(attempt, of, event)),
          skipped: current((of, snapshot) => this.on.skipped(attempt, of, snapshot)),
          pinged: current((of, people) => this.on.pinged(attempt, of, people)),
          ended: current((reason) => this.on.ended(reason)),
          failed: current((reason) => this.on.failed(attempt, reason)),
          back: current(() => this.on.back(attempt)),
          closed: current(() => this.on.closed(attempt)),
        });
        this.on.opened(attempt, link.route);
      },
      failed: current((error) => this.on.failed(attempt, SessionError.from(error).reason)),
    });
  }

  abandon(attempt: number): void {
    const entry = this.attempts.get(attempt);
    this.attempts.delete(attempt);
    entry?.link?.close();
    entry?.giveUp();
  }
}
