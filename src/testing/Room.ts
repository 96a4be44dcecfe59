/**
 * A room in memory: the shipped sessions over MemoryNetwork, with a presenter whose page may be reloaded or doubled,
 * attendees whose pages may be reloaded, and wires that may be cut. Everything happens by one seed.
 */
import { LIMITS } from '../protocol/limits';
import { hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import type { Position } from '../protocol/messages';
import type { Received } from '../session/AttendeeLink';
import type { Base } from '../session/EventLog';
import type { Inbox } from '../session/Inbox';
import { OPEN_DOOR, type DoorState } from '../session/Door';
import { PresenterSession } from '../session/PresenterSession';
import type { Stage } from '../session/stage';
import { FakeClock } from './FakeClock';
import { MemoryHub, MemoryListener, MemoryNetwork } from './MemoryNetwork';
import { memoryStore } from './memoryStore';
import { nodeCrypto } from './nodeCrypto';
import { seededBytes, seededRandom } from './random';
import { SimulatedAttendee } from './SimulatedAttendee';
import { verifyOnce } from './verifyOnce';

const SESSION = '5e'.repeat(16);
const SEED = hexToBytes('07'.repeat(32));
/** Milliseconds in which an answer of a page that is gone may still be on its way. */
const STRAY_ANSWERS = 1_000;

export type InboxFactory = (last: Position | null) => Inbox<Received>;

export interface PresenterPage {
  session: PresenterSession;
  listener: MemoryListener;
  hub: MemoryHub;
}

export class Room {
  readonly sessionId = SESSION;
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly crypto: CryptoBackend;
  readonly network: MemoryNetwork;
  readonly attendees: SimulatedAttendee[] = [];
  readonly failures: Error[] = [];
  /** Chance in [0, 1) that nothing comes of a direct attempt, as behind a firewall. */
  directFailure = 0;
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
    this.crypto = verifyOnce(nodeCrypto(this.randomBytes));
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
        directSlots: LIMITS.directSlots,
      },
      { crypto: this.crypto, signer: await this.crypto.signer(SEED), clock: this.clock, listener, store: this.store },
      {
        changed: () => {},
        entered: () => {},
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
    await this.newKey();
  }

  /** As when somebody was removed who was not there. */
  async newKey(): Promise<void> {
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
