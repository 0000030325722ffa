/**
 * Whose turn it is: start-time fair queueing with the run time as its cost. A tenant's turn is a point in virtual time;
 * the one whose turn is earliest is served, and what it is served moves its next turn on by the run's time over its weight.
 * How long a run takes is known only at its end: it is charged with the tenant's mean at first, and corrected then.
 *
 * A tenant that joins gets no earlier turn than those which are served now, so nobody saves up turns while away. What time
 * it is now says only what has been run: charges that may yet be corrected (`outstanding`) would put one that joins behind
 * others, whose charges then turn out to be too high. Each that joins moves the time on by a microsecond: of those which
 * join at once, the first comes first.
 *
 * Only tenants which have something queued and may run more are `ready`, so one that is at its limit costs nobody anything.
 */
export const fairLines = `
local LANES = { '', '/batch' }

local function double(n) return string.format('%.17g', n) end

local function loadTenant(id)
  local key = P .. 'tenant:' .. id
  local f = call('HMGET', key, 'running', 'maxRunning', 'defaultMaxRunning', 'weight', 'meanRunUs', 'heldBytes', 'credits',
    'reserved', 'spent')
  return {
    id = id, key = key, running = tonumber(f[1] or 0), limit = tonumber(f[2] or f[3] or math.huge),
    weight = tonumber(f[4] or 1), meanRunUs = tonumber(f[5]), heldBytes = tonumber(f[6] or 0),
    credits = tonumber(f[7]), reserved = tonumber(f[8] or 0), spent = tonumber(f[9] or 0),
  }
end

-- Where it has something queued and is below its limit. Gives whether it was not ready before.
local function makeReady(t, lane)
  local ready = P .. 'ready' .. lane
  if t.running >= t.limit or call('ZSCORE', ready, t.id) then return false end
  local now = tonumber(call('HINCRBYFLOAT', P .. 'vtime', 'now' .. lane, 1))
  local tag = tonumber(call('HGET', t.key, 'tag' .. lane) or 0)
  call('ZADD', ready, double(math.max(now, tag)), t.id)
  return true
end

local function leaveReady(t, lane)
  local ready = P .. 'ready' .. lane
  local tag = call('ZSCORE', ready, t.id)
  if not tag then return end
  call('ZREM', ready, t.id)
  call('HSET', t.key, 'tag' .. lane, tag)
end

-- It is below its limit again, or for the first time.
local function letGoOn(t)
  local woken = false
  for _, lane in ipairs(LANES) do
    if call('HEXISTS', P .. 'depth', t.id .. lane) == 1 and makeReady(t, lane) then woken = true end
  end
  if woken then call('PUBLISH', P .. 'work', '') end
end

-- Moves its turn on. Gives what it was charged with, in whole microseconds.
local function charge(t, lane)
  local ready = P .. 'ready' .. lane
  local cost = math.floor(math.max(t.meanRunUs or tonumber(call('HGET', P .. 'pace', 'meanRunUs') or 100000), 1))
  local outstanding = call('HINCRBY', t.key, 'outstanding' .. lane, int(cost)) - cost
  local tag = tonumber(call('ZSCORE', ready, t.id))
  local ran = tag - outstanding / t.weight
  if ran > tonumber(call('HGET', P .. 'vtime', 'now' .. lane) or 0) then
    call('HSET', P .. 'vtime', 'now' .. lane, double(ran))
  end
  call('ZADD', ready, double(tag + cost / t.weight), t.id)
  return cost
end

local function correct(t, lane, charged, ranUs)
  call('HINCRBY', t.key, 'outstanding' .. lane, -charged)
  local more = double((ranUs - charged) / t.weight)
  if not call('ZADD', P .. 'ready' .. lane, 'XX', 'INCR', more, t.id) then
    call('HINCRBYFLOAT', t.key, 'tag' .. lane, more)
  end
end
`;
