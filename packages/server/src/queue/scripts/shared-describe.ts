/**
 * `pace(queued)` gives executions per second that the workers manage, and whether that was measured just now.
 *
 * A rate of finishing says what the workers can do only while they always had something to do. So it is measured
 * inside the present backlog (since the queue was last empty), once that is 2 s old: over its last 10 s, or, when
 * fewer than ten finished, by Little's law from the number running and the mean time of a run. Outside of a backlog
 * the last measured rate is good for an estimate for a minute, but never for refusing anybody.
 *
 * `ahead(tenant, queued)`: how many are served before the tenant's next one. Turns go round the tenants, so
 * another tenant's backlog counts only as far as it gets turns.
 *
 * `describe(id)` is the form in which a record travels to the API (decoded by record.ts). JSON has no raw line
 * break, so lines are safe separators, and Lua never has to re-encode a client's data.
 */
export const describe = String.raw`
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

local function waitMs(ahead, rate)
  if not rate then return 0 end
  return math.ceil((ahead + 1) * 1000 / rate)
end

local function ahead(own, queued)
  if own >= queued then return queued end
  local tenants = call('ZCARD', P .. 'ready')
  if own == 0 then tenants = tenants + 1 end
  return math.min(queued, (own + 1) * tenants - 1)
end

-- A field that a record does not have is false here.
local function lines(...)
  local all = { ... }
  for i = 1, select('#', ...) do all[i] = all[i] or '' end
  return table.concat(all, '\n')
end

local function describe(id)
  local r = call('HMGET', P .. 'exec:' .. id, 'status', 'outcome', 'admittedAt', 'startedAt', 'finishedAt',
    'waitedUs', 'attempts', 'meta', 'result')
  if not r[1] then return false end
  local position, wait = '', ''
  if r[1] == 'queued' then
    local queued = call('ZCARD', P .. 'queued')
    position = call('ZRANK', P .. 'queued', id) or 0
    wait = waitMs(position, (pace(queued)))
  end
  return lines(id, r[1], r[2], r[3], r[4], r[5], r[6], r[7], position, wait, r[8], r[9])
end
`;
