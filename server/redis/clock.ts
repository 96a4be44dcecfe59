/**
 * Redis's clock as a Lua function, in whole milliseconds since 1970: the one clock that all servers share.
 */
export const NOW = `
  local function now()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
  end`;
