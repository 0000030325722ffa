import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { sessions } from "./shared-sessions.js";
import { transitions } from "./shared-transitions.js";

/**
 * Nobody is before it and a worker has room: leased at once, and sent there. It never stands in line, which saves half of
 * the work here and the worker's claim. Comes before everything else, since also what is only defined takes time.
 */
const atOnce = `
local id, tenant, job, meta, maxQueueMs, api, ttlMs = unpack(ARGV, 1, 7)
local maxQueued, maxBytes, lane, idempotencyKey = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], ARGV[11]
local exec = P .. 'exec:' .. id
local prior = call('HMGET', exec, 'tenant', 'position', 'estimatedWaitMs', 'apis')
if prior[1] then
  if prior[1] ~= tenant then return redis.error_reply('NEURON execution id belongs to another tenant') end
  return { 1, tonumber(prior[2]), tonumber(prior[3]) }
end

if idempotencyKey ~= '' then
  idempotencyKey = P .. 'idempotent:' .. tenant .. ':' .. idempotencyKey
  local earlier = call('GET', idempotencyKey)
  if earlier then
    local fingerprint, first = string.match(earlier, '^(%S+) (.*)$')
    if fingerprint ~= ARGV[12] then return { 0, 'idempotency_conflict', 0 } end
    return { 2, first }
  end
end

local tenantKey = P .. 'tenant:' .. tenant
local has = call('HMGET', tenantKey, 'running', 'heldBytes', 'credits', 'reserved', 'maxRunning', 'defaultMaxRunning')
local runs, credits = tonumber(has[1] or 0), tonumber(has[3])
local limit = tonumber(has[5] or ARGV[14]) or math.huge
if credits and credits < 1 then return { 0, 'no_credits', 0 } end
local mostSessions = tonumber(ARGV[16])
if mostSessions then
  local held = call('HMGET', P .. 'sessions', tenant, '*')
  if tonumber(held[1] or 0) >= tonumber(ARGV[17]) then return { 0, 'tenant_sessions_full', SESSIONS_RETRY_MS } end
  if tonumber(held[2] or 0) >= mostSessions then return { 0, 'sessions_full', SESSIONS_RETRY_MS } end
end

-- Gives what the answer says of it.
local function record(position, wait, running, ...)
  local apis = api
  if prior[4] then
    call('PERSIST', exec)
    apis = prior[4]
    if not string.find(' ' .. apis .. ' ', ' ' .. api .. ' ', 1, true) then apis = apis .. ' ' .. api end
  end
  call('HSET', exec, 'tenant', tenant, 'job', job, 'meta', meta, 'apis', apis, 'admittedAt', int(NOW),
    'queuedAt', int(NOW), 'waitedUs', '0', 'jobBytes', #job, 'maxQueueUs', int(tonumber(maxQueueMs) * 1000),
    'ttlMs', ttlMs, 'position', position, 'estimatedWaitMs', wait, ...)
  local bytes = int(tonumber(has[2] or 0) + #job)
  if credits then
    call('HSET', exec, 'paid', '1')
    call('HSET', tenantKey, 'running', running, 'heldBytes', bytes, 'credits', int(credits - 1),
      'reserved', int(tonumber(has[4] or 0) + 1))
  else
    call('HSET', tenantKey, 'running', running, 'heldBytes', bytes)
  end
  if lane ~= '' then call('HSET', exec, 'lane', lane) end
  if mostSessions then
    call('HSET', exec, 'session', '1')
    countSession(tenant, 1)
  end
  if idempotencyKey ~= '' then
    call('SET', idempotencyKey, ARGV[12] .. ' ' .. id, 'PX', ARGV[15])
    call('HSET', exec, 'idempotent', idempotencyKey)
  end
  if (has[6] or '') ~= ARGV[14] then
    if ARGV[14] == '' then call('HDEL', tenantKey, 'defaultMaxRunning')
    else call('HSET', tenantKey, 'defaultMaxRunning', ARGV[14]) end
  end
  call('ZADD', P .. 'index:' .. tenant, 0, id)
  return { 1, position, wait }
end

-- A worker with room, which has been told of the lease; or false.
local function offer(token)
  local room = call('HGETALL', P .. 'room')
  for i = 1, #room, 2 do
    local worker, left = room[i], tonumber(room[i + 1])
    if left > 0 then
      call('HINCRBY', P .. 'room', worker, -1)
      if call('PUBLISH', P .. 'offer:' .. worker, token .. ' ' .. int(NOW) .. ' ' .. job) > 0 then return worker end
      call('HDEL', P .. 'room', worker)
    end
  end
  return false
end

-- Beyond the bounds there is a quarter more for those that have (almost) nothing of what is bounded.
local function within(all, most, own) return all <= most or (own < most / 100 and all <= most * 1.25) end

local heldBytes = call('INCRBY', P .. 'heldBytes', #job)
local fits = heldBytes == #job or within(heldBytes, maxBytes, tonumber(has[2] or 0))
local token = 'offer.' .. id
local worker = fits and runs < limit and call('EXISTS', P .. 'ready', P .. 'ready/batch') == 0 and offer(token)
if worker then
  call('HSET', P .. 'held:' .. worker, id, token)
  return record(0, 0, runs + 1, 'status', 'running', 'token', token, 'worker', worker, 'startedAt', int(NOW), 'attempts', '1')
end
`;

/**
 * ARGV: id, tenant, job, meta, maxQueueMs, apiId or "", ttlMs, maxQueued, maxQueuedBytes, lane, idempotency key or "",
 * fingerprint of the request, what a tenant may have queued or "", and running or "" (where it has no limit of its own),
 * idempotencyTtlMs, and of an interactive one: how many of those there may be (or ""), of all and of this tenant's.
 * Gives {1, position, estimatedWaitMs}, {2, id of the execution with that key}, or {0, reason, retryAfterMs}. Repeated
 * with the same id: the same answer.
 *
 * Beyond `maxQueued` there is headroom of a quarter for tenants which have (almost) nothing queued, so that one
 * tenant's backlog cannot fill the queue for all others; for `maxQueuedBytes` likewise.
 */
export const admit = defineScript(
  "admit",
  [base, sessions, atOnce, describe, transitions],
  `
local queued = call('ZCARD', P .. 'queued')
local depths = call('HMGET', P .. 'depth', tenant, tenant .. '/batch')
local own = tonumber(depths[1] or 0) + tonumber(depths[2] or 0)
local ownLine = tonumber(depths[lane == '' and 1 or 2] or 0)
local before, each = ahead(tenant, lane, ownLine, queued)
local rate, live = pace(queued)
local wait = waitMs(before, rate, each)
local t = loadTenant(tenant)
-- What it waits for its own: as many as may run at once, each for as long as they ran so far.
local ownWait = 0
if limit < math.huge and t.meanRunUs then ownWait = math.ceil((own + 1 + t.running - limit) * t.meanRunUs / limit / 1000) end

local function refuse(reason, ms)
  call('DECRBY', P .. 'heldBytes', #job)
  return { 0, reason, math.min(math.max(math.ceil(ms or 5000), 1000), 60000) }
end
local function drained(count) return rate and count * 1000 / rate end
local maxOwn = tonumber(call('HGET', tenantKey, 'maxQueued') or ARGV[13])
if maxOwn and own >= maxOwn then return refuse('tenant_queue_full', math.max(ownWait / 10, drained(before * each / 10) or 0)) end
if queued >= maxQueued and not within(queued + 1, maxQueued, own) then return refuse('queue_full', drained(queued / 10)) end
if not fits then return refuse('queue_full', drained(queued / 10)) end
if ownWait > tonumber(maxQueueMs) then return refuse('tenant_wait_too_long', ownWait - tonumber(maxQueueMs)) end
if live and wait > tonumber(maxQueueMs) then return refuse('wait_too_long', wait - tonumber(maxQueueMs)) end

local stream = P .. 'stream:' .. tenant .. lane
if call('EXISTS', stream) == 0 then call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM') end
local answer = record(before, math.max(wait, ownWait), runs, 'status', 'queued', 'attempts', '0',
  'entry', call('XADD', stream, '*', 'id', id))
t.limit = limit
enqueue(id, t, lane, int(NOW), int(tonumber(maxQueueMs) * 1000))
return answer
`,
);
