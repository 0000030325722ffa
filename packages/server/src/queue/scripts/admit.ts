import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/**
 * Nobody is before it and a worker has room: leased at once, and sent there. It never stands in line, which saves half of
 * the work here and the worker's claim. Comes before everything else, since also what is only defined takes time.
 */
const atOnce = `
local id, tenant, job, meta, maxQueueMs, api = unpack(ARGV, 1, 6)
local ttlMs, maxQueued, maxBytes = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local exec = P .. 'exec:' .. id
local prior = call('HMGET', exec, 'tenant', 'position', 'estimatedWaitMs', 'apis')
if prior[1] then
  if prior[1] ~= tenant then return redis.error_reply('NEURON execution id belongs to another tenant') end
  return { 1, tonumber(prior[2]), tonumber(prior[3]) }
end

-- Gives what the answer says of it.
local function record(position, wait, ...)
  local apis = api
  if prior[4] then
    call('PERSIST', exec)
    apis = prior[4]
    if not string.find(' ' .. apis .. ' ', ' ' .. api .. ' ', 1, true) then apis = apis .. ' ' .. api end
  end
  call('HSET', exec, 'tenant', tenant, 'job', job, 'meta', meta, 'apis', apis, 'admittedAt', int(NOW),
    'queuedAt', int(NOW), 'waitedUs', '0', 'jobBytes', #job, 'maxQueueUs', int(tonumber(maxQueueMs) * 1000),
    'ttlMs', ttlMs, 'position', position, 'estimatedWaitMs', wait, ...)
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

local queued = call('ZCARD', P .. 'queued')
local heldBytes = call('INCRBY', P .. 'heldBytes', #job)
local fits = heldBytes == #job or heldBytes <= maxBytes
local token = 'offer.' .. id
local worker = queued == 0 and fits and offer(token)
if worker then
  call('HSET', P .. 'held:' .. worker, id, token)
  return record(0, 0, 'status', 'running', 'token', token, 'worker', worker, 'startedAt', int(NOW), 'attempts', '1')
end
`;

/**
 * ARGV: id, tenant, job, meta, maxQueueMs, apiId or "", ttlMs, maxQueued, maxQueuedBytes.
 * Gives {1, position, estimatedWaitMs} or {0, reason, retryAfterMs}. Repeated with the same id: the same answer.
 *
 * Beyond `maxQueued` there is headroom of a quarter for tenants which have (almost) nothing queued, so that one
 * tenant's backlog cannot fill the queue for all others.
 */
export const admit = defineScript(
  "admit",
  [base, atOnce, describe, transitions],
  `
local own = tonumber(call('HGET', P .. 'depth', tenant) or 0)
local before = ahead(own, queued)
local rate, live = pace(queued)
local wait = waitMs(before, rate)

local function refuse(reason, freeAfter)
  call('DECRBY', P .. 'heldBytes', #job)
  local ms = 5000
  if rate then ms = math.ceil(freeAfter * 1000 / rate) end
  return { 0, reason, math.min(math.max(ms, 1000), 60000) }
end
if queued >= maxQueued and not (own < maxQueued / 100 and queued < maxQueued * 1.25) then
  return refuse('queue_full', queued / 10)
end
if not fits then return refuse('queue_full', queued / 10) end
if live and wait > tonumber(maxQueueMs) then
  return refuse('wait_too_long', before + 1 - tonumber(maxQueueMs) * rate / 1000)
end

local stream = P .. 'stream:' .. tenant
if call('EXISTS', stream) == 0 then call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM') end
local answer = record(before, wait, 'status', 'queued', 'attempts', '0', 'entry', call('XADD', stream, '*', 'id', id))
enqueue(id, tenant, int(NOW), int(tonumber(maxQueueMs) * 1000))
call('PUBLISH', P .. 'work', '')
return answer
`,
);
