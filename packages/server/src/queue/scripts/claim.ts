import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker, seq (unique per call, the same when repeated), count, workerTtlMs.
 * Gives a flat list of {job, token, attempt, queuedUs}. Repeated with the same seq: the same leases.
 *
 * One tenant a turn, one execution a turn. A worker without a heartbeat key is registered first: otherwise nobody
 * would find what it holds if it died right now.
 */
export const claim = defineScript(
  "claim",
  [base, describe, transitions, workers],
  `
local worker, seq, count, ttlMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
if superseded(worker) then return {} end

local reply = {}
local function add(job, token, attempt, queuedUs)
  local n = #reply
  reply[n + 1], reply[n + 2], reply[n + 3], reply[n + 4] = job, token, attempt, queuedUs
end

local last = call('GET', P .. 'claim:' .. worker)
if last and string.match(last, '^%S+') == seq then
  for id in string.gmatch(string.match(last, '^%S+(.*)$'), '%S+') do
    local f = call('HMGET', P .. 'exec:' .. id, 'job', 'token', 'attempts', 'waitedUs', 'status')
    if f[5] == 'running' and string.find(f[2], seq .. '.', 1, true) == 1 then add(f[1], f[2], f[3], f[4]) end
  end
  return reply
end

if call('EXISTS', P .. 'worker:' .. worker) == 0 then register(worker, '', ttlMs) end

local function takeId(tenant)
  local id = call('LPOP', P .. 'returned:' .. tenant)
  if id then return id end
  local read = redis.pcall('XREADGROUP', 'GROUP', 'workers', worker, 'COUNT', 1, 'STREAMS',
    P .. 'stream:' .. tenant, '>')
  if not read or read.err then return false end
  local entry = read[1][2][1]
  return entry[2][2], entry[1]
end

local taken, visited = {}, 0
while #taken < count and visited < count + 200 do
  visited = visited + 1
  local tenant = call('ZRANGE', P .. 'ready', 0, 0)[1]
  if not tenant then break end
  local id, entry = takeId(tenant)
  if not id then
    call('HDEL', P .. 'depth', tenant)
    call('ZREM', P .. 'ready', tenant)
  else
    local exec = P .. 'exec:' .. id
    local f = call('HMGET', exec, 'status', 'job', 'queuedAt', 'waitedUs', 'maxQueueUs')
    if f[1] ~= 'queued' then
      if entry then acknowledge(tenant, entry) end
    elseif NOW - tonumber(f[3]) > tonumber(f[5]) then
      finish(id, 'expired', '', false, false)
    else
      local left = dequeue(id, tenant)
      local attempt = call('HINCRBY', exec, 'attempts', 1)
      local waitedUs = tonumber(f[4]) + NOW - tonumber(f[3])
      local token = seq .. '.' .. #taken
      call('HSET', exec, 'status', 'running', 'token', token, 'worker', worker, 'startedAt', int(NOW),
        'waitedUs', int(waitedUs))
      call('ZADD', P .. 'running', int(NOW), id)
      call('HSET', P .. 'held:' .. worker, id, token)
      taken[#taken + 1] = id
      add(f[2], token, attempt, int(waitedUs))
      if left > 0 then call('ZADD', P .. 'ready', call('INCR', P .. 'turn'), tenant) end
    end
  end
end
if #taken > 0 then
  call('SET', P .. 'claim:' .. worker, seq .. ' ' .. table.concat(taken, ' '), 'EX', 60)
end
return reply
`,
);
