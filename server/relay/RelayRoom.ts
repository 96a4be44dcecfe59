/** One session behind the relay: who is there, what they owe each other, what was said. Independent of sockets. */
import type { Position } from '../../src/protocol/messages';
import type { Attached, Member, Resume, RosterDiff } from '../../src/protocol/relayApi';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import { RELAY_LIMITS } from '../serverLimits';
import { KeptEvents } from './KeptEvents';

/** One way to a page, as the room needs it. */
export interface MemberWire {
  frame(frame: Uint8Array): void;
  close(): void;
}

export interface PresenterWire {
  attached(room: Attached): void;
  roster(diff: RosterDiff): void;
  from(memberId: string, frame: Uint8Array): void;
  close(): void;
}

interface Seat {
  attendeeId: string;
  secret: string;
  /** The presenter's page that it speaks to; null until one is there. */
  pageId: string | null;
  /** Null while the attendee is cut off. */
  wire: MemberWire | null;
  /** On the server's clock; null while it is there. */
  awaySince: number | null;
  /** It did not read what it was sent: more of that would not help. */
  behind: boolean;
}

/** What a frame that waits takes beside its bytes: an empty one is not for nothing. */
const WAITING_COST = 256;

type Gone = RosterDiff['gone'][number]['why'];

export class RelayRoom {
  readonly kept = new KeptEvents(RELAY_LIMITS.kept);
  private readonly seats = new Map<string, Seat>();
  private presenter: { pageId: string; wire: PresenterWire | null } | null = null;
  /** What attendees said while the presenter was cut off. */
  private waiting: Array<{ memberId: string; frame: Uint8Array }> = [];
  private waitingBytes = 0;
  private changes: { seen: Set<string>; gone: Map<string, Gone> } = { seen: new Set(), gone: new Map() };

  private readonly newcomers: TokenBucket;

  constructor(private readonly now: () => number) {
    this.newcomers = new TokenBucket(RELAY_LIMITS.newcomers, now());
  }

  /** Whether there is a place for another newcomer, who counts as come then. */
  takesNewcomer(): boolean {
    return this.seats.size < RELAY_LIMITS.placesPerSession && this.newcomers.take(this.now());
  }

  /** Whether the presenter can be reached just now. */
  get presented(): boolean {
    return this.presenter?.wire != null;
  }

  /** Nobody is there and nobody is expected back. */
  get empty(): boolean {
    return this.seats.size === 0 && !this.presenter?.wire;
  }

  /** A page that presents: the same one again, or another, to which those of the page before have to come anew. */
  present(pageId: string, wire: PresenterWire): void {
    const before = this.presenter;
    this.presenter = { pageId, wire };
    before?.wire?.close();
    for (const [memberId, seat] of this.seats) {
      if (seat.pageId === null) {
        seat.pageId = pageId;
      } else if (seat.pageId !== pageId) {
        this.leave(memberId, 'left');
      }
    }
    this.changes = { seen: new Set(), gone: new Map() };
    wire.attached({ members: [...this.seats.keys()].flatMap((id) => this.member(id)), kept: this.kept.newest() });
    for (const { memberId, frame } of this.waiting.splice(0)) {
      if (this.seats.has(memberId)) {
        wire.from(memberId, frame);
      }
    }
    this.waitingBytes = 0;
  }

  /** The presenter's page is cut off; its attendees stay. */
  presenterCut(wire: PresenterWire): void {
    if (this.presenter?.wire === wire) {
      this.presenter.wire = null;
    }
  }

  enter(memberId: string, attendeeId: string, secret: string, wire: MemberWire): void {
    const pageId = this.presenter?.wire ? this.presenter.pageId : null;
    this.seats.set(memberId, { attendeeId, secret, pageId, wire, awaySince: null, behind: false });
    this.changes.seen.add(memberId);
  }

  /** Whether there still is such a place, and this is its attendee. */
  holds({ memberId, secret }: Resume): boolean {
    return this.seats.get(memberId)?.secret === secret;
  }

  /** False for a stranger, or one whose place is gone. */
  resume(resume: Resume, wire: MemberWire): boolean {
    const { memberId } = resume;
    const seat = this.seats.get(memberId);
    if (!seat || !this.holds(resume)) {
      return false;
    }
    const before = seat.wire;
    seat.wire = wire;
    seat.awaySince = null;
    before?.close();
    this.changes.seen.add(memberId);
    return true;
  }

  /** The attendee is cut off; its place is kept for a while. */
  cut(memberId: string, wire: MemberWire): void {
    const seat = this.seats.get(memberId);
    if (seat?.wire === wire) {
      seat.wire = null;
      seat.awaySince = this.now();
      this.changes.seen.add(memberId);
    }
  }

  leave(memberId: string, why: Gone): void {
    const seat = this.seats.get(memberId);
    if (seat) {
      this.seats.delete(memberId);
      this.changes.seen.delete(memberId);
      this.changes.gone.set(memberId, why);
      seat.wire?.close();
    }
  }

  /** Gives up the places of those who were away for too long. */
  sweep(): void {
    for (const [memberId, { awaySince }] of this.seats) {
      if (awaySince !== null && this.now() - awaySince >= RELAY_LIMITS.resumeFor) {
        this.leave(memberId, 'left');
      }
    }
  }

  /** From an attendee to the presenter. */
  fromMember(memberId: string, frame: Uint8Array): void {
    const wire = this.presenter?.wire;
    if (wire) {
      wire.from(memberId, frame);
    } else if (this.waitingBytes + frame.length + WAITING_COST <= RELAY_LIMITS.waitingBytes) {
      this.waiting.push({ memberId, frame });
      this.waitingBytes += frame.length + WAITING_COST;
    }
  }

  /** From the presenter to one attendee; nothing where that one is cut off. */
  toMember(memberId: string, frame: Uint8Array): void {
    this.seats.get(memberId)?.wire?.frame(frame);
  }

  fellBehind(memberId: string): void {
    const seat = this.seats.get(memberId);
    if (seat) {
      seat.behind = true;
    }
  }

  /** What brings an attendee up from `last`, in order; null where only the presenter can. */
  after(memberId: string, last: Position): Uint8Array[] | null {
    const seat = this.seats.get(memberId);
    const again = this.kept.after(last, { briefly: seat?.behind === true });
    if (seat) {
      seat.behind = false;
    }
    return again;
  }

  /** The places of an attendee, oldest first. */
  placesOf(attendeeId: string): string[] {
    return [...this.seats].filter(([, seat]) => seat.attendeeId === attendeeId).map(([memberId]) => memberId);
  }

  /** Tells the presenter what changed since the last time; nothing where nothing did. */
  tellRoster(): void {
    const { seen, gone } = this.changes;
    const wire = this.presenter?.wire;
    if (!wire || (seen.size === 0 && gone.size === 0)) {
      return;
    }
    this.changes = { seen: new Set(), gone: new Map() };
    wire.roster({
      members: [...seen].flatMap((id) => this.member(id)),
      gone: [...gone].map(([memberId, why]) => ({ memberId, why })),
    });
  }

  /** The session is over, for everyone. */
  close(): void {
    [...this.seats.keys()].forEach((memberId) => this.leave(memberId, 'left'));
    this.presenter?.wire?.close();
    this.presenter = null;
  }

  private member(memberId: string): Member[] {
    const seat = this.seats.get(memberId);
    return seat ? [{ memberId, attendeeId: seat.attendeeId, state: seat.wire ? 'here' : 'away' }] : [];
  }
}
