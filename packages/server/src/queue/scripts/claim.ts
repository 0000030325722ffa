import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker, seq (unique per call, the same when repeated), count, workerTtlMs, offers ("1": it takes offers, too).
 * Gives a flat list of {job, token, attempt, waitedUs, queuedAt}. Repeated with the same seq: the same leases.
 *
 * One execution a turn, of the tenant whose turn it is (shared-lines.ts). Interactive lines come before batch, which has a
 * tenth of the run time coming to it while both wait. A worker without a heartbeat key is registered first: otherwise
 * nobody would find what it holds if it died right now.
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

-- The lane whose turn it is, and whether the other one waits, too.
local function nextLane()
  if call('EXISTS', P .. 'ready/batch') == 0 then return '', false end
  if call('EXISTS', P .. 'ready') == 0 then return '/batch', false end
  return tonumber(call('HGET', P .. 'vtime', 'batchDue') or 0) > 0 and '/batch' or '', true
end

local taken, visited = {}, 0
while #taken < count and visited < count + 200 do
  visited = visited + 1
  local lane, both = nextLane()
  local tenant = call('ZRANGE', P .. 'ready' .. lane, 0, 0)[1]
  if not tenant then break end
  local t = loadTenant(tenant)
  local id, entry
  -- Its limit may have been lowered meanwhile.
  if t.running < t.limit then id, entry = nextId(tenant .. lane, worker) else leaveReady(t, lane) end
  if id then
    local f = call('HMGET', P .. 'exec:' .. id, 'status', 'job', 'queuedAt', 'maxQueueUs')
    if f[1] ~= 'queued' then
      if entry then acknowledge(tenant .. lane, entry) end
    elseif NOW - tonumber(f[3]) > tonumber(f[4]) then
      finish(id, 'expired', '', false, false)
    else
      local token = seq .. '.' .. #taken
      local attempt, waitedUs, cost = take(id, t, lane, worker, token)
      taken[#taken + 1] = id
      add(f[2], token, attempt, waitedUs, f[3])
      if both then
        local due = lane == '' and cost / (BATCH_PARTS - 1) or -cost
        call('HINCRBYFLOAT', P .. 'vtime', 'batchDue', double(due))
      end
    end
  elseif t.running < t.limit then
    call('HDEL', P .. 'depth', tenant .. lane)
    leaveReady(t, lane)
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
