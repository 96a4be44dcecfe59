/**
 * The directory's sessions in Redis. A session is read, decided on, and written only where it still is what was read;
 * else it is decided on anew. Everything expires by itself when its presenter is away for too long.
 */
import { z } from 'zod';
import { TIMES } from '../../src/protocol/limits';
import { attendeeIdSchema, sessionIdSchema } from '../../src/protocol/messages';
import { sessionSchema, type Session } from '../directorySession';
import { SERVER_LIMITS } from '../serverLimits';
import type { Decide, SessionStore } from '../stores/SessionStore';
import { StoreFailure } from '../stores/Stores';
import { NOW } from './clock';
import { keyOf } from './keys';
import type { Redis } from './Redis';

/** Decisions on one session that may be overtaken by others before it is given up. */
const ATTEMPTS = 20;

/** All sessions, `CODE SESSION` by the time at which they are over. */
const ALL = keyOf('sessions');

const READ = `${NOW}
  local at = now()
  return {redis.call('GET', KEYS[1]), at, redis.call('EXISTS', KEYS[2]), redis.call('ZCOUNT', KEYS[3], at + 1, '+inf')}`;

/** ARGV: what was read, what is to be kept, `CODE SESSION`, life, 1 where slots were counted. KEYS: session, code, all, slots, known, order. */
const KEEP = `${NOW}
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
    return 0
  end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
  redis.call('SET', KEYS[2], string.sub(ARGV[3], 1, string.find(ARGV[3], ' ') - 1), 'PX', ARGV[4])
  redis.call('ZADD', KEYS[3], now() + ARGV[4], ARGV[3])
  if ARGV[5] == '1' then
    redis.call('DEL', KEYS[4])
  end
  redis.call('PEXPIRE', KEYS[5], ARGV[4])
  redis.call('PEXPIRE', KEYS[6], ARGV[4])
  return 1`;

/** ARGV: what was read, `CODE SESSION`, how long an end is remembered. KEYS: session, ended, all, and what else there is of it. */
const END = `
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
    return 0
  end
  redis.call('SET', KEYS[2], '', 'PX', ARGV[3])
  redis.call('ZREM', KEYS[3], ARGV[2])
  redis.call('DEL', KEYS[1], unpack(KEYS, 4))
  return 1`;

const FIND = `
  local code = redis.call('GET', KEYS[1])
  return code and redis.call('GET', ARGV[1] .. code) or false`;

/** A login is kept with an L before it, to tell it from none. KEYS: code, known, order. */
const REMEMBER = `
  if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
  end
  local before = redis.call('HGET', KEYS[2], ARGV[1])
  if before and before ~= '' and before ~= ARGV[2] then
    return 0
  end
  local life = redis.call('PTTL', KEYS[1])
  local newest = redis.call('ZREVRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  redis.call('ZADD', KEYS[3], (newest[2] or 0) + 1, ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
  if redis.call('ZCARD', KEYS[3]) > tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[2], redis.call('ZPOPMIN', KEYS[3])[1])
  end
  redis.call('PEXPIRE', KEYS[2], life)
  redis.call('PEXPIRE', KEYS[3], life)
  return 1`;

const LOGINS = `
  local logins = {}
  for _, attendee in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    local login = redis.call('HGET', KEYS[1], attendee)
    if login and login ~= '' then
      logins[#logins + 1] = {attendee, string.sub(login, 2)}
    end
  end
  return logins`;

const TAKE_SLOT = `
  if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
  end
  if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 0 and redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[2]) then
    return 0
  end
  redis.call('SADD', KEYS[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], redis.call('PTTL', KEYS[1]))
  return 1`;

const EXPIRED = `${NOW}
  local over = redis.call('ZRANGE', KEYS[1], '-inf', now(), 'BYSCORE', 'LIMIT', 0, 1000)
  if #over > 0 then
    redis.call('ZREM', KEYS[1], unpack(over))
  end
  return over`;

const text = z.instanceof(Buffer).transform((bytes) => bytes.toString('utf8'));
const stored = text.nullable();
const readSchema = z.tuple([stored, z.number().int(), z.number().int(), z.number().int()]);
const loginsSchema = z.array(z.tuple([text.pipe(attendeeIdSchema), text.pipe(z.string().min(1).max(1000))]));
const expiredSchema = z.array(text);

export class RedisSessions implements SessionStore {
  constructor(private readonly redis: Redis) {}

  async change<T>({ code, sessionId }: { code: string; sessionId: string }, decide: Decide<T>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [before, now, ended, sessions] = await this.readRaw(code, sessionId);
      const session = sessionOf(before, (kept) => kept.code === code);
      const { result, keep, end, slotsCounted } = decide(session, { now, ended: ended === 1, sessions });
      const id = keep?.sessionId ?? session?.sessionId ?? sessionId;
      if (!keep && !end) {
        return result;
      }
      const done = keep
        ? await this.redis.run(
            KEEP,
            [keys.session(code), keys.code(id), ALL, keys.slots(id), keys.known(id), keys.order(id)],
            [before ?? '', JSON.stringify(keep), `${code} ${id}`, String(TIMES.presenterAway), slotsCounted ? '1' : '0']
          )
        : await this.redis.run(
            END,
            [keys.session(code), keys.ended(id), ALL, keys.code(id), keys.slots(id), keys.known(id), keys.order(id)],
            [before ?? '', `${code} ${id}`, String(SERVER_LIMITS.endedFor)]
          );
      if (done === 1) {
        return result;
      }
    }
    throw new StoreFailure('a session changes all the time');
  }

  async read(code: string): Promise<{ session: Session; now: number } | null> {
    const [before, now] = await this.readRaw(code, '');
    const session = sessionOf(before, (kept) => kept.code === code);
    return session && { session, now };
  }

  async find(sessionId: string): Promise<Session | null> {
    const found = stored.safeParse(await this.redis.run(FIND, [keys.code(sessionId)], [keys.session('')]));
    return found.success ? sessionOf(found.data, (kept) => kept.sessionId === sessionId) : null;
  }

  async size(): Promise<number> {
    return (await this.readRaw('', ''))[3];
  }

  async loginOf(sessionId: string, attendeeId: string): Promise<string | null | undefined> {
    const login = stored.parse(
      await this.redis.run(`return redis.call('HGET', KEYS[1], ARGV[1])`, [keys.known(sessionId)], [attendeeId])
    );
    return login === null ? undefined : login === '' ? null : login.slice(1);
  }

  async remember(sessionId: string, attendeeId: string, login: string | null): Promise<boolean> {
    const kept = await this.redis.run(
      REMEMBER,
      [keys.code(sessionId), keys.known(sessionId), keys.order(sessionId)],
      [attendeeId, login === null ? '' : `L${login}`, String(SERVER_LIMITS.knownAttendees)]
    );
    return kept === 1;
  }

  async logins(sessionId: string): Promise<Array<{ attendeeId: string; login: string }>> {
    const logins = loginsSchema.safeParse(await this.redis.run(LOGINS, [keys.known(sessionId), keys.order(sessionId)]));
    return logins.success ? logins.data.map(([attendeeId, login]) => ({ attendeeId, login })) : [];
  }

  async takeSlot(sessionId: string, attendeeId: string, freeSlots: number): Promise<boolean> {
    const taken = await this.redis.run(
      TAKE_SLOT,
      [keys.code(sessionId), keys.slots(sessionId)],
      [attendeeId, String(freeSlots)]
    );
    return taken === 1;
  }

  async expired(): Promise<string[]> {
    const over = expiredSchema.safeParse(await this.redis.run(EXPIRED, [ALL]));
    return (over.success ? over.data : []).flatMap((each) => {
      const sessionId = sessionIdSchema.safeParse(each.split(' ')[1]);
      return sessionId.success ? [sessionId.data] : [];
    });
  }

  private async readRaw(code: string, sessionId: string): Promise<z.infer<typeof readSchema>> {
    const read = readSchema.safeParse(await this.redis.run(READ, [keys.session(code), keys.ended(sessionId), ALL]));
    if (!read.success) {
      throw new StoreFailure('Redis holds no session there');
    }
    return read.data;
  }
}

const keys = {
  session: (code: string) => keyOf('session', code),
  code: (sessionId: string) => keyOf('code', sessionId),
  ended: (sessionId: string) => keyOf('ended', sessionId),
  /** Attendees sent to a direct slot since the presenter last said how many are free. */
  slots: (sessionId: string) => keyOf('slots', sessionId),
  /** Attendees that got a ticket with the login that Grafana vouched for, if any; and the order in which they did. */
  known: (sessionId: string) => keyOf('known', sessionId),
  order: (sessionId: string) => keyOf('known-order', sessionId),
};

/** What somebody else wrote there is no session, and a presenter's page can put its own there again. */
function sessionOf(json: string | null, fits: (session: Session) => boolean): Session | null {
  try {
    const parsed = sessionSchema.safeParse(JSON.parse(json ?? 'null'));
    return parsed.success && fits(parsed.data) ? parsed.data : null;
  } catch {
    return null;
  }
}
