/** The relay's steps on a room in Redis, each one script that no other command comes between. KEYS as `RedisRooms` names them. */
import { NOW } from './clock';

/** Redis's own lists keep the order; one that has no holes needs the newest position alone to find any other. */
export const KEEP = `
  local newest = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'bytes', 'full')
  local epoch, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
  local bytes, full = tonumber(newest[3] or '0'), newest[4] or '0'
  if newest[1] then
    local at = {tonumber(newest[1]), tonumber(newest[2])}
    if epoch < at[1] or (epoch == at[1] and seq <= at[2]) then
      return 0
    end
    if epoch ~= at[1] or seq ~= at[2] + 1 then
      redis.call('DEL', KEYS[1])
      bytes, full = 0, '0'
    end
  end
  redis.call('RPUSH', KEYS[1], ARGV[3])
  bytes = bytes + #ARGV[3]
  while redis.call('LLEN', KEYS[1]) > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5]) do
    bytes, full = bytes - #redis.call('LPOP', KEYS[1]), '1'
  end
  redis.call('HSET', KEYS[2], 'epoch', epoch, 'seq', seq, 'bytes', bytes, 'full', full)
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  return 1`;

export const NEWEST = `return redis.call('HMGET', KEYS[1], 'epoch', 'seq')`;

export const KEEP_SNAPSHOT = `
  local at = redis.call('HMGET', KEYS[1], 'epoch', 'seq')
  local epoch, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
  if at[1] and (epoch < tonumber(at[1]) or (epoch == tonumber(at[1]) and seq <= tonumber(at[2]))) then
    return 0
  end
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'seq', seq, 'frame', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 1`;

/** As KeptEvents has it. KEYS: kept, newest, snapshot. ARGV: epoch and seq, 1 for briefly. */
export const AFTER = `
  local newest = redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'full')
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
  local givenUp = newest[3] == '1' and tonumber(newest[1]) == epoch
  if not whole and ARGV[3] ~= '1' and not givenUp then
    return false
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

export const PRESENT = `${FORGET}
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

export const ENTER = `${FORGET}
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

export const SEAT = `
  return {redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[3], ARGV[1])}`;

export const REWIRE = `
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
    return 0
  end
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
  redis.call('ZREM', KEYS[4], ARGV[1])
  return 1`;

export const CUT = `${NOW}
  if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then
    return 0
  end
  redis.call('HSET', KEYS[3], ARGV[1], '')
  redis.call('ZADD', KEYS[4], now(), ARGV[1])
  return 1`;

export const LEAVE = `${FORGET}
  return forget(KEYS, ARGV[1])`;

export const SEATS = `${FORGET}
  return all(KEYS)`;

/** As TokenBucket has it. ARGV: places, burst, tokens a second, life. */
export const TAKE_NEWCOMER = `${NOW}
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[1]) then
    return 0
  end
  local burst, at = tonumber(ARGV[2]), now()
  local before = redis.call('HMGET', KEYS[6], 'tokens', 'at')
  local tokens = tonumber(before[1] or ARGV[2]) + (at - tonumber(before[2] or at)) / 1000 * tonumber(ARGV[3])
  tokens = math.min(burst, tokens)
  local taken = tokens >= 1
  redis.call('HSET', KEYS[6], 'tokens', tostring(taken and tokens - 1 or tokens), 'at', at)
  redis.call('PEXPIRE', KEYS[6], ARGV[4])
  return taken and 1 or 0`;

export const SWEEP = `${NOW}${FORGET}
  local over = redis.call('ZRANGE', KEYS[4], '-inf', now() - ARGV[1], 'BYSCORE')
  for _, member in ipairs(over) do
    forget(KEYS, member)
  end
  keepFor(KEYS, ARGV[2])
  return over`;

/** A member's id has no newline, so one stands between it and what the member said. */
export const HOLD = `
  local bytes = tonumber(redis.call('GET', KEYS[2]) or '0') + tonumber(ARGV[2])
  if bytes > tonumber(ARGV[3]) then
    return 0
  end
  redis.call('RPUSH', KEYS[1], ARGV[1])
  redis.call('SET', KEYS[2], bytes, 'PX', ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 1`;

export const HELD = `
  local held = redis.call('LRANGE', KEYS[1], 0, -1)
  redis.call('DEL', KEYS[1], KEYS[2])
  return held`;

export const FELL_BEHIND = `
  redis.call('SADD', KEYS[1], ARGV[1])
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

export const CAUGHT_UP = `return redis.call('SREM', KEYS[1], ARGV[1])`;

export const DROP = `return redis.call('DEL', unpack(KEYS))`;
