/** One attendee of a room in memory: the shipped session on pages that may be reloaded, on wires that may be cut. */
import type { Routes } from '../protocol/directoryApi';
import type { Mode, Position, StageEvent } from '../protocol/messages';
import { AttendeeSession, type AttendeeIdentity } from '../session/AttendeeSession';
import type { AttendeeProgress } from '../session/Doings';
import { SessionError } from '../session/SessionError';
import type { Dial, PairLink } from '../transport/Link';
import type { MemoryListener, Wire } from './MemoryNetwork';
import type { Room } from './Room';

/** Milliseconds that an action waits in the page's queue at most before it begins. */
const QUEUE_DELAY = 200;
/** Milliseconds until a person tries a failed joining again. */
const TRY_AGAIN = 2_000;

/** One after the other: of three people one comes directly, one as it can, one shares one wire with others. */
const ROUTES: readonly Routes[] = ['direct', 'both', 'relay'];

export interface Applied {
  step: string;
  of: Position;
  late: boolean;
}

export class SimulatedAttendee {
  /** What began on this attendee's pages, over all reloads. */
  readonly applied: Applied[] = [];
  readonly snapshots: Position[] = [];
  /** Steps that stood on a page before it was loaded anew. */
  readonly drawnAgain: string[] = [];
  readonly failures: Error[] = [];
  /** What was seen on this attendee's pages of the door, and ought not to have been. */
  readonly complaints: string[] = [];
  session: AttendeeSession;
  private readonly who: AttendeeIdentity;
  private before: AttendeeProgress | null = null;
  private page = 0;
  private readonly routes: Routes;
  private wires: Wire[] = [];

  constructor(
    private readonly room: Room,
    readonly index: number,
    readonly mode: Mode = 'guided'
  ) {
    this.routes = ROUTES[index % ROUTES.length];
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
    const queue: Array<{ event: StageEvent; of: Position; late: boolean }> = [];
    const session: AttendeeSession = new AttendeeSession(
      {
        session: this.room.sessionId,
        identity: room.identity,
        who: this.who,
        name: `Attendee ${this.index}`,
        mode: this.mode,
        hand: false,
        takeOver: false,
        rejoining: page > 1,
        routes: this.routes,
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
        stillShown: ({ stepId }) => page === this.page && this.drawnAgain.push(stepId),
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
        event: (event, of, late) => {
          this.mustBeIn('an event');
          queue.push({ event, of, late });
          room.clock.after(room.random() * QUEUE_DELAY, () => {
            const next = page === this.page ? queue.shift() : undefined;
            if (next?.event.type === 'show_me') {
              session.begun(next.of);
              this.applied.push({ step: next.event.step.stepId, of: next.of, late: next.late });
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
    return (route, on) => {
      let given = false;
      this.room.clock.after(5 + this.room.random() * 40, () => {
        const blocked = route === 'p2p' && this.room.directFailure > 0 && this.room.random() < this.room.directFailure;
        if (!given && !blocked) {
          given = true;
          const page = this.room.pageToDial();
          if (!page) {
            on.failed(new SessionError('presenter-absent'));
            return;
          }
          const { link, wire } = route === 'relay' ? page.hub.dial() : this.dialPair(page.listener);
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
