/** One attendee in one session: runs the connection's effects, keeps the order, hands events on, sends receipts. */
import { RATES, TIMES } from '../protocol/limits';
import type { CryptoBackend } from '../protocol/crypto';
import type {
  AttendeeMessage,
  Mode,
  Position,
  Receipt,
  SessionStart,
  Snapshot,
  StageEvent,
  StepRef,
} from '../protocol/messages';
import { TokenBucket } from '../protocol/tokenBucket';
import type { Dial, Undo } from '../transport/Link';
import type { AttendeeLink, Received } from './AttendeeLink';
import { AttendeeLinks } from './AttendeeLinks';
import type { Clock } from './clock';
import { begin, nextWake, step } from './connection';
import type { ConnectionEffect, ConnectionInput, ConnectionState } from './connectionState';
import { Doings, type AttendeeProgress } from './Doings';
import { Inbox } from './Inbox';
import { reduceStage } from './stage';

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
  /** Whether there is a relay to dial besides. */
  relay: boolean;
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
  /** In order, each at most once. `begun` and `receipt` are owed for it. */
  event(event: StageEvent, of: Position): void;
  /** The room's state, for one who cannot or need not have the events before. */
  snapshot(snapshot: Snapshot, of: Position): void;
  progressed(progress: AttendeeProgress): void;
}

export class AttendeeSession {
  private connection: ConnectionState;
  private readonly links: AttendeeLinks;
  private readonly inbox: Inbox<Received>;
  private readonly doings: Doings;
  private askedAt = -Infinity;
  private readonly startedAt: number;
  private cancelWake: Undo = () => {};
  private cancelPong: Undo = () => {};
  private welcome: SessionStart | null = null;
  private mode: Mode;
  private hand: boolean;
  private step: StepRef | null = null;
  private takeOver: boolean;
  private readonly pace: TokenBucket;

  constructor(
    private readonly options: AttendeeOptions,
    private readonly deps: AttendeeDeps,
    private readonly on: AttendeeHandlers
  ) {
    this.mode = options.mode;
    this.hand = options.hand;
    this.takeOver = options.takeOver;
    this.startedAt = deps.clock.now();
    this.pace = new TokenBucket(RATES.stageEvents, this.startedAt);
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
    this.links = new AttendeeLinks(
      {
        dial: deps.dial,
        link: {
          crypto: deps.crypto,
          at: () => Math.floor(deps.clock.now() - this.startedAt),
          session: options.session,
          identity: options.identity,
          attendeeId: options.who.attendeeId,
          join: () => this.joinMessage(),
        },
      },
      {
        opened: (attempt, route) => this.dispatch({ type: 'opened', attempt, route }),
        verified: (attempt) => this.dispatch({ type: 'verified', attempt }),
        waits: (attempt) => this.onWait(attempt),
        welcomed: (attempt, start) => this.onWelcome(attempt, start),
        handLowered: () => this.hand && this.setHand(false),
        stage: (attempt, of, event) => this.onStage(attempt, of, event),
        pinged: (attempt, of) => this.onPing(attempt, of),
        ended: (reason) => this.dispatch({ type: 'end', reason }),
        failed: (attempt, reason) => this.dispatch({ type: 'failed', attempt, reason }),
        closed: (attempt) => this.dispatch({ type: 'closed', attempt }),
      }
    );
    const { who, rejoining, relay } = options;
    const [state, effects] = begin(who.attendeeId, { rejoining, relay }, this.stepDeps());
    this.connection = state;
    this.run(effects);
  }

  view() {
    const { connection } = this;
    return {
      connection,
      mode: this.mode,
      hand: this.hand,
      snapshot: this.welcome?.snapshot ?? null,
      step: this.step,
      route: ('link' in connection ? this.links.get(connection.link)?.route : null) ?? ('p2p' as const),
    };
  }

  setMode(mode: Mode): void {
    this.mode = mode;
    this.send({ type: 'mode_change', mode });
    this.on.changed();
  }

  setHand(up: boolean): void {
    this.hand = up;
    this.send({ type: 'hand_raise', up });
    this.on.changed();
  }

  /** An event's action begins now: a page that goes from here on does not begin it again. */
  begun(of: Position): void {
    this.doings.begun(of);
  }

  receipt(of: Position, outcome: Receipt['outcome'], detail?: string): void {
    this.doings.ended(of, outcome, detail);
  }

  /** The network or the page came back: try at once. */
  nudge(): void {
    this.dispatch({ type: 'nudge' });
  }

  leave(): void {
    this.doings.flush();
    this.send({ type: 'attendee_leave' });
    if (this.connection.kind === 'admitting') {
      this.connection.ctx.attempts.forEach((_, attempt) => this.links.get(attempt)?.send({ type: 'attendee_leave' }));
    }
    this.dispatch({ type: 'end', reason: 'ended' });
  }

  /** The page goes away, perhaps to come back: links are closed so that the presenter knows at once. */
  dispose(): void {
    this.doings.flush();
    this.dispatch({ type: 'end', reason: 'ended' });
  }

  private stepDeps() {
    return { now: this.deps.clock.now(), random: () => this.deps.random() };
  }

  private dispatch(input: ConnectionInput): void {
    const before = this.connection;
    const [state, effects] = step(before, input, this.stepDeps());
    this.connection = state;
    this.run(effects);
    if (state.kind !== before.kind) {
      this.on.changed();
    }
  }

  private run(effects: ConnectionEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'dial') {
        this.links.dial(effect.attempt, effect.route);
      } else if (effect.type === 'abandon') {
        this.links.abandon(effect.attempt);
      } else {
        this.afterAdopting();
      }
    }
    this.scheduleWake();
  }

  private scheduleWake(): void {
    this.cancelWake();
    const at = nextWake(this.connection);
    this.cancelWake =
      at === null
        ? () => {}
        : this.deps.clock.after(Math.max(1, Math.ceil(at - this.deps.clock.now())), () =>
            this.dispatch({ type: 'wake' })
          );
    if (this.connection.kind === 'ended') {
      this.cancelPong();
    }
  }

  private joinMessage(): AttendeeMessage & { type: 'attendee_join' } {
    const { who, name } = this.options;
    const last = this.welcome || this.options.before ? this.inbox.last() : null;
    return {
      type: 'attendee_join',
      name,
      mode: this.mode,
      hand: this.hand,
      resumeSecret: who.resumeSecret,
      tabId: who.tabId,
      takeOver: this.takeOver,
      last,
    };
  }

  /** An answer each time, so that the presenter knows that somebody is there still. */
  private onWait(attempt: number): void {
    this.dispatch({ type: 'asked', attempt });
    this.links.get(attempt)?.send({ type: 'pong', last: { epoch: 0, seq: 0 }, missing: false });
  }

  private onWelcome(attempt: number, start: SessionStart): void {
    if (!this.inbox.enter(start)) {
      this.dispatch({ type: 'failed', attempt, reason: 'presenter-absent' });
      return;
    }
    this.welcome = start;
    const shown = start.snapshot.highlight?.step ?? null;
    this.step = start.resumed ? (this.step ?? shown) : shown;
    this.takeOver = false;
    this.dispatch({ type: 'joined', attempt });
    this.dispatch({ type: 'heard', attempt });
    if (!start.resumed && this.keepsPace()) {
      const of = { epoch: start.epoch, seq: start.seq };
      this.on.snapshot(start.snapshot, of);
      this.doings.restart(of);
    }
    this.on.changed();
  }

  /** Mode, hand and receipts may have changed or been lost since the join was sealed: said again, last value wins. */
  private afterAdopting(): void {
    this.send({ type: 'mode_change', mode: this.mode });
    this.send({ type: 'hand_raise', up: this.hand });
    this.doings.sayAgain();
    this.cancelPong();
    this.schedulePong();
  }

  private onStage(attempt: number, of: Position, received: Received): void {
    this.dispatch({ type: 'heard', attempt });
    const taken = this.inbox.take(of, received);
    if (taken.length === 0) {
      this.askForMissing();
    }
    for (const ready of taken) {
      if (this.connection.kind === 'ended' || !this.keepsPace()) {
        return;
      }
      this.doings.handed(ready.of);
      if (ready.item === 'unsupported') {
        this.receipt(ready.of, 'unsupported');
      } else if (ready.item.type === 'session_end') {
        this.dispatch({ type: 'end', reason: ready.item.reason });
      } else {
        this.follow(ready.item, ready.of);
        this.on.event(ready.item, ready.of);
      }
    }
  }

  /** Whether the presenter sends no more than one can; a page that does otherwise is left (SPEC MSG-8). */
  private keepsPace(): boolean {
    if (this.pace.take(this.deps.clock.now())) {
      return true;
    }
    this.dispatch({ type: 'end', reason: 'unexpected' });
    return false;
  }

  private follow(event: StageEvent, { seq }: Position): void {
    if (!this.welcome) {
      return;
    }
    const { snapshot } = this.welcome;
    this.welcome = { ...this.welcome, snapshot: { ...snapshot, ...reduceStage(snapshot, event, seq) } };
    if (event.type === 'show_me' || event.type === 'do_it') {
      this.step = event.step;
    }
    this.on.changed();
  }

  private onPing(attempt: number, of: Position): void {
    this.dispatch({ type: 'heard', attempt });
    this.inbox.heard(of);
    this.askForMissing();
  }

  private askForMissing(): void {
    const now = this.deps.clock.now();
    if (this.inbox.missing() && now - this.askedAt >= TIMES.catchUp) {
      this.askedAt = now;
      const last = this.inbox.last();
      void this.liveLink()
        ?.after(last)
        .then((again) => again || this.send({ type: 'pong', last: this.inbox.last(), missing: true }));
    }
  }

  private schedulePong(): void {
    this.cancelPong = this.deps.clock.after(TIMES.pong, () => {
      // Behind a hub it is the hub that knows who is there.
      if (this.liveLink()?.route === 'p2p') {
        this.send({ type: 'pong', last: this.inbox.last(), missing: false });
      }
      this.schedulePong();
    });
  }

  /** On the live link. False without one, and nothing is lost: everything that matters is said again on the next. */
  private send(message: AttendeeMessage): boolean {
    const link = this.liveLink();
    link?.send(message);
    return link !== null;
  }

  private liveLink(): AttendeeLink | null {
    const { connection } = this;
    return connection.kind === 'live' || connection.kind === 'suspect' ? this.links.get(connection.link) : null;
  }
}
