/** What a presenter's page says to the room: events in order, numbered, written down, sealed once, and said again. */
import { LIMITS } from '../protocol/limits';
import type { Position, RouteRef, SessionStart, Snapshot, StageEvent } from '../protocol/messages';
import { FrameTooBig } from '../protocol/sealing';
import type { HubLink } from '../transport/Link';
import { EventLog, type Base, type LoggedEvent } from './EventLog';
import type { GroupSeal } from './GroupSeal';
import type { PresenterLink } from './PresenterLink';
import { SessionError } from './SessionError';
import { reduceStage, type Stage } from './stage';
import type { KeyValueStore } from './store';
import { welcome } from './welcome';

export interface EventStreamOptions {
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
}

/** What a later page needs to take the session up, beside the log. */
export type StreamState = Pick<EventStreamOptions, 'epoch' | 'bases' | 'stage' | 'stageSeq'>;

export interface EventStreamHandlers {
  /** The same bytes for everyone. */
  broadcast(frame: Uint8Array): void;
  /** Where the room stands, for what keeps events on behalf of those who fall behind. */
  keep(frame: Uint8Array): void;
  persist(state: StreamState): void;
  failed(error: SessionError): void;
}

/** Events after which the stage is written down anew: by then the log, which says what came since, still has them all. */
const PERSIST_EVERY = LIMITS.logEvents / 2;

/** Events between two snapshots for the relay: even the largest ones of them are kept there together (SPEC RELAY-3). */
const SNAPSHOT_EVERY = 32;

export class EventStream {
  /** Everything that is sealed leaves through this one line, so that no event overtakes another. */
  private outbox: Promise<void> = Promise.resolve();
  private current: Stage;
  private persistedSeq = 0;
  private bases: readonly Base[];
  private readonly log: EventLog;

  /** `group` begins a new epoch. What an earlier page wrote down goes on. */
  constructor(
    private readonly options: EventStreamOptions,
    store: KeyValueStore,
    private group: GroupSeal,
    private readonly on: EventStreamHandlers
  ) {
    const { session, bases } = options;
    this.log = new EventLog(store, session, group.epoch, bases);
    this.current = this.log
      .events()
      .filter(({ seq }) => seq > options.stageSeq)
      .reduce((stage, { seq, event }) => reduceStage(stage, event, seq), options.stage);
    this.bases = withBase(bases, { epoch: group.epoch, seq: this.log.newest() });
    this.persist();
  }

  get epoch(): number {
    return this.group.epoch;
  }

  get stage(): Stage {
    return this.current;
  }

  /** Every event that is still kept, oldest first. */
  events(): LoggedEvent[] {
    return this.log.events();
  }

  /** Numbers the event, writes it down and sends it to everyone. */
  publish(event: StageEvent): Position {
    const seq = this.log.append(event);
    this.current = reduceStage(this.current, event, seq);
    if (seq - this.persistedSeq >= PERSIST_EVERY) {
      this.persist();
    }
    void this.enqueue(async () => {
      for (const frame of this.frames(seq - 1, seq)) {
        this.on.broadcast(await frame);
      }
      if (seq % SNAPSHOT_EVERY === 0) {
        await this.keepSnapshot((frame) => this.on.keep(frame));
      }
    });
    return { epoch: this.epoch, seq };
  }

  /** Where newcomers begin from now on; nobody who is in is told. */
  standAt(route: RouteRef | null): void {
    this.current = { ...this.current, route };
    this.persist();
  }

  /** Says the newest seq to all, where `people` still names somebody when its turn comes. */
  ping(people: () => number): void {
    void this.enqueue(async () => {
      const linked = Math.min(people(), LIMITS.roster);
      if (linked > 0) {
        const seq = this.log.newest();
        this.on.broadcast(await this.group.seal('ping', seq, { type: 'ping', seq, people: linked }));
      }
    });
  }

  /** Welcomes who has joined and goes on after `last`, or from a snapshot: `reached` is then told where that stands. */
  greet(link: PresenterLink, last: Position | null, reached: (at: Position) => void): void {
    void this.enqueue(async () => {
      const start = this.welcome(last);
      await link.send(start, this.epoch);
      if (start.resumed) {
        await this.resend(link, Math.min(last?.seq ?? 0, start.base));
      } else {
        reached({ epoch: start.epoch, seq: start.seq });
      }
    });
  }

  /**
   * Says again what came after `last`, or sends a snapshot where that is not kept. Settles when it has left. Who asked before a
   * new key reached them is told it once more.
   */
  catchUp(link: PresenterLink, last: Position): Promise<void> {
    return this.enqueue(async () => {
      const start = this.welcome(last);
      if (!start.resumed) {
        await link.send(this.welcome(null), this.epoch);
        return;
      }
      if (last.epoch !== this.epoch) {
        await link.send(start, this.epoch);
      }
      await this.resend(link, Math.min(last.seq, start.base));
    });
  }

  /**
   * Says again what came after `kept`, all of it to whoever has kept nothing, and where the room stands. Who has events of an
   * earlier epoch alone is said those of this one: what is before them was sealed with another key.
   */
  sayAgain(hub: Pick<HubLink, 'broadcast' | 'keep' | 'proceed'>, kept: Position | null): void {
    void this.enqueue(async () => {
      hub.proceed();
      for (const frame of this.frames(this.newestOf(kept), this.log.newest())) {
        hub.broadcast(await frame);
      }
      await this.keepSnapshot((frame) => hub.keep(frame));
    });
  }

  /**
   * The new group key goes to those whom `members` names when its turn comes. Its epoch is a new one from the directory;
   * an older one is ignored. `last` may be old, above all behind a hub, and counts for those alone whom this page has not
   * welcomed yet.
   */
  rekey(
    group: GroupSeal,
    members: () => Iterable<{ last: Position | null; links: readonly PresenterLink[] }>
  ): Promise<void> {
    return this.enqueue(async () => {
      if (group.epoch <= this.epoch) {
        return;
      }
      this.group = group;
      this.log.enter(group.epoch);
      this.bases = withBase(this.bases, { epoch: group.epoch, seq: this.log.newest() });
      this.persist();
      for (const { last, links } of members()) {
        const start = this.welcome(last);
        await Promise.all(links.map((link) => link.send(start, this.epoch)));
      }
      await this.keepSnapshot((frame) => this.on.keep(frame));
    });
  }

  /** Settles when all that was published has left; then nothing of the log is kept. */
  async finish(): Promise<void> {
    await this.outbox;
    this.log.erase();
  }

  /** After which seq a hub lacks what this page has said. */
  private newestOf(kept: Position | null): number {
    if (kept === null) {
      return this.log.before();
    }
    return kept.epoch === this.epoch ? kept.seq : (this.bases.at(-1)?.seq ?? 0);
  }

  private welcome(last: Position | null): SessionStart {
    const { group, log, bases } = this;
    return welcome(last, { group, log, bases, snapshot: this.snapshot() });
  }

  private snapshot(): Snapshot {
    const { sessionName, presenterName } = this.options;
    return { sessionName, presenterName, ...this.current };
  }

  private async keepSnapshot(keep: (frame: Uint8Array) => void): Promise<void> {
    const message = { type: 'stage_snapshot' as const, snapshot: this.snapshot() };
    keep(await this.group.seal('snapshot', this.log.newest(), message));
  }

  private async resend(link: PresenterLink, after: number): Promise<void> {
    for (const frame of this.frames(after, this.log.newest())) {
      link.sendSealed(await frame);
    }
  }

  private frames(after: number, until: number) {
    return this.log.frames(after, until, ({ seq, event }) => this.group.seal('stage', seq, event));
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
      epoch: this.epoch,
      bases: this.bases,
      stage: this.current,
      stageSeq: this.persistedSeq,
    });
  }
}

/** More epochs than the log has events cannot matter any more. */
function withBase(bases: readonly Base[], base: Base): readonly Base[] {
  return [...bases, base].slice(-LIMITS.logEvents);
}
