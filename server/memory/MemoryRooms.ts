/** What the relay keeps of sessions, in the memory of one server. */
import type { Position } from '../../src/protocol/messages';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import { RELAY_LIMITS } from '../serverLimits';
import { HELD_COST, type RoomStore, type Seat } from '../stores/RoomStore';
import { KeptEvents } from './KeptEvents';

interface Place extends Seat {
  load: string | null;
  /** By the server's clock, in milliseconds; null while it is there. */
  awaySince: number | null;
  behind: boolean;
}

class Room {
  readonly kept = new KeptEvents(RELAY_LIMITS.kept);
  /** Oldest first. */
  readonly places = new Map<string, Place>();
  load: string | null = null;
  held: Array<{ memberId: string; frame: Uint8Array }> = [];
  heldBytes = 0;
  readonly newcomers: TokenBucket;

  constructor(now: number) {
    this.newcomers = new TokenBucket(RELAY_LIMITS.newcomers, now);
  }
}

export class MemoryRooms implements RoomStore {
  private readonly rooms = new Map<string, Room>();

  /** `now` in milliseconds, never going back. */
  constructor(private readonly now: () => number) {}

  async keep(session: string, of: Position, frame: Uint8Array): Promise<void> {
    this.room(session).kept.add(of, frame);
  }

  async newest(session: string): Promise<Position | null> {
    return this.rooms.get(session)?.kept.newest() ?? null;
  }

  async keepSnapshot(session: string, of: Position, frame: Uint8Array): Promise<void> {
    this.room(session).kept.keep(of, frame);
  }

  async after(session: string, last: Position, how: { briefly: boolean }): Promise<Uint8Array[] | null> {
    return this.rooms.get(session)?.kept.after(last, how) ?? null;
  }

  async fellBehind(session: string, memberId: string): Promise<void> {
    const place = this.rooms.get(session)?.places.get(memberId);
    if (place) {
      place.behind = true;
    }
  }

  async caughtUp(session: string, memberId: string): Promise<boolean> {
    const place = this.rooms.get(session)?.places.get(memberId);
    const was = place?.behind ?? false;
    if (place) {
      place.behind = false;
    }
    return was;
  }

  async present(session: string, load: string): Promise<{ seats: Seat[]; left: string[] }> {
    const room = this.room(session);
    room.load = load;
    const left: string[] = [];
    for (const [memberId, place] of room.places) {
      place.load ??= load;
      if (place.load !== load) {
        room.places.delete(memberId);
        left.push(memberId);
      }
    }
    return { seats: seatsOf(room), left };
  }

  async enter(session: string, seat: Seat & { wire: string }): Promise<{ left: string[] }> {
    const room = this.room(session);
    const own = [...room.places.values()].filter(({ attendeeId }) => attendeeId === seat.attendeeId);
    const left = own
      .slice(0, Math.max(0, own.length + 1 - RELAY_LIMITS.placesPerAttendee))
      .map(({ memberId }) => memberId);
    left.forEach((memberId) => room.places.delete(memberId));
    room.places.set(seat.memberId, { ...seat, load: room.load, awaySince: null, behind: false });
    return { left };
  }

  async seat(session: string, memberId: string): Promise<Seat | null> {
    const place = this.rooms.get(session)?.places.get(memberId);
    return place ? seatOf(place) : null;
  }

  async rewire(session: string, memberId: string, wire: string): Promise<boolean> {
    const place = this.rooms.get(session)?.places.get(memberId);
    if (place) {
      place.wire = wire;
      place.awaySince = null;
    }
    return place !== undefined;
  }

  async cut(session: string, memberId: string, wire: string): Promise<boolean> {
    const place = this.rooms.get(session)?.places.get(memberId);
    if (place?.wire !== wire) {
      return false;
    }
    place.wire = null;
    place.awaySince = this.now();
    return true;
  }

  async leave(session: string, memberId: string): Promise<boolean> {
    return this.rooms.get(session)?.places.delete(memberId) ?? false;
  }

  async seats(session: string): Promise<Seat[]> {
    const room = this.rooms.get(session);
    return room ? seatsOf(room) : [];
  }

  async takesNewcomer(session: string): Promise<boolean> {
    const room = this.room(session);
    return room.places.size < RELAY_LIMITS.placesPerSession && room.newcomers.take(this.now());
  }

  async sweep(session: string): Promise<string[]> {
    const places = this.rooms.get(session)?.places ?? new Map<string, Place>();
    const over = [...places.values()].filter(
      ({ awaySince }) => awaySince !== null && this.now() - awaySince >= RELAY_LIMITS.resumeFor
    );
    over.forEach(({ memberId }) => places.delete(memberId));
    return over.map(({ memberId }) => memberId);
  }

  async hold(session: string, memberId: string, frame: Uint8Array): Promise<void> {
    const room = this.room(session);
    const cost = frame.length + HELD_COST;
    if (room.heldBytes + cost <= RELAY_LIMITS.waitingBytes) {
      room.held.push({ memberId, frame });
      room.heldBytes += cost;
    }
  }

  async held(session: string): Promise<Array<{ memberId: string; frame: Uint8Array }>> {
    const room = this.rooms.get(session);
    if (!room) {
      return [];
    }
    room.heldBytes = 0;
    return room.held.splice(0);
  }

  async drop(session: string): Promise<void> {
    this.rooms.delete(session);
  }

  private room(session: string): Room {
    const room = this.rooms.get(session) ?? new Room(this.now());
    this.rooms.set(session, room);
    return room;
  }
}

function seatOf({ memberId, attendeeId, secretHash, wire }: Place): Seat {
  return { memberId, attendeeId, secretHash, wire };
}

const seatsOf = (room: Room) => [...room.places.values()].map(seatOf);
