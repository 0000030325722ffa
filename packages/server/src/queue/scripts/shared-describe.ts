/**
 * `pace(queued)` gives executions per second that the workers manage, and whether that was measured just now.
 *
 * A rate of finishing says what the workers can do only while they always had something to do. So it is measured
 * inside the present backlog (since the queue was last empty), once that is 2 s old: over its last 10 s, or, when
 * fewer than ten finished, by Little's law from the number running and the mean time of a run. Outside of a backlog
 * the last measured rate is good for an estimate for a minute, but never for refusing anybody.
 *
 * `ahead(tenant, lane, own, queued)`: how many are served before the tenant's next one when it has `own` in that line, and
 * how long its own take, in mean ones. Run time is shared by weight, so another tenant's backlog counts only as far as it
 * gets turns. What others weigh is not looked up: this is an estimate.
 *
 * `describe(id)` is the form in which a record travels to the API (decoded by record.ts). JSON has no raw line
 * break, so lines are safe separators, and Lua never has to re-encode a client's data.
 */
export const describe = String.raw`
-- Of ten parts of the run time, batch gets at least one while both wait.
local BATCH_PARTS = 10

local function running()
  local n = 0
  for _, worker in ipairs(call('SMEMBERS', P .. 'workers')) do n = n + call('HLEN', P .. 'held:' .. worker) end
  return n
end

local function pace(queued)
  local p = call('HMGET', P .. 'pace', 'since', 'meanRunUs', 'rate', 'rateAt')
  local since = tonumber(p[1] or NOW)
  if queued > 0 and NOW - since >= 2000000 then
    local first = math.max(math.floor(since / 1000000) + 1, SEC - 10)
    local keys = {}
    for second = first, SEC do keys[#keys + 1] = P .. 'finished:' .. second end
    local n = 0
    for _, v in ipairs(call('MGET', unpack(keys))) do n = n + tonumber(v or 0) end
    local rate = n / (NOW / 1000000 - first)
    if n < 10 and p[2] then
      rate = math.max(rate, running() * 1000000 / math.max(tonumber(p[2]), 1))
    end
    if rate > 0 then
      call('HSET', P .. 'pace', 'rate', tostring(rate), 'rateAt', int(NOW))
      return rate, true
    end
    return false, false
  end
  if p[3] and NOW - tonumber(p[4]) < 60000000 then return tonumber(p[3]), false end
  if p[2] then
    return math.max(running(), 1) * 1000000 / math.max(tonumber(p[2]), 1), false
  end
  return false, false
end

local function waitMs(ahead, rate, each)
  if not rate then return 0 end
  return math.ceil((ahead + 1) * each * 1000 / rate)
end

local function ahead(tenant, lane, own, queued)
  if own >= queued then return queued, 1 end
  local t = call('HMGET', P .. 'tenant:' .. tenant, 'weight', 'meanRunUs')
  local others = call('ZCARD', P .. 'ready' .. lane)
  if call('ZSCORE', P .. 'ready' .. lane, tenant) then others = others - 1 end
  local before = (own + 1) * (others / tonumber(t[1] or 1) + 1) - 1
  if lane ~= '' and call('EXISTS', P .. 'ready') == 1 then before = (before + 1) * BATCH_PARTS - 1 end
  local mean = tonumber(call('HGET', P .. 'pace', 'meanRunUs') or 0)
  local each = 1
  if t[2] and mean > 0 then each = tonumber(t[2]) / mean end
  return math.min(queued, math.ceil(before)), each
end

-- A field that a record does not have is false here.
local function lines(...)
  local all = { ... }
  for i = 1, select('#', ...) do all[i] = all[i] or '' end
  return table.concat(all, '\n')
end

local function describe(id)
  local r = call('HMGET', P .. 'exec:' .. id, 'status', 'outcome', 'admittedAt', 'startedAt', 'finishedAt',
    'waitedUs', 'attempts', 'meta', 'result', 'tenant', 'lane')
  if not r[1] then return false end
  local position, wait = '', ''
  if r[1] == 'queued' then
    local queued = call('ZCARD', P .. 'queued')
    local lane = r[11] or ''
    local own = tonumber(call('HGET', P .. 'depth', r[10] .. lane) or 1)
    -- Nobody knows its place in its own line, but it is not behind its end, nor behind all that came before it.
    local before, each = ahead(r[10], lane, own - 1, queued)
    position = math.min(call('ZRANK', P .. 'queued', id) or 0, before)
    wait = waitMs(position, pace(queued) or false, each)
  end
  return lines(id, r[1], r[2], r[3], r[4], r[5], r[6], r[7], position, wait, r[8], r[9])
end
`;
