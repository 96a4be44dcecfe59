/** One attendee in one session: runs the connection's effects, keeps the order, hands events on, sends receipts. */
import type { Routes } from '../protocol/directoryApi';
import type { CryptoBackend } from '../protocol/crypto';
import { TIMES } from '../protocol/limits';
import type {
  AttendeeMessage,
  Following,
  Mode,
  Position,
  Receipt,
  SessionStart,
  Snapshot,
  StageEvent,
  StepRef,
} from '../protocol/messages';
import type { Dial, Undo } from '../transport/Link';
import type { AttendeeLink, Received } from './AttendeeLink';
import { AttendeeLinks } from './AttendeeLinks';
import type { Clock } from './clock';
import { ConnectionRun } from './ConnectionRun';
import type { ConnectionState } from './connectionState';
import { Doings, type AttendeeProgress } from './Doings';
import { Inbox } from './Inbox';
import { Lateness } from './Lateness';
import { PositionReports } from './PositionReports';
import { PresenterPace } from './PresenterPace';
import { RoomSeen } from './RoomSeen';
import { OwnState } from './OwnState';

/** Who this attendee is over reloads. */
export interface AttendeeIdentity {
  /** 16 bytes as hex. */
  attendeeId: string;
  /** 32 bytes as hex; only the presenter and this browser know it. */
  resumeSecret: string;
  /** 8 bytes as hex. */
  tabId: string;
}

export interface AttendeeOptions {
  session: string;
  /** The presenter's public key: pinned, no other is taken. */
  identity: Uint8Array;
  who: AttendeeIdentity;
  name: string;
  mode: Mode;
  hand: boolean;
  takeOver: boolean;
  /** This page goes on for an earlier one of the same tab. */
  rejoining: boolean;
  /** Which ways to the presenter there are. */
  routes: Routes;
  /** What an earlier page reported to `progressed` last. */
  before: AttendeeProgress | null;
}

export interface AttendeeDeps {
  crypto: CryptoBackend;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  dial: Dial;
  inbox?: Inbox<Received>;
}

export interface AttendeeHandlers {
  /** Anything that `view` tells has changed. */
  changed(): void;
  /**
   * In order, each at most once. `begun` and `receipt` are owed for it. `late`: it was said while this
   * attendee was cut off for longer than `TIMES.shortOutage`.
   */
  event(event: StageEvent, of: Position, late: boolean): void;
  /** The room's state, for one who cannot or need not have the events before. */
  snapshot(snapshot: Snapshot, of: Position): void;
  /** An earlier page of this tab had this event, and what it showed is shown in the room still. Nothing is owed for it. */
  stillShown(step: StepRef, of: Position): void;
  progressed(progress: AttendeeProgress): void;
}

export class AttendeeSession {
  private readonly connection: ConnectionRun;
  private readonly links: AttendeeLinks;
  private readonly inbox: Inbox<Received>;
  private readonly doings: Doings;
  private readonly reports: PositionReports;
  private readonly room = new RoomSeen();
  private readonly lateness = new Lateness();
  private readonly startedAt: number;
  private readonly own: OwnState;
  private readonly pace: PresenterPace;
  /** With what this attendee may type in the shared terminal. */
  private typing: string | null = null;
  /** By what this attendee is known to drive the shared browser. */
  private driving: string | null = null;
  private cancelSaying: Undo = () => {};

  constructor(
    options: AttendeeOptions,
    private readonly deps: AttendeeDeps,
    private readonly on: AttendeeHandlers
  ) {
    this.own = new OwnState(options);
    this.startedAt = deps.clock.now();
    this.pace = new PresenterPace(deps.clock, () => this.connection.take({ type: 'end', reason: 'unexpected' }));
    this.inbox = deps.inbox ?? new Inbox<Received>(options.before?.last ?? null);
    this.doings = new Doings(
      {
        clock: deps.clock,
        random: () => deps.random(),
        send: (receipts) => this.send({ type: 'receipt', receipts }),
        progressed: on.progressed,
      },
      options.before
    );
    this.reports = new PositionReports(this.inbox, deps.clock, () => this.liveLink());
    this.links = new AttendeeLinks(
      {
        dial: deps.dial,
        link: {
          crypto: deps.crypto,
          at: () => Math.floor(deps.clock.now() - this.startedAt),
          session: options.session,
          identity: options.identity,
          attendeeId: options.who.attendeeId,
          join: () => this.own.join(options, this.room.snapshot || options.before ? this.inbox.last() : null),
        },
      },
      {
        frame: () => this.pace.frame(),
        opened: (attempt, route) => this.connection.take({ type: 'opened', attempt, route }),
        verified: (attempt) => this.connection.take({ type: 'verified', attempt }),
        waits: (attempt) => this.onWait(attempt),
        welcomed: (attempt, start, before) => this.onWelcome(attempt, this.asHere(start, before)),
        invited: (attempt) => this.connection.take({ type: 'invited', attempt }),
        handLowered: () => this.own.hand && this.setHand(false),
        typing: (key) => {
          this.typing = key;
          this.on.changed();
        },
        driving: (key) => {
          this.driving = key;
          this.on.changed();
        },
        stage: (attempt, of, event) => this.onStage(attempt, of, event),
        skipped: (attempt, of, snapshot) => this.onSkipped(attempt, of, snapshot),
        pinged: (attempt, of, people) => this.onPing(attempt, of, people),
        ended: (reason) => this.connection.take({ type: 'end', reason }),
        failed: (attempt, reason) => this.connection.take({ type: 'failed', attempt, reason }),
        back: (attempt) => this.links.get(attempt) === this.liveLink() && this.sayOwnSoon(),
        closed: (attempt) => this.connection.take({ type: 'closed', attempt }),
      }
    );
    const { who, rejoining, routes } = options;
    this.connection = new ConnectionRun(
      { clock: deps.clock, random: () => deps.random(), people: () => this.room.people },
      {
        dial: (attempt, route) => this.links.dial(attempt, route),
        abandon: (attempt) => this.links.abandon(attempt),
        adopted: () => this.adopted(),
        heardAgain: () => this.sayOwnSoon(),
        became: (kind) => this.became(kind),
      }
    );
    this.connection.begin(who.attendeeId, { rejoining, routes });
  }

  view() {
    const connection = this.connection.state;
    return {
      connection,
      mode: this.own.mode,
      hand: this.own.hand,
      snapshot: this.room.snapshot,
      step: this.room.step,
      typing: this.typing,
      driving: this.driving,
      route: ('link' in connection ? this.links.get(connection.link)?.route : null) ?? ('p2p' as const),
    };
  }

  setMode(mode: Mode): void {
    this.own.mode = mode;
    this.send(this.own.modeChange());
    this.on.changed();
  }

  /** How follow mode stands here. */
  setFollowing(following: Following): void {
    if (following !== this.own.following) {
      this.own.following = following;
      this.send(this.own.modeChange());
    }
  }

  setHand(up: boolean): void {
    this.own.hand = up;
    this.send(this.own.handRaise());
    this.on.changed();
  }

  /** An event's action begins now: a page that goes from here on does not begin it again. */
  begun(of: Position): void {
    this.doings.begun(of);
  }

  /** The person here is asked about an event that has begun. */
  asked(of: Position): void {
    this.doings.asked(of);
  }

  receipt(of: Position, outcome: Receipt['outcome'], detail?: string): void {
    this.doings.ended(of, outcome, detail);
  }

  /** The network or the page came back: try at once. */
  nudge(): void {
    this.connection.take({ type: 'nudge' });
  }

  leave(): void {
    this.doings.flush();
    this.send({ type: 'attendee_leave' });
    const { state } = this.connection;
    if (state.kind === 'admitting') {
      state.ctx.attempts.forEach((_, attempt) => this.links.get(attempt)?.send({ type: 'attendee_leave' }));
    }
    this.connection.take({ type: 'end', reason: 'ended' });
  }

  /** The page goes away, perhaps to come back: links are closed so that the presenter knows at once. */
  dispose(): void {
    this.doings.flush();
    this.connection.take({ type: 'end', reason: 'ended' });
  }

  private became(kind: ConnectionState['kind']): void {
    if (kind === 'ended') {
      this.reports.stop();
      this.cancelSaying();
    }
    this.on.changed();
  }

  /** An answer each time, so that the presenter knows that somebody is there still. */
  private onWait(attempt: number): void {
    this.connection.take({ type: 'asked', attempt });
    this.links.get(attempt)?.send({ type: 'pong', last: { epoch: 0, seq: 0 }, missing: false });
  }

  /**
   * A new key by the link that this attendee is in by: it is the same page with the same log, so nothing was lost, wherever
   * that page takes this attendee to stand (SPEC SEAL-6).
   */
  private asHere(start: SessionStart, before: number | null): SessionStart {
    const isNewKey = before === this.inbox.last().epoch && start.epoch > before;
    return isNewKey ? { ...start, resumed: true, base: start.seq } : start;
  }

  private onWelcome(attempt: number, start: SessionStart): void {
    if (!this.inbox.enter(start)) {
      this.connection.take({ type: 'failed', attempt, reason: 'presenter-absent' });
      return;
    }
    const isFirst = this.room.snapshot === null;
    this.room.enter(start);
    this.own.takeOver = false;
    this.lateness.heard(this.silence());
    this.lateness.newest(start);
    this.connection.take({ type: 'joined', attempt });
    this.connection.take({ type: 'heard', attempt });
    if (!start.resumed) {
      this.restart(start.snapshot, { epoch: start.epoch, seq: start.seq });
    } else if (isFirst) {
      this.takeUp(start);
    }
    this.on.changed();
  }

  private onSkipped(attempt: number, of: Position, snapshot: Snapshot): void {
    this.connection.take({ type: 'heard', attempt });
    if (this.inbox.skipTo(of)) {
      this.room.enter({ snapshot, resumed: false });
      this.restart(snapshot, of);
      this.on.changed();
    }
  }

  private restart(snapshot: Snapshot, of: Position): void {
    if (this.pace.handsOn()) {
      this.on.snapshot(snapshot, of);
      this.doings.restart(of);
    }
  }

  /** What was shown after the earlier page's last event comes as an event. */
  private takeUp({ epoch, snapshot: { highlight } }: SessionStart): void {
    if (highlight && highlight.seq <= this.inbox.last().seq) {
      this.on.stillShown(highlight.step, { epoch, seq: highlight.seq });
    }
  }

  private adopted(): void {
    this.sayOwn();
    this.reports.start();
  }

  /** Mode, hand and receipts may have changed or been lost since the join was sealed: said again, last value wins. */
  private sayOwn(): void {
    this.cancelSaying();
    if (this.liveLink()) {
      this.send(this.own.modeChange());
      this.send(this.own.handRaise());
      this.doings.sayAgain();
    }
  }

  /** What was said by the link that there is may be lost. Not by a whole room at the same moment. */
  private sayOwnSoon(): void {
    const spread = Math.min(this.room.people * TIMES.suspectJitterEach, TIMES.suspectJitter);
    this.cancelSaying();
    this.cancelSaying = this.deps.clock.after(this.deps.random() * spread, () => this.sayOwn());
  }

  private onStage(attempt: number, of: Position, received: Received): void {
    this.lateness.heard(this.silence());
    this.connection.take({ type: 'heard', attempt });
    const taken = this.inbox.take(of, received);
    if (taken.length === 0) {
      this.reports.askForMissing();
    }
    for (const ready of taken) {
      if (this.connection.state.kind === 'ended' || !this.pace.handsOn()) {
        return;
      }
      this.doings.handed(ready.of);
      if (ready.item === 'unsupported') {
        this.receipt(ready.of, 'unsupported');
      } else if (ready.item.type === 'session_end') {
        this.connection.take({ type: 'end', reason: ready.item.reason });
      } else {
        this.room.follow(ready.item, ready.of);
        this.on.changed();
        this.on.event(ready.item, ready.of, this.lateness.isLate(ready.of));
      }
    }
  }

  /** Milliseconds since the presenter was heard last; 0 for who never was live. */
  private silence(): number {
    const { lastSeen } = this.connection.state.ctx;
    return lastSeen === null ? 0 : this.deps.clock.now() - lastSeen;
  }

  private onPing(attempt: number, of: Position, people: number): void {
    this.room.people = people;
    this.lateness.heard(this.silence());
    this.lateness.newest(of);
    this.connection.take({ type: 'heard', attempt });
    this.inbox.heard(of);
    this.reports.askForMissing();
  }

  /** On the live link. False without one, and nothing is lost: everything that matters is said again on the next. */
  private send(message: AttendeeMessage): boolean {
    const link = this.liveLink();
    link?.send(message);
    return link !== null;
  }

  private liveLink(): AttendeeLink | null {
    const { state } = this.connection;
    return state.kind === 'live' || state.kind === 'suspect' ? this.links.get(state.link) : null;
  }
}
