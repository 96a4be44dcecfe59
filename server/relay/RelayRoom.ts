/**
 * One session behind the relay, as far as its people are connected to this server; who else is there and what was said is
 * in the store. Independent of sockets.
 */
import { LIMITS } from '../../src/protocol/limits';
import type { Position } from '../../src/protocol/messages';
import type { RosterDiff } from '../../src/protocol/relayApi';
import type { Undo } from '../undo';
import { FOR_ALL, sealedFor } from './fromClients';
import { MemberPlace, type Member, type MemberWire } from './MemberPlace';
import { PresenterPlace, type PlaceDeps, type PresenterWire } from './PresenterPlace';
import { boxes, encodeRelayPost } from './relayPosts';

export interface RoomDeps extends PlaceDeps {
  /** To everyone of this session who is connected to this server. */
  toAllHere(frame: Uint8Array): void;
}

type Gone = RosterDiff['gone'][number]['why'];

export class RelayRoom {
  private readonly presenters = new Map<PresenterWire, PresenterPlace>();
  private readonly members = new Map<MemberWire, MemberPlace>();
  /** Of what is said to everyone, while there is somebody to hear it. */
  private hearing: Promise<Undo> | null = null;

  constructor(private readonly deps: RoomDeps) {}

  /** Nobody of the session is connected to this server. */
  get idle(): boolean {
    return this.presenters.size === 0 && this.members.size === 0;
  }

  /** Whether the presenter can be reached just now, at any server. */
  async presented(): Promise<boolean> {
    const [listeners] = await this.deps.exchange.listeners([boxes.presenter(this.deps.session)]);
    return listeners > 0;
  }

  /** A page that presents: the same one again, or another, to which those of the page before have to come anew. */
  present(load: string, wire: PresenterWire): PresenterPlace {
    const place = new PresenterPlace(load, wire, this.deps);
    this.presenters.set(wire, place);
    return place;
  }

  /** The presenter's page is cut off; its attendees stay. */
  presenterCut(wire: PresenterWire): void {
    this.presenters.get(wire)?.end();
    this.presenters.delete(wire);
  }

  /** Resolves when the member hears what is said from now on; rejects where the store is away. */
  async enter(member: Member, wire: MemberWire): Promise<void> {
    const place = new MemberPlace(member, wire, this.deps);
    this.members.set(wire, place);
    await this.hear();
    await place.enter();
  }

  /** False where the place is gone. Rejects where the store is away. */
  async resume(member: Member, wire: MemberWire): Promise<boolean> {
    const place = new MemberPlace(member, wire, this.deps);
    this.members.set(wire, place);
    await this.hear();
    return place.resume();
  }

  /** Its connection is gone: what it said and nobody could be told yet is lost. */
  hungUp(wire: MemberWire): void {
    this.members.get(wire)?.hungUp();
  }

  /** The attendee is cut off; its place is kept for a while. */
  async cut(wire: MemberWire): Promise<void> {
    const place = this.members.get(wire);
    this.members.delete(wire);
    if (this.members.size === 0) {
      this.hearing?.then((undo) => undo(), this.deps.failed);
      this.hearing = null;
    }
    await place?.cut();
  }

  async leave(memberId: string, why: Gone): Promise<void> {
    const { session, store, exchange } = this.deps;
    // Also where the store is away and this server alone can be told.
    exchange.post(boxes.member(session, memberId), encodeRelayPost({ kind: 'gone' }));
    if (await store.leave(session, memberId)) {
      exchange.post(boxes.presenter(session), encodeRelayPost({ kind: 'changed', memberId, why }));
    }
  }

  fellBehind(memberId: string): void {
    const { session, store, failed } = this.deps;
    store.fellBehind(session, memberId).catch(failed);
  }

  /** What brings an attendee up from `last`, in order; null where only the presenter can. */
  async after(memberId: string, last: Position): Promise<Uint8Array[] | null> {
    const { session, store } = this.deps;
    return store.after(session, last, { briefly: await store.caughtUp(session, memberId) });
  }

  /** From the presenter to one attendee; nothing where that one is cut off. */
  toMember(memberId: string, frame: Uint8Array): void {
    const { session, exchange } = this.deps;
    exchange.post(boxes.member(session, memberId), encodeRelayPost({ kind: 'frame' }, frame));
  }

  /** From an attendee to the presenter. Resolves when what it says next will come after it. */
  async fromMember(wire: MemberWire, frame: Uint8Array): Promise<void> {
    await this.members.get(wire)?.say(frame);
  }

  tellRoster(): void {
    this.presenters.forEach((place) => place.tellRoster());
  }

  /**
   * Gives up the places of those who were away for too long, finds those whose server is no longer there, and has said again
   * what could not be kept.
   */
  async sweep(): Promise<void> {
    const { session, store, exchange } = this.deps;
    this.presenters.forEach((place) => place.mend());
    const changed = await store.sweep(session);
    if (this.presenters.size > 0) {
      const here = (await store.seats(session)).filter((seat) => seat.wire !== null);
      const listeners = await exchange.listeners(here.map(({ memberId }) => boxes.member(session, memberId)));
      for (const [index, { memberId, wire }] of here.entries()) {
        if (listeners[index] === 0 && wire !== null && (await store.cut(session, memberId, wire))) {
          changed.push(memberId);
        }
      }
    }
    for (const memberId of changed) {
      exchange.post(boxes.presenter(session), encodeRelayPost({ kind: 'changed', memberId }));
    }
  }

  /** Puts back what the store may have lost while it was away. */
  async restore(): Promise<void> {
    await Promise.all([...this.members.values()].map((place) => place.restore()));
  }

  /** Once every server has put its own back. */
  reattach(): void {
    this.presenters.forEach((place) => place.reattach());
  }

  /** The session is over, for everyone here. */
  close(): void {
    this.presenters.forEach((_place, wire) => wire.close());
    this.members.forEach((_place, wire) => wire.close());
  }

  private async hear(): Promise<void> {
    const { session, exchange, toAllHere } = this.deps;
    this.hearing ??= exchange.listen(boxes.all(session), (frame) => {
      // Its server has looked at it already; the box is open to whoever can write to the store.
      if (frame.length <= LIMITS.frameBytes && sealedFor(frame, session, FOR_ALL)) {
        toAllHere(frame);
      }
    });
    const { hearing } = this;
    try {
      await hearing;
    } catch (error) {
      if (this.hearing === hearing) {
        this.hearing = null;
      }
      throw error;
    }
  }
}
