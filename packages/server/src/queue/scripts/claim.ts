import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker, seq (unique per call, the same when repeated), count, workerTtlMs, offers ("1": it takes offers, too).
 * Gives a flat list of {job, token, attempt, waitedUs, queuedAt}. Repeated with the same seq: the same leases.
 *
 * One tenant a turn, one execution a turn. A worker without a heartbeat key is registered first: otherwise nobody
 * would find what it holds if it died right now.
 */
export const claim = defineScript(
  "claim",
  [base, describe, transitions, workers],
  `
local worker, seq, count, ttlMs, offers = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
if superseded(worker) then return {} end

local reply = {}
local function add(...)
  for _, value in ipairs({ ... }) do reply[#reply + 1] = value end
end

local last = call('GET', P .. 'claim:' .. worker)
if last and string.match(last, '^%S+') == seq then
  for id in string.gmatch(string.match(last, '^%S+(.*)$'), '%S+') do
    local f = call('HMGET', P .. 'exec:' .. id, 'job', 'token', 'attempts', 'waitedUs', 'queuedAt', 'status')
    if f[6] == 'running' and string.find(f[2], seq .. '.', 1, true) == 1 then add(f[1], f[2], f[3], f[4], f[5]) end
  end
  return reply
end

if call('EXISTS', P .. 'worker:' .. worker) == 0 then register(worker, '', ttlMs) end

local taken, visited = {}, 0
while #taken < count and visited < count + 200 do
  visited = visited + 1
  local tenant = call('ZRANGE', P .. 'ready', 0, 0)[1]
  if not tenant then break end
  local id, entry = nextId(tenant, worker)
  if not id then
    call('HDEL', P .. 'depth', tenant)
    call('ZREM', P .. 'ready', tenant)
  else
    local exec = P .. 'exec:' .. id
    local f = call('HMGET', exec, 'status', 'job', 'queuedAt', 'maxQueueUs')
    if f[1] ~= 'queued' then
      if entry then acknowledge(tenant, entry) end
    elseif NOW - tonumber(f[3]) > tonumber(f[4]) then
      finish(id, 'expired', '', false, false)
    else
      local token = seq .. '.' .. #taken
      local attempt, waitedUs, left = take(id, tenant, worker, token)
      taken[#taken + 1] = id
      add(f[2], token, attempt, waitedUs, f[3])
      if left > 0 then call('ZADD', P .. 'ready', call('INCR', P .. 'turn'), tenant) end
    end
  end
end
-- With room to spare it may be offered what comes next, until it claims again.
if offers == '1' and count > #taken then
  call('HSET', P .. 'room', worker, count - #taken)
else
  call('HDEL', P .. 'room', worker)
end
if #taken > 0 then
  call('SET', P .. 'claim:' .. worker, seq .. ' ' .. table.concat(taken, ' '), 'EX', 60)
end
return reply
`,
);
