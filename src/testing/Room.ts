/**
 * A room in memory: the shipped sessions over MemoryNetwork, with a presenter whose page may be reloaded or doubled,
 * attendees whose pages may be reloaded, and wires that may be cut. Everything happens by one seed.
 */
import { hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import type { Mode, Position, StageEvent } from '../protocol/messages';
import { AttendeeSession, type AttendeeIdentity } from '../session/AttendeeSession';
import type { AttendeeProgress } from '../session/Doings';
import type { Received } from '../session/AttendeeLink';
import type { Base } from '../session/EventLog';
import type { Inbox } from '../session/Inbox';
import { OPEN_DOOR, type DoorState } from '../session/Door';
import { PresenterSession } from '../session/PresenterSession';
import { SessionError } from '../session/SessionError';
import type { Stage } from '../session/stage';
import type { Dial, PairLink } from '../transport/Link';
import { FakeClock } from './FakeClock';
import { MemoryHub, MemoryListener, MemoryNetwork, type Wire } from './MemoryNetwork';
import { memoryStore } from './memoryStore';
import { nodeCrypto } from './nodeCrypto';
import { seededBytes, seededRandom } from './random';

const SESSION = '5e'.repeat(16);
const SEED = hexToBytes('07'.repeat(32));
/** Milliseconds that an action waits in the page's queue at most before it begins. */
const QUEUE_DELAY = 200;
/** Milliseconds until a person tries a failed joining again. */
const TRY_AGAIN = 2_000;

/** Milliseconds in which an answer of a page that is gone may still be on its way. */
const STRAY_ANSWERS = 1_000;

export type InboxFactory = (last: Position | null) => Inbox<Received>;

export interface Applied {
  step: string;
  of: Position;
}

interface PresenterPage {
  session: PresenterSession;
  listener: MemoryListener;
  hub: MemoryHub;
}

export class SimulatedAttendee {
  /** What began on this attendee's pages, over all reloads. */
  readonly applied: Applied[] = [];
  readonly snapshots: Position[] = [];
  readonly failures: Error[] = [];
  /** What was seen on this attendee's pages of the door, and ought not to have been. */
  readonly complaints: string[] = [];
  session: AttendeeSession;
  private readonly who: AttendeeIdentity;
  private before: AttendeeProgress | null = null;
  private page = 0;
  /** Every third shares one wire with others. */
  private readonly behindHub: boolean;
  private wires: Wire[] = [];

  constructor(
    private readonly room: Room,
    readonly index: number,
    readonly mode: Mode = 'guided'
  ) {
    this.behindHub = index % 3 === 2;
    const hex = (bytes: number) => Buffer.from(room.randomBytes(bytes)).toString('hex');
    this.who = { attendeeId: hex(16), resumeSecret: hex(32), tabId: hex(8) };
    this.session = this.open();
  }

  get id(): string {
    return this.who.attendeeId;
  }

  isLive(): boolean {
    return this.session.view().connection.kind === 'live';
  }

  reload(): void {
    this.session.dispose();
    this.session = this.open();
  }

  /** The page is gone at once, without any goodbye. */
  crash(): void {
    this.cut();
    this.page++;
    this.session.dispose();
    this.session = this.open();
  }

  cut(): void {
    this.wires.forEach((wire) => wire.cut());
  }

  drop(): void {
    this.wires.forEach((wire) => wire.close());
  }

  private open(): AttendeeSession {
    const { room } = this;
    const page = ++this.page;
    const queue: Array<{ event: StageEvent; of: Position }> = [];
    const session: AttendeeSession = new AttendeeSession(
      {
        session: SESSION,
        identity: room.identity,
        who: this.who,
        name: `Attendee ${this.index}`,
        mode: this.mode,
        hand: false,
        takeOver: false,
        rejoining: page > 1,
        relay: false,
        before: this.before,
      },
      {
        crypto: room.crypto,
        clock: room.clock,
        random: room.random,
        dial: this.dial(),
        inbox: room.makeInbox(this.before?.last ?? null),
      },
      {
        changed: () => {
          this.watchDoor(session);
          // A joining that failed is reported to a person, who presses the button again.
          if (page === this.page && session.view().connection.kind === 'ended') {
            room.clock.after(TRY_AGAIN, () => page === this.page && this.reload());
          }
        },
        snapshot: (_snapshot, of) => {
          if (page === this.page) {
            this.mustBeIn('a snapshot');
            this.snapshots.push(of);
          }
        },
        progressed: (progress) => {
          if (page === this.page) {
            this.before = progress;
          }
        },
        event: (event, of) => {
          this.mustBeIn('an event');
          queue.push({ event, of });
          room.clock.after(room.random() * QUEUE_DELAY, () => {
            const next = page === this.page ? queue.shift() : undefined;
            if (next?.event.type === 'show_me') {
              session.begun(next.of);
              this.applied.push({ step: next.event.step.stepId, of: next.of });
              room.clock.after(room.random() * QUEUE_DELAY, () => {
                if (page === this.page) {
                  session.receipt(next.of, 'shown');
                }
              });
            }
          });
        },
      }
    );
    return session;
  }

  /** SPEC JOIN-8: who was in is neither asked about again nor locked out. */
  private watchDoor(session: AttendeeSession): void {
    const { connection } = session.view();
    const turned = connection.kind === 'admitting' || (connection.kind === 'ended' && connection.reason === 'locked');
    if (turned && this.room.knowsAsIn(this.id)) {
      this.complaints.push(`was in, and is ${connection.kind}`);
    }
  }

  /** SPEC JOIN-10: nothing of the session is for somebody who waits. */
  private mustBeIn(what: string): void {
    if (!this.room.everLetIn(this.id)) {
      this.complaints.push(`got ${what} without being let in`);
    }
  }

  private dialPair(listener: MemoryListener): { link: PairLink; wire: Wire } {
    const { near, far, wire } = this.room.network.pair();
    listener.acceptPair(near);
    return { link: far, wire };
  }

  private dial(): Dial {
    return (_route, on) => {
      let given = false;
      this.room.clock.after(5 + this.room.random() * 40, () => {
        if (!given) {
          given = true;
          const page = this.room.pageToDial();
          if (!page) {
            on.failed(new SessionError('presenter-absent'));
            return;
          }
          const { link, wire } = this.behindHub ? page.hub.dial() : this.dialPair(page.listener);
          this.wires = [...this.wires.filter((other) => !other.closed), wire];
          on.open(link);
        }
      });
      return () => {
        given = true;
      };
    };
  }
}

export class Room {
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly crypto: CryptoBackend;
  readonly network: MemoryNetwork;
  readonly attendees: SimulatedAttendee[] = [];
  readonly failures: Error[] = [];
  /** Steps in the order in which presenters' pages published them, each with the log that it went into. */
  presenter: PresenterPage | null = null;
  private zombie: PresenterPage | null = null;
  private readonly store = memoryStore();
  private kept: { epoch: number; bases: readonly Base[]; stage: Stage; stageSeq: number } = {
    epoch: 0,
    bases: [],
    stage: { guide: null, highlight: null, route: null, policy: 'ask' },
    stageSeq: 0,
  };
  /** As the page that presents wrote it down last. */
  private keptDoor: DoorState;
  /** Whom any page of the presenter has let in, and when that was first written down. */
  private readonly letIn = new Map<string, number>();
  private zombieEnded = -Infinity;
  private steps = 0;
  private epoch = 0;

  private constructor(
    seed: number,
    readonly makeInbox: InboxFactory,
    readonly identity: Uint8Array,
    admit: boolean,
    /** Whether a page that takes the session up is told nothing of whom was let in; to see that this shows. */
    private readonly forgetful: boolean
  ) {
    this.keptDoor = { ...OPEN_DOOR, admit };
    this.random = seededRandom(seed);
    this.randomBytes = seededBytes(seededRandom(seed ^ 0x5bd1e995));
    this.crypto = nodeCrypto(this.randomBytes);
    this.network = new MemoryNetwork(this.clock, this.random);
  }

  static async open(seed: number, makeInbox: InboxFactory, { admit = false, forgetful = false } = {}): Promise<Room> {
    const signer = await nodeCrypto(seededBytes(seededRandom(seed))).signer(SEED);
    const room = new Room(seed, makeInbox, signer.publicKey, admit, forgetful);
    await room.openPresenter();
    return room;
  }

  join(): SimulatedAttendee {
    const attendee = new SimulatedAttendee(this, this.attendees.length);
    this.attendees.push(attendee);
    return attendee;
  }

  publish(page: PresenterPage | null = this.presenter): void {
    const step = `step-${++this.steps}`;
    page?.session.publish({
      type: 'show_me',
      step: { guideId: 'simulated', stepId: step, stepHash: '0'.repeat(64) },
    });
  }

  /** The page goes, with a goodbye to its links. */
  closePresenter(): void {
    this.presenter?.session.close();
    this.presenter = null;
  }

  /** The page goes without a goodbye, and what it wrote down last may be lost with it. */
  crashPresenter(lostEntries: number): void {
    const { presenter } = this;
    if (!presenter) {
      return;
    }
    this.attendees.forEach((attendee) => attendee.cut());
    presenter.session.close();
    this.presenter = null;
    const slots = [...this.store.entries.keys()];
    slots.slice(slots.length - Math.min(lostEntries, slots.length)).forEach((key) => this.store.remove(key));
  }

  async openPresenter(): Promise<void> {
    const listener = new MemoryListener();
    const session: PresenterSession = await PresenterSession.start(
      {
        session: SESSION,
        sessionName: 'Simulated',
        presenterName: 'Presenter',
        epoch: ++this.epoch,
        bases: this.kept.bases,
        stage: this.kept.stage,
        stageSeq: this.kept.stageSeq,
        door: this.forgetful ? { ...this.keptDoor, letIn: [] } : this.keptDoor,
      },
      { crypto: this.crypto, signer: await this.crypto.signer(SEED), clock: this.clock, listener, store: this.store },
      {
        changed: () => {},
        persist: (state) => {
          if (state.epoch >= this.kept.epoch) {
            this.kept = state;
          }
        },
        doorChanged: (state) => {
          state.letIn.forEach(([id]) => this.letIn.set(id, this.letIn.get(id) ?? this.clock.now()));
          if (this.presenter?.session === session) {
            this.keptDoor = state;
          }
        },
        failed: (error) => this.failures.push(error),
      }
    );
    const hub = new MemoryHub(this.network);
    listener.acceptHub(hub.link);
    this.presenter = { session, listener, hub };
  }

  /** The presenter removes an attendee, with a new epoch as the directory would give. */
  async remove(attendee: SimulatedAttendee): Promise<void> {
    this.presenter?.session.remove(attendee.id);
    await this.presenter?.session.rekey(++this.epoch);
  }

  /** A second page takes the session over while the first goes on for a while, not knowing it. */
  async doublePresenter(): Promise<void> {
    this.zombie?.session.close();
    this.zombie = this.presenter;
    await this.openPresenter();
  }

  /** Locks or unlocks, asks about newcomers or does not. */
  setDoor(change: { locked?: boolean; admit?: boolean }): void {
    this.presenter?.session.doorway.set(change);
  }

  /** The presenter's answer to all who wait just now. */
  admitAll(): void {
    const doorway = this.presenter?.session.doorway;
    doorway?.admit(doorway.view().waiting.map(({ attendeeId }) => attendeeId));
  }

  /** Whether the page that presents knows this attendee as one who was let in, and no answer from before is on its way. */
  knowsAsIn(attendeeId: string): boolean {
    const since = Math.max(this.letIn.get(attendeeId) ?? Infinity, this.zombie ? Infinity : this.zombieEnded);
    return this.clock.now() - since > STRAY_ANSWERS && this.keptDoor.letIn.some(([id]) => id === attendeeId);
  }

  /** Whether any page of the presenter has ever let this attendee in. */
  everLetIn(attendeeId: string): boolean {
    const pages = [this.presenter, this.zombie];
    return (
      this.letIn.has(attendeeId) ||
      pages.some((page) => page?.session.view().rows.some((row) => row.attendeeId === attendeeId))
    );
  }

  publishFromZombie(): void {
    this.publish(this.zombie);
  }

  endZombie(): void {
    this.zombie?.session.close();
    this.zombie = null;
    this.zombieEnded = this.clock.now();
  }

  /** Mostly the page that presents; now and then, like a stale answer of the directory, the one before it. */
  pageToDial(): PresenterPage | null {
    return this.zombie && this.random() < 0.3 ? this.zombie : this.presenter;
  }

  /** Step ids of the log that stands. */
  log(): string[] {
    return (this.presenter?.session.events() ?? []).flatMap(({ event }) =>
      event.type === 'show_me' ? [event.step.stepId] : []
    );
  }

  close(): void {
    this.attendees.forEach((attendee) => attendee.session.dispose());
    this.endZombie();
    this.closePresenter();
  }
}
