import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/**
 * ARGV: id, tenant, job, meta, maxQueueMs, apiId or "", ttlMs, maxQueued, maxQueuedBytes.
 * Gives {1, position, estimatedWaitMs} or {0, reason, retryAfterMs}. Repeated with the same id: the same answer.
 *
 * Beyond `maxQueued` there is headroom of a quarter for tenants which have (almost) nothing queued, so that one
 * tenant's backlog cannot fill the queue for all others.
 */
export const admit = defineScript(
  "admit",
  [base, describe, transitions],
  `
local id, tenant, job, meta, maxQueueMs, api = unpack(ARGV, 1, 6)
local ttlMs, maxQueued, maxBytes = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local exec = P .. 'exec:' .. id
local prior = call('HMGET', exec, 'tenant', 'position', 'estimatedWaitMs')
if prior[1] then
  if prior[1] ~= tenant then return redis.error_reply('NEURON execution id belongs to another tenant') end
  return { 1, tonumber(prior[2]), tonumber(prior[3]) }
end

local queued = call('ZCARD', P .. 'queued')
local own = tonumber(call('HGET', P .. 'depth', tenant) or 0)
local heldBytes = tonumber(call('GET', P .. 'heldBytes') or 0)
local before = ahead(own, queued)
local rate, live = pace(queued)
local wait = waitMs(before, rate)

local function refuse(reason, freeAfter)
  local ms = 5000
  if rate then ms = math.ceil(freeAfter * 1000 / rate) end
  return { 0, reason, math.min(math.max(ms, 1000), 60000) }
end
if queued >= maxQueued and not (own < maxQueued / 100 and queued < maxQueued * 1.25) then
  return refuse('queue_full', queued / 10)
end
if heldBytes > 0 and heldBytes + #job > maxBytes then return refuse('queue_full', queued / 10) end
if live and wait > tonumber(maxQueueMs) then
  return refuse('wait_too_long', before + 1 - tonumber(maxQueueMs) * rate / 1000)
end

local stream = P .. 'stream:' .. tenant
if own == 0 and call('EXISTS', stream) == 0 then call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM') end
local entry = call('XADD', stream, '*', 'id', id)
local apis = api
local waiting = call('SMEMBERS', P .. 'waiting:' .. id)
if #waiting > 0 then
  apis = table.concat(waiting, ' ')
  if api ~= '' and call('SISMEMBER', P .. 'waiting:' .. id, api) == 0 then apis = apis .. ' ' .. api end
  call('DEL', P .. 'waiting:' .. id)
end
call('HSET', exec, 'status', 'queued', 'tenant', tenant, 'job', job, 'meta', meta, 'entry', entry, 'apis', apis,
  'admittedAt', int(NOW), 'queuedAt', int(NOW), 'waitedUs', '0', 'attempts', '0', 'jobBytes', #job,
  'maxQueueUs', int(tonumber(maxQueueMs) * 1000), 'ttlMs', ttlMs, 'position', before, 'estimatedWaitMs', wait)
call('ZADD', P .. 'index:' .. tenant, 0, id)
call('INCRBY', P .. 'heldBytes', #job)
enqueue(id, tenant, int(NOW), int(tonumber(maxQueueMs) * 1000))

-- Nobody is before it and a worker has room: it is leased at once and sent there, which saves the worker's claim.
local function offer()
  for _, worker in ipairs(call('HKEYS', P .. 'room')) do
    local alive = call('EXISTS', P .. 'worker:' .. worker) == 1
    local room = tonumber(call('HGET', P .. 'room', worker))
    local token = 'offer.' .. id
    local lease = table.concat({ token, int(NOW), job }, ' ')
    if not alive or (room > 0 and call('PUBLISH', P .. 'offer:' .. worker, lease) == 0) then
      call('HDEL', P .. 'room', worker)
    elseif room > 0 then
      call('HINCRBY', P .. 'room', worker, -1)
      nextId(tenant, worker)
      take(id, tenant, worker, token)
      return true
    end
  end
  return false
end
if not (queued == 0 and own == 0 and offer()) then call('PUBLISH', P .. 'work', '') end
return { 1, before, wait }
`,
);
