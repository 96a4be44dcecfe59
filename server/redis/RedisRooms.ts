/**
 * What the relay keeps of sessions, in Redis. Frames stay sealed there, and places are kept with hashes of their secrets.
 * Everything of a session expires when no server has looked after it for longer than its presenter may be away.
 */
import { z } from 'zod';
import { TIMES } from '../../src/protocol/limits';
import { attendeeIdSchema, type Position } from '../../src/protocol/messages';
import { memberIdSchema } from '../../src/protocol/relayApi';
import { RELAY_LIMITS } from '../serverLimits';
import type { RoomStore, Seat } from '../stores/RoomStore';
import { StoreFailure } from '../stores/Stores';
import { NOW } from './clock';
import { keyOf } from './keys';
import type { Redis } from './Redis';

const LIFE = TIMES.presenterAway + 5 * 60_000;

/** Redis's own lists keep the order; one that has no holes needs the newest position alone to find any other. */
const KEEP = `
  local newest = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'bytes')
  local epoch, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
  local bytes = tonumber(newest[3] or '0')
  if newest[1] then
    local at = {tonumber(newest[1]), tonumber(newest[2])}
    if epoch < at[1] or (epoch == at[1] and seq <= at[2]) then
      return 0
    end
    if epoch ~= at[1] or seq ~= at[2] + 1 then
      redis.call('DEL', KEYS[1])
      bytes = 0
    end
  end
  redis.call('RPUSH', KEYS[1], ARGV[3])
  bytes = bytes + #ARGV[3]
  while redis.call('LLEN', KEYS[1]) > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5]) do
    bytes = bytes - #redis.call('LPOP', KEYS[1])
  end
  redis.call('HSET', KEYS[2], 'epoch', epoch, 'seq', seq, 'bytes', bytes)
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  return 1`;

const NEWEST = `return redis.call('HMGET', KEYS[1], 'epoch', 'seq')`;

const KEEP_SNAPSHOT = `
  local at = redis.call('HMGET', KEYS[1], 'epoch', 'seq')
  local epoch, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
  if at[1] and (epoch < tonumber(at[1]) or (epoch == tonumber(at[1]) and seq <= tonumber(at[2]))) then
    return 0
  end
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'seq', seq, 'frame', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 1`;

/** KEYS: kept, newest, snapshot. ARGV: epoch and seq, 1 for briefly. */
const AFTER = `
  local newest = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
  local kept = redis.call('LLEN', KEYS[1])
  local function since(epoch, seq)
    if not newest[1] or kept == 0 or tonumber(newest[1]) ~= epoch then
      return false
    end
    local skipped = seq - (tonumber(newest[2]) - kept)
    return skipped >= 0 and redis.call('LRANGE', KEYS[1], skipped, -1)
  end
  local epoch, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
  local whole = since(epoch, seq)
  local at = redis.call('HMGET', KEYS[3], 'epoch', 'seq', 'frame')
  local ahead = at[1] and tonumber(at[1]) == epoch and tonumber(at[2]) > seq
  if (whole and ARGV[3] ~= '1') or not ahead then
    return whole
  end
  local later = since(epoch, tonumber(at[2]))
  local quiet = tonumber(newest[1] or '0') < epoch
  if not later and not quiet then
    return whole
  end
  local all = {at[3]}
  for _, frame in ipairs(later or {}) do
    all[#all + 1] = frame
  end
  return all`;

/** A member's own attendee and secret (`who`), page, connection ('' while cut off) and since when that is. */
const FORGET = `
  local function forget(keys, member)
    local who = redis.call('HGET', keys[1], member)
    if not who then
      return 0
    end
    redis.call('HDEL', keys[1], member)
    redis.call('HDEL', keys[2], member)
    redis.call('HDEL', keys[3], member)
    redis.call('ZREM', keys[4], member)
    redis.call('ZREM', keys[5], member)
    return 1
  end
  local function all(keys)
    local seats = {}
    for index, member in ipairs(redis.call('ZRANGE', keys[5], 0, -1)) do
      seats[index] = {
        member,
        redis.call('HGET', keys[1], member) or '',
        redis.call('HGET', keys[3], member) or ''
      }
    end
    return seats
  end
  local function keepFor(keys, life)
    for _, key in ipairs(keys) do
      redis.call('PEXPIRE', key, life)
    end
  end`;

const PRESENT = `${FORGET}
  redis.call('SET', KEYS[6], ARGV[1])
  local left = {}
  local pages = redis.call('HGETALL', KEYS[2])
  for index = 1, #pages, 2 do
    if pages[index + 1] == '' then
      redis.call('HSET', KEYS[2], pages[index], ARGV[1])
    elseif pages[index + 1] ~= ARGV[1] then
      forget(KEYS, pages[index])
      left[#left + 1] = pages[index]
    end
  end
  keepFor(KEYS, ARGV[2])
  return {all(KEYS), left}`;

const ENTER = `${FORGET}
  local attendee = string.sub(ARGV[2], 1, string.find(ARGV[2], ' '))
  local newest = redis.call('ZREVRANGE', KEYS[5], 0, 0, 'WITHSCORES')
  local own, left = {}, {}
  for _, member in ipairs(redis.call('SMEMBERS', KEYS[7])) do
    local who = redis.call('HGET', KEYS[1], member)
    if who then
      own[#own + 1] = {member, tonumber(redis.call('ZSCORE', KEYS[5], member))}
    else
      redis.call('SREM', KEYS[7], member)
    end
  end
  table.sort(own, function(one, other) return one[2] < other[2] end)
  for index = 1, #own + 1 - tonumber(ARGV[4]) do
    forget(KEYS, own[index][1])
    redis.call('SREM', KEYS[7], own[index][1])
    left[#left + 1] = own[index][1]
  end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('HSET', KEYS[2], ARGV[1], redis.call('GET', KEYS[6]) or '')
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
  redis.call('ZADD', KEYS[5], (newest[2] or 0) + 1, ARGV[1])
  redis.call('SADD', KEYS[7], ARGV[1])
  keepFor(KEYS, ARGV[5])
  return left`;

const SEAT = `
  return {redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[3], ARGV[1])}`;

const REWIRE = `
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
    return 0
  end
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
  redis.call('ZREM', KEYS[4], ARGV[1])
  return 1`;

const CUT = `${NOW}
  if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then
    return 0
  end
  redis.call('HSET', KEYS[3], ARGV[1], '')
  redis.call('ZADD', KEYS[4], now(), ARGV[1])
  return 1`;

const LEAVE = `${FORGET}
  return forget(KEYS, ARGV[1])`;

const SEATS = `${FORGET}
  return all(KEYS)`;

const SIZE = `return redis.call('HLEN', KEYS[1])`;

const SWEEP = `${NOW}${FORGET}
  local over = redis.call('ZRANGE', KEYS[4], '-inf', now() - ARGV[1], 'BYSCORE')
  for _, member in ipairs(over) do
    forget(KEYS, member)
  end
  keepFor(KEYS, ARGV[2])
  return over`;

/** A member's id has no newline, so one stands between it and what the member said. */
const HOLD = `
  local bytes = tonumber(redis.call('GET', KEYS[2]) or '0') + tonumber(ARGV[2])
  if bytes > tonumber(ARGV[3]) then
    return 0
  end
  redis.call('RPUSH', KEYS[1], ARGV[1])
  redis.call('SET', KEYS[2], bytes, 'PX', ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 1`;

const HELD = `
  local held = redis.call('LRANGE', KEYS[1], 0, -1)
  redis.call('DEL', KEYS[1], KEYS[2])
  return held`;

const FELL_BEHIND = `
  redis.call('SADD', KEYS[1], ARGV[1])
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const CAUGHT_UP = `return redis.call('SREM', KEYS[1], ARGV[1])`;

const DROP = `return redis.call('DEL', unpack(KEYS))`;

const NEWLINE = 0x0a;
const text = z.instanceof(Buffer).transform((bytes) => bytes.toString('latin1'));
const memberId = text.pipe(memberIdSchema);
const number = text.pipe(z.string().regex(/^\d{1,10}$/)).transform(Number);
const positionSchema = z.union([z.tuple([number, number]), z.tuple([z.null(), z.null()])]);
const framesSchema = z.array(z.instanceof(Buffer)).nullable();
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
      KEEP,
      [keys.kept(session), keys.newest(session)],
      [`${epoch}`, `${seq}`, Buffer.from(frame), `${events}`, `${bytes}`, `${LIFE}`]
    );
  }

  async newest(session: string): Promise<Position | null> {
    const [epoch, seq] = checked(positionSchema, await this.redis.run(NEWEST, [keys.newest(session)]));
    return epoch === null ? null : { epoch, seq };
  }

  async keepSnapshot(session: string, { epoch, seq }: Position, frame: Uint8Array): Promise<void> {
    await this.redis.run(
      KEEP_SNAPSHOT,
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
      AFTER,
      [keys.kept(session), keys.newest(session), keys.snapshot(session)],
      [`${epoch}`, `${seq}`, briefly ? '1' : '0']
    );
    return checked(framesSchema, frames);
  }

  async fellBehind(session: string, id: string): Promise<void> {
    await this.redis.run(FELL_BEHIND, [keys.behind(session)], [id, `${LIFE}`]);
  }

  async caughtUp(session: string, id: string): Promise<boolean> {
    return (await this.redis.run(CAUGHT_UP, [keys.behind(session)], [id])) === 1;
  }

  async present(session: string, pageId: string): Promise<{ seats: Seat[]; left: string[] }> {
    const presentSchema = z.tuple([seatsSchema, membersSchema]);
    const [seats, left] = checked(
      presentSchema,
      await this.redis.run(PRESENT, [...keys.places(session), keys.page(session)], [pageId, `${LIFE}`])
    );
    return { seats, left };
  }

  async enter(session: string, { memberId: id, attendeeId, secretHash, wire }: Seat & { wire: string }) {
    const left = await this.redis.run(
      ENTER,
      [...keys.places(session), keys.page(session), keys.own(session, attendeeId)],
      [id, `${attendeeId} ${secretHash}`, wire, `${RELAY_LIMITS.placesPerAttendee}`, `${LIFE}`]
    );
    return { left: checked(membersSchema, left) };
  }

  async seat(session: string, id: string): Promise<Seat | null> {
    const [who, wire] = checked(
      z.tuple([z.unknown(), z.unknown()]),
      await this.redis.run(SEAT, keys.places(session), [id])
    );
    return who === null ? null : (seatSchema.safeParse([Buffer.from(id), who, wire]).data ?? null);
  }

  async rewire(session: string, id: string, wire: string): Promise<boolean> {
    return (await this.redis.run(REWIRE, keys.places(session), [id, wire])) === 1;
  }

  async cut(session: string, id: string, wire: string): Promise<boolean> {
    return (await this.redis.run(CUT, keys.places(session), [id, wire])) === 1;
  }

  async leave(session: string, id: string): Promise<boolean> {
    return (await this.redis.run(LEAVE, keys.places(session), [id])) === 1;
  }

  async seats(session: string): Promise<Seat[]> {
    return checked(seatsSchema, await this.redis.run(SEATS, keys.places(session)));
  }

  async size(session: string): Promise<number> {
    return checked(z.number(), await this.redis.run(SIZE, keys.places(session)));
  }

  async sweep(session: string): Promise<string[]> {
    return checked(
      membersSchema,
      await this.redis.run(
        SWEEP,
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
      HOLD,
      [keys.held(session), keys.heldBytes(session)],
      [said, `${frame.length}`, `${RELAY_LIMITS.waitingBytes}`, `${LIFE}`]
    );
  }

  async held(session: string): Promise<Array<{ memberId: string; frame: Uint8Array }>> {
    const held = checked(framesSchema, await this.redis.run(HELD, [keys.held(session), keys.heldBytes(session)]));
    return (held ?? []).flatMap((said) => {
      const end = said.indexOf(NEWLINE);
      const id = memberIdSchema.safeParse(said.subarray(0, Math.max(0, end)).toString('latin1'));
      return id.success ? [{ memberId: id.data, frame: said.subarray(end + 1) }] : [];
    });
  }

  async drop(session: string): Promise<void> {
    const all = [keys.kept, keys.newest, keys.snapshot, keys.page, keys.behind, keys.held, keys.heldBytes].map((key) =>
      key(session)
    );
    await this.redis.run(DROP, [...keys.places(session), ...all]);
  }
}

const keys = {
  kept: (session: string) => keyOf('room', session, 'kept'),
  newest: (session: string) => keyOf('room', session, 'newest'),
  snapshot: (session: string) => keyOf('room', session, 'snapshot'),
  page: (session: string) => keyOf('room', session, 'page'),
  /** Members who did not read what they were sent. */
  behind: (session: string) => keyOf('room', session, 'behind'),
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
