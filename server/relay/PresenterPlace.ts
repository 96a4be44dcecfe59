/** The presenter of a session behind the relay, at the server where its page is connected. Independent of sockets. */
import { randomUUID } from 'node:crypto';
import type { Position } from '../../src/protocol/messages';
import type { Attached, Member, RosterDiff } from '../../src/protocol/relayApi';
import { RELAY_LIMITS } from '../serverLimits';
import type { Exchange } from '../stores/Exchange';
import type { RoomStore, Seat } from '../stores/RoomStore';
import type { Undo } from '../undo';
import { InOrder } from './InOrder';
import { boxes, decodeToPresenter, encodeRelayPost } from './relayPosts';

/** One way to a presenter's page. */
export interface PresenterWire {
  attached(room: Attached): void;
  roster(diff: RosterDiff): void;
  from(memberId: string, frame: Uint8Array): void;
  close(): void;
}

export interface PlaceDeps {
  session: string;
  store: RoomStore;
  exchange: Exchange;
  /** Resolves when the store is there again, or may be. */
  back(): Promise<void>;
  /** A step that could not be done, because the store is away. */
  failed(error: unknown): void;
}

type Gone = RosterDiff['gone'][number]['why'];

export class PresenterPlace {
  private readonly id = randomUUID();
  private readonly turns: InOrder;
  /** Members of whom the page is to be told, with why they are gone where they are. */
  private changes = new Map<string, Gone | undefined>();
  private unlisten: Undo = () => {};
  private left = false;
  /** Of what it says to all: not while something before it is missing from what is kept. */
  private keeping: 'not-yet' | 'yes' | 'failed' = 'not-yet';
  /** How often it was told what is kept, and has not said `proceed` to. */
  private unanswered = 0;

  constructor(
    private readonly load: string,
    private readonly wire: PresenterWire,
    private readonly deps: PlaceDeps
  ) {
    this.turns = new InOrder(RELAY_LIMITS.unsentBytes.presenter, deps.failed);
    const listening = deps.exchange.listen(this.box, (message) => this.take(message));
    // What comes from now on waits until the page has been told who is there.
    this.turns.run(0, async () => {
      try {
        this.unlisten = await listening;
      } catch (error) {
        deps.failed(error);
        wire.close();
        return;
      }
      if (this.left) {
        this.unlisten();
      } else {
        await this.attach();
      }
    });
  }

  /** Whether what it says to all is kept. */
  get keeps(): boolean {
    return this.keeping === 'yes';
  }

  /** To everyone; `of` says which event it is, null that it is none. */
  toAll(of: Position | null, frame: Uint8Array): void {
    const { session, store, exchange } = this.deps;
    if (of) {
      this.keep(() => store.keep(session, of, frame));
    }
    exchange.post(boxes.all(session), frame);
  }

  /** For who is too far behind. */
  keepSnapshot(of: Position, frame: Uint8Array): void {
    const { session, store } = this.deps;
    this.keep(() => store.keepSnapshot(session, of, frame));
  }

  /** The page says now what it was told to be missing; an answer to what it was told before the last time says nothing. */
  proceed(): void {
    this.unanswered = Math.max(0, this.unanswered - 1);
    if (this.unanswered === 0) {
      this.keeping = 'yes';
    }
  }

  /** Has the page say again what the store failed to keep. */
  mend(): void {
    if (this.keeping === 'failed') {
      this.reattach();
    }
  }

  /** Tells the page anew who is there and what is kept, after the store was away and may have lost it. */
  reattach(): void {
    this.turns.run(0, () => (this.left ? undefined : this.attach()));
  }

  /** Tells the page what changed since the last time; nothing where nothing did. */
  tellRoster(): void {
    if (this.changes.size > 0) {
      const { changes } = this;
      this.changes = new Map();
      this.turns.run(0, async () => {
        const { session, store } = this.deps;
        const diff: RosterDiff = { members: [], gone: [] };
        const seats = await Promise.all([...changes.keys()].map((memberId) => store.seat(session, memberId))).catch(
          (error: unknown) => {
            // Told the next time.
            this.changes = new Map([...changes, ...this.changes]);
            throw error;
          }
        );
        [...changes].forEach(([memberId, why], index) => {
          const seat = seats[index];
          if (seat) {
            diff.members.push(memberOf(seat));
          } else {
            diff.gone.push({ memberId, why: why ?? 'left' });
          }
        });
        this.wire.roster(diff);
      });
    }
  }

  /** The page is cut off or has left. */
  end(): void {
    this.left = true;
    this.unlisten();
  }

  private keep(task: () => Promise<void>): void {
    if (this.keeps) {
      task().catch((error: unknown) => {
        this.keeping = 'failed';
        this.deps.failed(error);
      });
    }
  }

  private get box(): string {
    return boxes.presenter(this.deps.session);
  }

  /** Closes the wire where the store is away; its page comes back by itself. */
  private async attach(): Promise<void> {
    try {
      await this.tellRoom();
    } catch (error) {
      this.deps.failed(error);
      this.wire.close();
    }
  }

  private async tellRoom(): Promise<void> {
    const { session, store, exchange } = this.deps;
    this.keeping = 'not-yet';
    this.unanswered += 1;
    exchange.post(this.box, encodeRelayPost({ kind: 'present', wire: this.id }));
    const { seats, left } = await store.present(session, this.load);
    left.forEach((memberId, index) => {
      const post = () => exchange.post(boxes.member(session, memberId), encodeRelayPost({ kind: 'gone' }));
      setTimeout(post, index * RELAY_LIMITS.leftEvery).unref();
    });
    this.changes.clear();
    this.wire.attached({ members: seats.map(memberOf), kept: await store.newest(session) });
    await this.sayHeld(new Set(seats.map(({ memberId }) => memberId)));
  }

  private take(message: Buffer): void {
    const taken = this.turns.run(message.length, () => this.handle(message));
    if (!taken) {
      this.wire.close();
    }
  }

  private async handle(message: Buffer): Promise<void> {
    const decoded = decodeToPresenter(message);
    if (!decoded || this.left) {
      return;
    }
    const { post, frame } = decoded;
    switch (post.kind) {
      case 'from':
        this.wire.from(post.memberId, frame);
        break;
      case 'changed':
        this.changes.set(post.memberId, post.why);
        break;
      case 'held':
        await this.sayHeld(null);
        break;
      case 'present':
        if (post.wire !== this.id) {
          this.wire.close();
        }
    }
  }

  private async sayHeld(members: ReadonlySet<string> | null): Promise<void> {
    for (const { memberId, frame } of await this.deps.store.held(this.deps.session)) {
      if (members === null || members.has(memberId)) {
        this.wire.from(memberId, frame);
      }
    }
  }
}

const memberOf = ({ memberId, attendeeId, wire }: Seat): Member => ({
  memberId,
  attendeeId,
  state: wire === null ? 'away' : 'here',
});
