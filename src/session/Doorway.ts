/** The presenter's end of the door: who knocks, who waits, what those hear. Tells the session whom to take in. */
import { TIMES } from '../protocol/limits';
import type { AttendeeJoin, AttendeeMessage, EndReason } from '../protocol/messages';
import type { Clock } from './clock';
import { Door, type DoorState, type Out } from './Door';
import type { PresenterLink } from './PresenterLink';
import { Throttle } from './Throttle';
import { WaitingRoom, type Waiting } from './WaitingRoom';

/** A room that comes in together is written down together, in milliseconds. */
const WRITE_EVERY = 250;

export interface DoorwayDeps {
  clock: Clock;
  kept: DoorState;
  /** Of the group key that is in use. */
  epoch(): number;
}

export interface DoorwayHandlers {
  /** Takes the attendee in, and says whether there was a place. */
  enter(link: PresenterLink, join: AttendeeJoin): boolean;
  /** The link is of no use any more. */
  drop(link: PresenterLink): void;
  changed(): void;
  persist(state: DoorState): void;
}

export class Doorway {
  private readonly door: Door;
  private readonly waiting = new WaitingRoom<PresenterLink>();
  private readonly writing: Throttle;
  private unwritten = false;
  private saidAt = -Infinity;

  constructor(
    private readonly deps: DoorwayDeps,
    private readonly on: DoorwayHandlers
  ) {
    this.door = new Door(deps.kept);
    this.writing = new Throttle(
      deps.clock,
      () => WRITE_EVERY,
      () => this.write()
    );
  }

  view() {
    const { locked, admit } = this.door;
    return { locked, admit, waiting: this.waiting.rows(), out: this.door.outside() };
  }

  /** A link has joined. `inRoom`: its attendee is in the list. */
  knock(link: PresenterLink, attendeeId: string, join: AttendeeJoin, inRoom: boolean): void {
    const here = inRoom ? 'in' : this.waiting.has(attendeeId) ? 'waits' : 'new';
    const verdict = this.door.ask(attendeeId, join.resumeSecret, here);
    if (verdict.kind === 'refused') {
      this.sendAway(link, verdict.reason);
    } else if (verdict.kind === 'in') {
      this.enter(link, attendeeId, join);
    } else {
      this.letWait(link, attendeeId, join);
    }
  }

  /** Whether the link is one that waits; those are heard to be there and to leave, and nothing else (SPEC JOIN-10). */
  heard(link: PresenterLink, message: AttendeeMessage): boolean {
    const waiting = this.waiting.of(link);
    if (!waiting) {
      return false;
    }
    if (message.type === 'pong') {
      this.waiting.heard(link, this.deps.clock.now());
      return true;
    }
    if (message.type === 'attendee_leave') {
      this.waiting.take(waiting.attendeeId);
      this.on.changed();
    }
    link.close();
    return true;
  }

  linkGone(link: PresenterLink): void {
    this.waiting.linkGone(link);
  }

  set(change: Partial<Pick<DoorState, 'locked' | 'admit'>>): void {
    Object.assign(this.door, change);
    if (this.door.open) {
      this.admit(this.waiting.rows().map(({ attendeeId }) => attendeeId));
    }
    this.writing.now();
    this.on.changed();
  }

  admit(attendeeIds: readonly string[]): void {
    for (const { attendeeId, join, link } of this.takeAll(attendeeIds)) {
      if (link) {
        this.enter(link, attendeeId, join);
      } else {
        this.door.letIn(attendeeId, join.resumeSecret);
      }
    }
    this.writing.now();
    this.on.changed();
  }

  decline(attendeeIds: readonly string[]): void {
    for (const { attendeeId, link, join } of this.takeAll(attendeeIds)) {
      this.door.shut(attendeeId, { why: 'declined', name: join.name, resumeSecret: join.resumeSecret });
      if (link) {
        this.sendAway(link, 'declined');
      }
    }
    this.writing.now();
    this.on.changed();
  }

  /** Of somebody who is in the room; its links are the session's to close. */
  shut(attendeeId: string, out: Out): void {
    this.door.shut(attendeeId, out);
    this.writing.now();
  }

  /** Whoever was kept out may come in again. */
  letBack(attendeeId: string): void {
    this.door.letBack(attendeeId);
    this.writing.now();
    this.on.changed();
  }

  /** About once a second. */
  tick(): void {
    const now = this.deps.clock.now();
    const before = this.waiting.rows();
    this.waiting.sweep(now).forEach((link) => this.on.drop(link));
    if (now - this.saidAt >= TIMES.waiting) {
      this.saidAt = now;
      this.waiting.rows().forEach(({ link }) => link && this.sayWait(link));
    }
    if (this.waiting.rows() !== before) {
      this.on.changed();
    }
  }

  close(): void {
    this.writing.close();
    if (this.unwritten) {
      this.write();
    }
  }

  private enter(link: PresenterLink, attendeeId: string, join: AttendeeJoin): void {
    // Told apart by its secret already: one that knocks with another has been refused.
    this.waiting.take(attendeeId);
    if (this.on.enter(link, join)) {
      this.door.letIn(attendeeId, join.resumeSecret);
      this.unwritten = true;
      this.writing.soon();
    }
  }

  private letWait(link: PresenterLink, attendeeId: string, join: AttendeeJoin): void {
    const knock = this.waiting.knock(attendeeId, join, link, this.deps.clock.now());
    if (knock.kind === 'refused') {
      this.sendAway(link, knock.reason);
      return;
    }
    if (knock.replaced?.otherTab) {
      this.sendAway(knock.replaced.link, 'taken-over');
    } else {
      knock.replaced?.link.close();
    }
    this.sayWait(link);
    this.on.changed();
  }

  private takeAll(attendeeIds: readonly string[]): Array<Waiting<PresenterLink>> {
    return attendeeIds.flatMap((attendeeId) => this.waiting.take(attendeeId) ?? []);
  }

  private sayWait(link: PresenterLink): void {
    void link.send({ type: 'session_wait' }, this.deps.epoch());
  }

  private sendAway(link: PresenterLink, reason: EndReason): void {
    void link.send({ type: 'session_end', reason }, this.deps.epoch());
    link.close();
  }

  private write(): void {
    this.unwritten = false;
    this.on.persist(this.door.state());
  }
}
