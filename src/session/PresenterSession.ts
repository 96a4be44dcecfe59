/** One presenter's page in one session: welcomes attendees, publishes events in order, collects receipts. */
import type { CryptoBackend, Signer } from '../protocol/crypto';
import type {
  AttendeeJoin,
  AttendeeMessage,
  EndForAll,
  FollowPolicy,
  Position,
  RouteRef,
  StageEvent,
} from '../protocol/messages';
import { authorKeyId } from '../protocol/sealing';
import type { Listener } from '../transport/Link';
import { CatchUps } from './CatchUps';
import type { Clock } from './clock';
import type { DoorState } from './Door';
import { Doorway } from './Doorway';
import { EventStream, type EventStreamOptions, type StreamState } from './EventStream';
import { Heartbeat } from './Heartbeat';
import { Invitations } from './Invitations';
import { GroupSeal, type GroupSealDeps } from './GroupSeal';
import { slicer, type PresenterLink } from './PresenterLink';
import { PresenterLinks } from './PresenterLinks';
import { NO_ANSWERS, ReceiptBook, type StepName } from './ReceiptBook';
import { Roster } from './Roster';
import type { SessionError } from './SessionError';
import type { KeyValueStore } from './store';
import { Throttle } from './Throttle';
import { sameStandings, standingsOf, type Standing } from './trouble';

export interface PresenterOptions extends EventStreamOptions {
  door: DoorState;
  /** How many attendees may have direct links. */
  directSlots: number;
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
  persist(state: StreamState): void;
  /** Who may come in has changed. */
  doorChanged(state: DoorState): void;
  failed(error: SessionError): void;
  /** An attendee is in by a new link. */
  entered(attendeeId: string): void;
}

/**
 * What attendees do is drawn together, in milliseconds: a room answers at once, and nobody is to keep the page busy. A full
 * room is drawn less often, since drawing it takes longer and there is always something new.
 */
const REDRAW = { soonest: 100, each: 0.5 };

export class PresenterSession {
  private readonly roster = new Roster<PresenterLink>();
  private readonly catchUps = new CatchUps<PresenterLink>();
  private readonly invitations = new Invitations<PresenterLink>();
  private readonly receiptBook = new ReceiptBook();
  private readonly links: PresenterLinks;
  readonly doorway: Doorway;
  private readonly stream: EventStream;
  private readonly heartbeat: Heartbeat;
  private readonly redraw: Throttle;
  private anybodyCame = false;
  private drawnStandings: ReadonlyMap<string, Standing> = new Map();

  private constructor(
    private readonly options: PresenterOptions,
    private readonly deps: PresenterDeps,
    private readonly on: PresenterHandlers,
    private readonly sealing: GroupSealDeps,
    group: GroupSeal
  ) {
    const { clock, listener, store } = deps;
    this.redraw = new Throttle(
      clock,
      () => Math.max(REDRAW.soonest, REDRAW.each * this.roster.size),
      () => on.changed()
    );
    this.stream = new EventStream(options, store, group, {
      broadcast: (frame) => this.broadcast(frame),
      keep: (frame) => this.links.keep(frame),
      persist: on.persist,
      failed: on.failed,
    });
    this.stream.events().forEach(({ seq, epoch, event }) => this.receiptBook.asked({ epoch, seq }, event, clock.now()));
    this.links = new PresenterLinks(
      listener,
      { clock, slowly: slicer(clock), ...sealing },
      {
        joined: (link, join) => this.onJoin(link, join),
        message: (link, message) => this.onMessage(link, message),
        gone: (link) => this.linkGone(link),
        reach: (link) => this.onReach(link),
        attached: (hub, kept) => this.stream.sayAgain(hub, kept),
      }
    );
    this.doorway = new Doorway(
      { clock, kept: options.door, epoch: () => this.stream.epoch },
      {
        enter: (link, join) => this.enter(link, join),
        drop: (link) => this.links.drop(link),
        changed: () => this.redraw.soon(),
        persist: (state) => on.doorChanged(state),
      }
    );
    this.heartbeat = new Heartbeat(clock, {
      tick: () => this.sweep(),
      ping: () => this.stream.ping(() => this.roster.links().length),
    });
  }

  /** A new page of the session: a new epoch with a new group key. What the last page wrote down goes on. */
  static async start(
    options: PresenterOptions,
    deps: PresenterDeps,
    handlers: PresenterHandlers
  ): Promise<PresenterSession> {
    const { crypto, signer, clock } = deps;
    const { session, epoch } = options;
    const startedAt = clock.now();
    const keyId = await authorKeyId(crypto, signer.publicKey);
    const sealing = { crypto, signer, session, keyId, at: () => Math.floor(clock.now() - startedAt) };
    return new PresenterSession(options, deps, handlers, sealing, await GroupSeal.create(epoch, sealing));
  }

  view() {
    return {
      epoch: this.stream.epoch,
      stage: this.stream.stage,
      rows: this.roster.rows(),
      receipts: this.receiptBook.counts(),
      standings: this.standings(),
      door: this.doorway.view(),
      /** Who was in with an earlier page has not come to this one yet. */
      expected: !this.anybodyCame && this.options.door.letIn.length > 0,
    };
  }

  /** How many more attendees there is room for on direct links. */
  freeSlots(): number {
    const direct = this.roster.rows().filter(({ links }) => links.some(({ route }) => route === 'p2p')).length;
    const waiting = this.doorway.view().waiting.filter(({ link }) => link?.route === 'p2p').length;
    return Math.max(0, this.options.directSlots - direct - waiting);
  }

  /** When somebody of the room was last heard, by the clock; null where nobody is in it. Of the relayed the relay tells by itself. */
  heardAt(): number | null {
    const rows = this.roster.rows();
    const relayed = rows.some(({ links }) => links.some(({ route }) => route === 'relay'));
    if (relayed && this.links.hubsConnected) {
      return this.deps.clock.now();
    }
    return rows.length === 0 ? null : Math.max(...rows.map(({ lastHeard }) => lastHeard));
  }

  /** What attendees last said of a step, by attendee id. */
  answers(step: StepName) {
    return this.receiptBook.answers(step);
  }

  /** Every event that is still kept, oldest first. */
  events() {
    return this.stream.events();
  }

  /** Numbers the event, writes it down and sends it to everyone. */
  publish(event: StageEvent): Position {
    const of = this.stream.publish(event);
    this.receiptBook.asked(of, event, this.deps.clock.now());
    this.redraw.now();
    return of;
  }

  /** Where newcomers begin from now on; nobody who is in is told. */
  standAt(route: RouteRef | null): void {
    this.stream.standAt(route);
  }

  setPolicy(policy: FollowPolicy): void {
    this.publish({ type: 'mode_policy', policy });
  }

  /** The attendee is out at once and stays out. What comes is not for its key only after `rekey`. */
  remove(attendeeId: string): void {
    const row = this.roster.leave(attendeeId);
    if (row) {
      const { name, resumeSecret } = row;
      this.doorway.shut(attendeeId, { why: 'removed', name, resumeSecret });
    }
    for (const link of row?.links ?? []) {
      void link.send({ type: 'session_end', reason: 'removed' }, this.stream.epoch);
      link.close();
    }
    this.redraw.now();
  }

  /** Whose question was answered: the attendee's own page lowers the hand too. */
  lowerHand(attendeeId: string): void {
    const row = this.roster.get(attendeeId);
    this.roster.update(attendeeId, { hand: false }, this.deps.clock.now());
    void row?.links.at(-1)?.send({ type: 'hand_lower' }, this.stream.epoch);
    this.redraw.now();
  }

  /** This attendee alone hears with what to type in the shared terminal, or to drive the shared browser; null: no longer. */
  tellKey(attendeeId: string, type: 'terminal_typing' | 'browser_driving', key: string | null): void {
    const link = this.roster.get(attendeeId)?.links.at(-1);
    void link?.send({ type, key }, this.stream.epoch);
  }

  /** A new group key for everyone who is in. `epoch` is a new one from the directory; an older one is ignored. */
  async rekey(epoch: number): Promise<void> {
    await this.stream.rekey(await GroupSeal.create(epoch, this.sealing), () => this.roster.rows());
  }

  /** Tells everyone that the session is over, then closes. */
  async end(reason: EndForAll): Promise<void> {
    this.publish({ type: 'session_end', reason });
    await this.stream.finish();
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
    if (link.joinedAs !== null) {
      this.roster.linkGone(link.joinedAs, link, this.deps.clock.now());
    }
    this.redraw.soon();
  }

  private onReach({ attendeeId }: PresenterLink): void {
    if (attendeeId !== null) {
      this.roster.update(attendeeId, {}, this.deps.clock.now());
      this.redraw.soon();
    }
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
      void link.send({ type: 'session_end', reason: admission.reason }, this.stream.epoch);
      link.close();
      return false;
    }
    this.anybodyCame = true;
    for (const replaced of admission.replaced) {
      void replaced.send({ type: 'session_end', reason: 'taken-over' }, this.stream.epoch);
      replaced.close();
    }
    admission.surplus.forEach((surplus) => surplus.close());
    this.stream.greet(link, join.last, (at) => this.roster.reached(attendeeId, at));
    this.on.entered(attendeeId);
    this.redraw.soon();
    return true;
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
        this.roster.update(
          attendeeId,
          { mode: message.mode, following: message.following ?? 'on' },
          this.deps.clock.now()
        );
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
          void this.catchUps.round(link, this.deps.clock.now(), () => this.stream.catchUp(link, message.last));
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

  private broadcast(frame: Uint8Array): void {
    this.heartbeat.spoke();
    this.links.broadcast(frame, this.roster.links());
  }

  private sweep(): void {
    const before = this.roster.rows().length;
    const silent = this.roster.sweep(this.deps.clock.now(), ({ route }) => route === 'relay');
    silent.forEach((row) => row.links.forEach((link) => this.links.drop(link)));
    this.doorway.tick();
    for (const link of this.invitations.due(this.roster.rows(), this.freeSlots(), this.deps.clock.now())) {
      void link.send({ type: 'direct_invite' }, this.stream.epoch);
    }
    const drawn = this.drawnStandings;
    if (this.roster.rows().length !== before || this.standings() !== drawn) {
      this.redraw.now();
    }
  }

  /** The same map as long as it says the same. */
  private standings(): ReadonlyMap<string, Standing> {
    const asked = this.receiptBook.latest();
    const answers = asked ? this.receiptBook.answers(asked) : NO_ANSWERS;
    const standings = standingsOf(this.roster.rows(), asked, answers, this.deps.clock.now());
    if (!sameStandings(standings, this.drawnStandings)) {
      this.drawnStandings = standings;
    }
    return this.drawnStandings;
  }
}
