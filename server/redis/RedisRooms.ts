/**
 * What the relay keeps of sessions, in Redis. Frames stay sealed there, and places are kept with hashes of their secrets.
 * Everything of a session expires when no server has looked after it for longer than its presenter may be away.
 */
import { z } from 'zod';
import { LIMITS, TIMES } from '../../src/protocol/limits';
import { attendeeIdSchema, type Position } from '../../src/protocol/messages';
import { memberIdSchema } from '../../src/protocol/relayApi';
import { RELAY_LIMITS } from '../serverLimits';
import { HELD_COST, type RoomStore, type Seat } from '../stores/RoomStore';
import { StoreFailure } from '../stores/Stores';
import { keyOf } from './keys';
import type { Redis } from './Redis';
import * as scripts from './roomScripts';

const LIFE = TIMES.presenterAway + 5 * 60_000;

const NEWLINE = 0x0a;
const text = z.instanceof(Buffer).transform((bytes) => bytes.toString('latin1'));
const memberId = text.pipe(memberIdSchema);
const number = text.pipe(z.string().regex(/^\d{1,10}$/)).transform(Number);
const positionSchema = z.union([z.tuple([number, number]), z.tuple([z.null(), z.null()])]);
const frame = z.instanceof(Buffer).refine((bytes) => bytes.length <= LIMITS.frameBytes);
const framesSchema = z.array(frame).nullable();
/** Each a member's id, a newline and a frame. */
const heldSchema = z.array(z.instanceof(Buffer).refine((said) => said.length <= LIMITS.frameBytes + 65));
const whoSchema = text
  .transform((who) => who.split(' '))
  .pipe(z.tuple([attendeeIdSchema, z.string().regex(/^[0-9a-f]{64}$/)]));
const wireSchema = text.pipe(z.string().max(64)).transform((wire) => (wire === '' ? null : wire));
const seatSchema = z
  .tuple([memberId, whoSchema, wireSchema])
  .transform(([id, [attendeeId, secretHash], wire]): Seat => ({ memberId: id, attendeeId, secretHash, wire }));
/** A place that somebody else wrote is none. */
const seatsSchema = z
  .array(z.unknown())
  .transform((seats) => seats.flatMap((seat) => seatSchema.safeParse(seat).data ?? []));
const membersSchema = z.array(memberId);

export class RedisRooms implements RoomStore {
  constructor(private readonly redis: Redis) {}

  async keep(session: string, { epoch, seq }: Position, frame: Uint8Array): Promise<void> {
    const { events, bytes } = RELAY_LIMITS.kept;
    await this.redis.run(
      scripts.KEEP,
      [keys.kept(session), keys.newest(session)],
      [`${epoch}`, `${seq}`, Buffer.from(frame), `${events}`, `${bytes}`, `${LIFE}`]
    );
  }

  async newest(session: string): Promise<Position | null> {
    const [epoch, seq] = checked(positionSchema, await this.redis.run(scripts.NEWEST, [keys.newest(session)]));
    return epoch === null ? null : { epoch, seq };
  }

  async keepSnapshot(session: string, { epoch, seq }: Position, frame: Uint8Array): Promise<void> {
    await this.redis.run(
      scripts.KEEP_SNAPSHOT,
      [keys.snapshot(session)],
      [`${epoch}`, `${seq}`, Buffer.from(frame), `${LIFE}`]
    );
  }

  async after(
    session: string,
    { epoch, seq }: Position,
    { briefly }: { briefly: boolean }
  ): Promise<Uint8Array[] | null> {
    const frames = await this.redis.run(
      scripts.AFTER,
      [keys.kept(session), keys.newest(session), keys.snapshot(session)],
      [`${epoch}`, `${seq}`, briefly ? '1' : '0']
    );
    return checked(framesSchema, frames);
  }

  async fellBehind(session: string, id: string): Promise<void> {
    await this.redis.run(scripts.FELL_BEHIND, [keys.behind(session)], [id, `${LIFE}`]);
  }

  async caughtUp(session: string, id: string): Promise<boolean> {
    return (await this.redis.run(scripts.CAUGHT_UP, [keys.behind(session)], [id])) === 1;
  }

  async present(session: string, load: string): Promise<{ seats: Seat[]; left: string[] }> {
    const presentSchema = z.tuple([seatsSchema, membersSchema]);
    const [seats, left] = checked(
      presentSchema,
      await this.redis.run(scripts.PRESENT, [...keys.places(session), keys.page(session)], [load, `${LIFE}`])
    );
    return { seats, left };
  }

  async enter(session: string, { memberId: id, attendeeId, secretHash, wire }: Seat & { wire: string }) {
    const left = await this.redis.run(
      scripts.ENTER,
      [...keys.places(session), keys.page(session), keys.own(session, attendeeId)],
      [id, `${attendeeId} ${secretHash}`, wire, `${RELAY_LIMITS.placesPerAttendee}`, `${LIFE}`]
    );
    return { left: checked(membersSchema, left) };
  }

  async seat(session: string, id: string): Promise<Seat | null> {
    const [who, wire] = checked(
      z.tuple([z.unknown(), z.unknown()]),
      await this.redis.run(scripts.SEAT, keys.places(session), [id])
    );
    return who === null ? null : (seatSchema.safeParse([Buffer.from(id), who, wire]).data ?? null);
  }

  async rewire(session: string, id: string, wire: string): Promise<boolean> {
    return (await this.redis.run(scripts.REWIRE, keys.places(session), [id, wire])) === 1;
  }

  async cut(session: string, id: string, wire: string): Promise<boolean> {
    return (await this.redis.run(scripts.CUT, keys.places(session), [id, wire])) === 1;
  }

  async leave(session: string, id: string): Promise<boolean> {
    return (await this.redis.run(scripts.LEAVE, keys.places(session), [id])) === 1;
  }

  async seats(session: string): Promise<Seat[]> {
    return checked(seatsSchema, await this.redis.run(scripts.SEATS, keys.places(session)));
  }

  async takesNewcomer(session: string): Promise<boolean> {
    const { burst, perSecond } = RELAY_LIMITS.newcomers;
    const taken = await this.redis.run(
      scripts.TAKE_NEWCOMER,
      [...keys.places(session), keys.newcomers(session)],
      [`${RELAY_LIMITS.placesPerSession}`, `${burst}`, `${perSecond}`, `${LIFE}`]
    );
    return taken === 1;
  }

  async sweep(session: string): Promise<string[]> {
    return checked(
      membersSchema,
      await this.redis.run(
        scripts.SWEEP,
        [
          ...keys.places(session),
          ...[keys.page, keys.kept, keys.newest, keys.snapshot, keys.behind].map((key) => key(session)),
        ],
        [`${RELAY_LIMITS.resumeFor}`, `${LIFE}`]
      )
    );
  }

  async hold(session: string, id: string, frame: Uint8Array): Promise<void> {
    const said = Buffer.concat([Buffer.from(`${id}\n`), frame]);
    await this.redis.run(
      scripts.HOLD,
      [keys.held(session), keys.heldBytes(session)],
      [said, `${frame.length + HELD_COST}`, `${RELAY_LIMITS.waitingBytes}`, `${LIFE}`]
    );
  }

  async held(session: string): Promise<Array<{ memberId: string; frame: Uint8Array }>> {
    const held = checked(heldSchema, await this.redis.run(scripts.HELD, [keys.held(session), keys.heldBytes(session)]));
    return held.flatMap((said) => {
      const end = said.indexOf(NEWLINE);
      const id = memberIdSchema.safeParse(said.subarray(0, Math.max(0, end)).toString('latin1'));
      return id.success ? [{ memberId: id.data, frame: said.subarray(end + 1) }] : [];
    });
  }

  async drop(session: string): Promise<void> {
    const all = [
      keys.kept,
      keys.newest,
      keys.snapshot,
      keys.page,
      keys.behind,
      keys.newcomers,
      keys.held,
      keys.heldBytes,
    ].map((key) => key(session));
    await this.redis.run(scripts.DROP, [...keys.places(session), ...all]);
  }
}

const keys = {
  kept: (session: string) => keyOf('room', session, 'kept'),
  newest: (session: string) => keyOf('room', session, 'newest'),
  snapshot: (session: string) => keyOf('room', session, 'snapshot'),
  page: (session: string) => keyOf('room', session, 'page'),
  /** Members who did not read what they were sent. */
  behind: (session: string) => keyOf('room', session, 'behind'),
  newcomers: (session: string) => keyOf('room', session, 'newcomers'),
  held: (session: string) => keyOf('room', session, 'held'),
  heldBytes: (session: string) => keyOf('room', session, 'held-bytes'),
  /** The members of one attendee, for its bound. */
  own: (session: string, attendeeId: string) => keyOf('room', session, 'own', attendeeId),
  /** As FORGET has them: who, pages, wires, away, order. */
  places: (session: string) => ['who', 'pages', 'wires', 'away', 'order'].map((part) => keyOf('room', session, part)),
};

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new StoreFailure('Redis holds no such room');
  }
  return parsed.data;
}
