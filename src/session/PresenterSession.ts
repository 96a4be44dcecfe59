/** One presenter's page in one session: welcomes attendees, publishes events in order, collects receipts. */
import type { CryptoBackend, Signer } from '../protocol/crypto';
import { LIMITS, TIMES } from '../protocol/limits';
import type {
  AttendeeJoin,
  AttendeeMessage,
  FollowPolicy,
  Position,
  RouteRef,
  SessionStart,
  StageEvent,
} from '../protocol/messages';
import { FrameTooBig, authorKeyId } from '../protocol/sealing';
import type { Listener, Undo } from '../transport/Link';
import type { Clock } from './clock';
import { EventLog, type Base } from './EventLog';
import { GroupSeal, type GroupSealDeps } from './GroupSeal';
import { slicer, type PresenterLink } from './PresenterLink';
import { PresenterLinks } from './PresenterLinks';
import { ReceiptBook } from './ReceiptBook';
import { Roster } from './Roster';
import { SessionError } from './SessionError';
import { reduceStage, type Stage } from './stage';
import type { KeyValueStore } from './store';

export interface PresenterOptions {
  /** 16 bytes as hex. */
  session: string;
  sessionName: string;
  presenterName: string;
  /** The directory's, above every earlier one of this session. */
  epoch: number;
  /** The newest seq that each epoch began with, by epoch; this epoch's is added. */
  bases: readonly Base[];
  /** Where the room stands. */
  stage: Stage;
}

export interface PresenterDeps {
  crypto: CryptoBackend;
  signer: Signer;
  clock: Clock;
  listener: Listener;
  store: KeyValueStore;
}

export interface PresenterHandlers {
  changed(): void;
  /** What a later page needs to take the session up. */
  persist(state: { epoch: number; bases: readonly Base[]; stage: Stage }): void;
  failed(error: SessionError): void;
}

/** Milliseconds for which receipts are collected before they are drawn. */
const RECEIPTS_DRAWN = 100;

export class PresenterSession {
  private readonly roster = new Roster<PresenterLink>();
  private readonly receiptBook = new ReceiptBook();
  private readonly links: PresenterLinks;
  /** Everything that is sealed leaves through this one line, so that no event overtakes another. */
  private outbox: Promise<void> = Promise.resolve();
  private stage: Stage;
  private bases: readonly Base[];
  private cancelPing: Undo = () => {};
  private cancelDraw: Undo | null = null;

  private constructor(
    private readonly options: PresenterOptions,
    private readonly deps: PresenterDeps,
    private readonly on: PresenterHandlers,
    private readonly log: EventLog,
    private readonly sealing: GroupSealDeps,
    private group: GroupSeal
  ) {
    const { clock, listener } = deps;
    this.stage = options.stage;
    log.events().forEach(({ seq, epoch, event }) => this.receiptBook.asked({ epoch, seq }, event));
    this.bases = withBase(options.bases, { epoch: group.epoch, seq: log.newest() });
    this.persist();
    this.links = new PresenterLinks(
      listener,
      { clock, slowly: slicer(clock), ...sealing },
      {
        joined: (link, join) => this.onJoin(link, join),
        message: (link, message) => this.onMessage(link, message),
        gone: (link) => this.linkGone(link),
      }
    );
    this.schedulePing();
  }

  /** A new page of the session: a new epoch with a new group key. What the last page wrote down goes on. */
  static async start(
    options: PresenterOptions,
    deps: PresenterDeps,
    handlers: PresenterHandlers
  ): Promise<PresenterSession> {
    const { crypto, signer, clock, store } = deps;
    const { session, epoch, bases } = options;
    const startedAt = clock.now();
    const keyId = await authorKeyId(crypto, signer.publicKey);
    const sealing = { crypto, signer, session, keyId, at: () => Math.floor(clock.now() - startedAt) };
    const group = await GroupSeal.create(epoch, sealing);
    return new PresenterSession(options, deps, handlers, new EventLog(store, session, epoch, bases), sealing, group);
  }

  view() {
    return {
      epoch: this.group.epoch,
      stage: this.stage,
      rows: this.roster.rows(),
      receipts: this.receiptBook.counts(),
    };
  }

  /** Every event that is still kept, oldest first. */
  events() {
    return this.log.events();
  }

  /** Numbers the event, writes it down and sends it to everyone. */
  publish(event: StageEvent): Position {
    const seq = this.log.append(event);
    this.stage = reduceStage(this.stage, event, seq);
    this.receiptBook.asked({ epoch: this.group.epoch, seq }, event);
    this.persist();
    this.enqueue(async () => {
      for (const frame of this.log.frames(seq - 1, seq, (logged) =>
        this.group.seal('stage', logged.seq, logged.event)
      )) {
        this.broadcast(await frame);
      }
    });
    this.on.changed();
    return { epoch: this.group.epoch, seq };
  }

  /** Where newcomers begin from now on; nobody who is in is told. */
  standAt(route: RouteRef | null): void {
    this.stage = { ...this.stage, route };
    this.persist();
  }

  setPolicy(policy: FollowPolicy): void {
    this.publish({ type: 'mode_policy', policy });
  }

  /** Removes for good. `epoch` is a new one from the directory: what comes after is not for the removed one's key. */
  async remove(attendeeId: string, epoch: number): Promise<void> {
    const row = this.roster.remove(attendeeId);
    this.on.changed();
    for (const link of row?.links ?? []) {
      void link.send({ type: 'session_end', reason: 'removed' }, this.group.epoch);
      link.close();
    }
    const group = await GroupSeal.create(epoch, this.sealing);
    this.enqueue(async () => {
      this.group = group;
      this.log.enter(epoch);
      this.bases = withBase(this.bases, { epoch, seq: this.log.newest() });
      this.persist();
      for (const { last, links } of this.roster.rows()) {
        const welcome = this.welcome(last);
        await Promise.all(links.map((link) => link.send(welcome, this.group.epoch)));
      }
    });
    await this.outbox;
  }

  /** Tells everyone that the session is over, then closes. */
  async end(): Promise<void> {
    this.publish({ type: 'session_end', reason: 'ended' });
    await this.outbox;
    this.log.erase();
    this.close();
  }

  /** The page goes away, perhaps to come back. Idempotent. */
  close(): void {
    this.cancelPing();
    this.cancelDraw?.();
    this.links.close();
  }

  private linkGone(link: PresenterLink): void {
    for (const row of this.roster.rows()) {
      if (row.links.includes(link)) {
        this.roster.linkGone(row.attendeeId, link, this.deps.clock.now());
      }
    }
    this.on.changed();
  }

  private onJoin(link: PresenterLink, join: AttendeeJoin): void {
    const { attendeeId } = link;
    if (attendeeId === null) {
      return;
    }
    const admission = this.roster.join(attendeeId, join, link, this.deps.clock.now());
    if (admission.kind === 'refused') {
      void link.send({ type: 'session_end', reason: admission.reason }, this.group.epoch);
      link.close();
      return;
    }
    for (const replaced of admission.replaced) {
      void replaced.send({ type: 'session_end', reason: 'taken-over' }, this.group.epoch);
      replaced.close();
    }
    admission.surplus.forEach((surplus) => surplus.close());
    this.enqueue(async () => {
      const welcome = this.welcome(join.last);
      await link.send(welcome, this.group.epoch);
      if (!welcome.resumed) {
        this.roster.reached(attendeeId, { epoch: welcome.epoch, seq: welcome.seq });
      } else {
        await this.resend(link, Math.min(join.last?.seq ?? 0, welcome.base));
      }
    });
    this.on.changed();
  }

  /** What stands for the attendee: its own log while ours reaches back to where it ends, else the snapshot. */
  private welcome(last: Position | null): SessionStart {
    const seq = this.log.newest();
    const base = last ? this.baseSince(last.epoch) : seq;
    const resumed = last !== null && last.epoch <= this.group.epoch && this.log.reachesBackTo(Math.min(last.seq, base));
    return {
      type: 'session_start',
      epoch: this.group.epoch,
      base,
      seq,
      resumed,
      groupKey: this.group.key,
      snapshot: { sessionName: this.options.sessionName, presenterName: this.options.presenterName, ...this.stage },
    };
  }

  /** The lowest seq that an epoch after `epoch` began with: what an attendee has above it was lost here. */
  private baseSince(epoch: number): number {
    return Math.min(this.log.newest(), ...this.bases.filter((base) => base.epoch > epoch).map((base) => base.seq));
  }

  private async resend(link: PresenterLink, after: number): Promise<void> {
    for (const frame of this.log.frames(after, this.log.newest(), (logged) =>
      this.group.seal('stage', logged.seq, logged.event)
    )) {
      link.sendSealed(await frame);
    }
  }

  private onMessage(link: PresenterLink, message: AttendeeMessage): void {
    const { attendeeId } = link;
    const row = attendeeId === null ? undefined : this.roster.get(attendeeId);
    if (attendeeId === null || !row?.links.includes(link)) {
      return;
    }
    this.roster.heard(attendeeId, this.deps.clock.now());
    switch (message.type) {
      case 'mode_change':
        this.roster.update(attendeeId, { mode: message.mode });
        break;
      case 'hand_raise':
        this.roster.update(attendeeId, { hand: message.up });
        break;
      case 'receipt':
        this.receiptBook.note(attendeeId, message);
        this.receiptsChanged();
        return;
      case 'pong':
        this.roster.reached(attendeeId, message.last);
        if (message.missing) {
          this.catchUp(link, message.last);
        }
        return;
      case 'attendee_leave':
        this.roster.leave(attendeeId);
        link.close();
        break;
      case 'attendee_join':
        return;
    }
    this.on.changed();
  }

  private catchUp(link: PresenterLink, last: Position): void {
    this.enqueue(async () => {
      if (last.epoch === this.group.epoch && this.log.reachesBackTo(last.seq)) {
        await this.resend(link, last.seq);
      } else {
        await link.send(this.welcome(null), this.group.epoch);
      }
    });
  }

  /** Those of a whole room, a hundred for every event, are drawn together. */
  private receiptsChanged(): void {
    this.cancelDraw ??= this.deps.clock.after(RECEIPTS_DRAWN, () => {
      this.cancelDraw = null;
      this.on.changed();
    });
  }

  private broadcast(frame: Uint8Array): void {
    this.links.broadcast(frame, this.roster.links());
  }

  private schedulePing(): void {
    this.cancelPing = this.deps.clock.after(TIMES.ping, () => {
      this.schedulePing();
      this.sweep();
      this.enqueue(async () => {
        if (this.roster.links().length > 0) {
          const seq = this.log.newest();
          this.broadcast(await this.group.seal('ping', seq, { type: 'ping', seq }));
        }
      });
    });
  }

  private sweep(): void {
    const before = this.roster.rows().length;
    const silent = this.roster.sweep(this.deps.clock.now());
    silent.forEach((row) => row.links.forEach((link) => this.links.drop(link)));
    if (this.roster.rows().length !== before) {
      this.on.changed();
    }
  }

  private enqueue(work: () => Promise<void>): void {
    this.outbox = this.outbox.then(work).catch((error: unknown) => {
      this.on.failed(error instanceof FrameTooBig ? new SessionError('message-too-big') : SessionError.from(error));
    });
  }

  private persist(): void {
    this.on.persist({ epoch: this.group.epoch, bases: this.bases, stage: this.stage });
  }
}

/** More epochs than the log has events cannot matter any more. */
function withBase(bases: readonly Base[], base: Base): readonly Base[] {
  return [...bases, base].slice(-LIMITS.logEvents);
}
