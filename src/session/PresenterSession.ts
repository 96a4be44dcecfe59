/** One presenter's page in one session: welcomes attendees, publishes events in order, collects receipts. */
import type { CryptoBackend, Signer } from '../protocol/crypto';
import { LIMITS } from '../protocol/limits';
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
import type { Listener } from '../transport/Link';
import { CatchUps } from './CatchUps';
import type { Clock } from './clock';
import type { DoorState } from './Door';
import { Doorway } from './Doorway';
import { EventLog, type Base } from './EventLog';
import { Heartbeat } from './Heartbeat';
import { GroupSeal, type GroupSealDeps } from './GroupSeal';
import { slicer, type PresenterLink } from './PresenterLink';
import { PresenterLinks } from './PresenterLinks';
import { ReceiptBook } from './ReceiptBook';
import { Roster } from './Roster';
import { SessionError } from './SessionError';
import { reduceStage, type Stage } from './stage';
import type { KeyValueStore } from './store';
import { Throttle } from './Throttle';
import { sameTroubles, troublesOf } from './trouble';
import type { Trouble } from './view';
import { welcome } from './welcome';

export interface PresenterOptions {
  /** 16 bytes as hex. */
  session: string;
  sessionName: string;
  presenterName: string;
  /** The directory's, above every earlier one of this session. */
  epoch: number;
  /** The newest seq that each epoch began with, by epoch; this epoch's is added. */
  bases: readonly Base[];
  /** Where the room stood after the event `stageSeq`; what the log has after it is added. */
  stage: Stage;
  stageSeq: number;
  door: DoorState;
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
  /** What a later page needs to take the session up, beside the log. */
  persist(state: { epoch: number; bases: readonly Base[]; stage: Stage; stageSeq: number }): void;
  /** Who may come in has changed. */
  doorChanged(state: DoorState): void;
  failed(error: SessionError): void;
}

/** What attendees do is drawn together, in milliseconds: a room answers at once, and nobody is to keep the page busy. */
const REDRAW = 100;
/** Events after which the stage is written down anew: by then the log, which says what came since, still has them all. */
const PERSIST_EVERY = LIMITS.logEvents / 2;

export class PresenterSession {
  private readonly roster = new Roster<PresenterLink>();
  private readonly catchUps = new CatchUps<PresenterLink>();
  private readonly receiptBook = new ReceiptBook();
  private readonly links: PresenterLinks;
  readonly doorway: Doorway;
  /** Everything that is sealed leaves through this one line, so that no event overtakes another. */
  private outbox: Promise<void> = Promise.resolve();
  private stage: Stage;
  private persistedSeq = 0;
  private bases: readonly Base[];
  private readonly heartbeat: Heartbeat;
  private readonly redraw: Throttle;
  private drawnTroubles: ReadonlyMap<string, Trouble> = new Map();

  private constructor(
    private readonly options: PresenterOptions,
    private readonly deps: PresenterDeps,
    private readonly on: PresenterHandlers,
    private readonly log: EventLog,
    private readonly sealing: GroupSealDeps,
    private group: GroupSeal
  ) {
    const { clock, listener } = deps;
    this.redraw = new Throttle(clock, REDRAW, () => on.changed());
    this.stage = log
      .events()
      .filter(({ seq }) => seq > options.stageSeq)
      .reduce((stage, { seq, event }) => reduceStage(stage, event, seq), options.stage);
    log.events().forEach(({ seq, epoch, event }) => this.receiptBook.asked({ epoch, seq }, event, clock.now()));
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
    this.doorway = new Doorway(
      { clock, kept: options.door, epoch: () => this.group.epoch },
      {
        enter: (link, join) => this.enter(link, join),
        drop: (link) => this.links.drop(link),
        changed: () => this.redraw.soon(),
        persist: (state) => on.doorChanged(state),
      }
    );
    this.heartbeat = new Heartbeat(clock, { tick: () => this.sweep(), ping: () => this.ping() });
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
      troubles: this.troubles(),
      door: this.doorway.view(),
    };
  }

  /** What attendees last said of a step, by attendee id. */
  answers(stepId: string) {
    return this.receiptBook.answers(stepId);
  }

  /** Every event that is still kept, oldest first. */
  events() {
    return this.log.events();
  }

  /** Numbers the event, writes it down and sends it to everyone. */
  publish(event: StageEvent): Position {
    const seq = this.log.append(event);
    this.stage = reduceStage(this.stage, event, seq);
    this.receiptBook.asked({ epoch: this.group.epoch, seq }, event, this.deps.clock.now());
    if (seq - this.persistedSeq >= PERSIST_EVERY) {
      this.persist();
    }
    void this.enqueue(async () => {
      for (const frame of this.log.frames(seq - 1, seq, (logged) =>
        this.group.seal('stage', logged.seq, logged.event)
      )) {
        this.broadcast(await frame);
      }
    });
    this.redraw.now();
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

  /** The attendee is out at once and stays out. What comes is not for its key only after `rekey`. */
  remove(attendeeId: string): void {
    this.doorway.shut(attendeeId, 'removed');
    const row = this.roster.leave(attendeeId);
    for (const link of row?.links ?? []) {
      void link.send({ type: 'session_end', reason: 'removed' }, this.group.epoch);
      link.close();
    }
    this.redraw.now();
  }

  /** Whose question was answered: the attendee's own page lowers the hand too. */
  lowerHand(attendeeId: string): void {
    const row = this.roster.get(attendeeId);
    this.roster.update(attendeeId, { hand: false }, this.deps.clock.now());
    void row?.links.at(-1)?.send({ type: 'hand_lower' }, this.group.epoch);
    this.redraw.now();
  }

  /** A new group key for everyone who is in. `epoch` is a new one from the directory; an older one is ignored. */
  async rekey(epoch: number): Promise<void> {
    const group = await GroupSeal.create(epoch, this.sealing);
    await this.enqueue(async () => {
      if (epoch <= this.group.epoch) {
        return;
      }
      this.group = group;
      this.log.enter(epoch);
      this.bases = withBase(this.bases, { epoch, seq: this.log.newest() });
      this.persist();
      for (const { last, links } of this.roster.rows()) {
        const welcome = this.welcome(last);
        await Promise.all(links.map((link) => link.send(welcome, this.group.epoch)));
      }
    });
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
    this.heartbeat.close();
    this.doorway.close();
    this.redraw.close();
    this.links.close();
  }

  private linkGone(link: PresenterLink): void {
    this.doorway.linkGone(link);
    for (const row of this.roster.rows()) {
      if (row.links.includes(link)) {
        this.roster.linkGone(row.attendeeId, link, this.deps.clock.now());
      }
    }
    this.redraw.soon();
  }

  private onJoin(link: PresenterLink, join: AttendeeJoin): void {
    const { attendeeId } = link;
    if (attendeeId !== null) {
      this.doorway.knock(link, attendeeId, join, this.roster.get(attendeeId) !== undefined);
    }
  }

  private enter(link: PresenterLink, join: AttendeeJoin): boolean {
    const { attendeeId } = link;
    if (attendeeId === null) {
      return false;
    }
    const admission = this.roster.join(attendeeId, join, link, this.deps.clock.now());
    if (admission.kind === 'refused') {
      void link.send({ type: 'session_end', reason: admission.reason }, this.group.epoch);
      link.close();
      return false;
    }
    for (const replaced of admission.replaced) {
      void replaced.send({ type: 'session_end', reason: 'taken-over' }, this.group.epoch);
      replaced.close();
    }
    admission.surplus.forEach((surplus) => surplus.close());
    void this.enqueue(async () => {
      const welcome = this.welcome(join.last);
      await link.send(welcome, this.group.epoch);
      if (!welcome.resumed) {
        this.roster.reached(attendeeId, { epoch: welcome.epoch, seq: welcome.seq });
      } else {
        await this.resend(link, Math.min(join.last?.seq ?? 0, welcome.base));
      }
    });
    this.redraw.soon();
    return true;
  }

  private welcome(last: Position | null): SessionStart {
    const { sessionName, presenterName } = this.options;
    const { group, log, bases } = this;
    return welcome(last, { group, log, bases, snapshot: { sessionName, presenterName, ...this.stage } });
  }

  private async resend(link: PresenterLink, after: number): Promise<void> {
    for (const frame of this.log.frames(after, this.log.newest(), (logged) =>
      this.group.seal('stage', logged.seq, logged.event)
    )) {
      link.sendSealed(await frame);
    }
  }

  private onMessage(link: PresenterLink, message: AttendeeMessage): void {
    if (this.doorway.heard(link, message)) {
      return;
    }
    const { attendeeId } = link;
    const row = attendeeId === null ? undefined : this.roster.get(attendeeId);
    if (attendeeId === null || !row?.links.includes(link)) {
      return;
    }
    this.roster.heard(attendeeId, this.deps.clock.now());
    switch (message.type) {
      case 'mode_change':
        this.roster.update(attendeeId, { mode: message.mode }, this.deps.clock.now());
        break;
      case 'hand_raise':
        this.roster.update(attendeeId, { hand: message.up }, this.deps.clock.now());
        break;
      case 'receipt':
        message.receipts.forEach((receipt) => this.receiptBook.note(attendeeId, receipt));
        break;
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
    this.redraw.soon();
  }

  private catchUp(link: PresenterLink, last: Position): void {
    void this.catchUps.round(link, this.deps.clock.now(), () =>
      this.enqueue(async () => {
        if (last.epoch === this.group.epoch && this.log.reachesBackTo(last.seq)) {
          await this.resend(link, last.seq);
        } else {
          await link.send(this.welcome(null), this.group.epoch);
        }
      })
    );
  }

  private broadcast(frame: Uint8Array): void {
    this.heartbeat.spoke();
    this.links.broadcast(frame, this.roster.links());
  }

  private ping(): void {
    void this.enqueue(async () => {
      if (this.roster.links().length > 0) {
        const seq = this.log.newest();
        this.broadcast(await this.group.seal('ping', seq, { type: 'ping', seq }));
      }
    });
  }

  private sweep(): void {
    const before = this.roster.rows().length;
    const silent = this.roster.sweep(this.deps.clock.now());
    silent.forEach((row) => row.links.forEach((link) => this.links.drop(link)));
    this.doorway.tick();
    const troubled = this.drawnTroubles;
    if (this.roster.rows().length !== before || this.troubles() !== troubled) {
      this.redraw.now();
    }
  }

  /** The same map as long as it says the same. */
  private troubles(): ReadonlyMap<string, Trouble> {
    const asked = this.receiptBook.latest();
    const answers = this.receiptBook.answers(asked?.stepId ?? '');
    const troubles = troublesOf(this.roster.rows(), asked, answers, this.deps.clock.now());
    if (!sameTroubles(troubles, this.drawnTroubles)) {
      this.drawnTroubles = troubles;
    }
    return this.drawnTroubles;
  }

  /** Settles when the work has been done or has failed; never rejects. */
  private enqueue(work: () => Promise<void>): Promise<void> {
    this.outbox = this.outbox.then(work).catch((error: unknown) => {
      this.on.failed(error instanceof FrameTooBig ? new SessionError('message-too-big') : SessionError.from(error));
    });
    return this.outbox;
  }

  private persist(): void {
    this.persistedSeq = this.log.newest();
    this.on.persist({
      epoch: this.group.epoch,
      bases: this.bases,
      stage: this.stage,
      stageSeq: this.persistedSeq,
    });
  }
}

/** More epochs than the log has events cannot matter any more. */
function withBase(bases: readonly Base[], base: Base): readonly Base[] {
  return [...bases, base].slice(-LIMITS.logEvents);
}
