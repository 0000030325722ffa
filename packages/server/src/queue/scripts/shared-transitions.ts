import { fairLines } from "./shared-lines.js";
import { sessions } from "./shared-sessions.js";

/**
 * The state of an execution changes only through these: enqueue -> (take -> requeue)* -> finish; and through the
 * admission itself where it leases. Each leaves every counter, index and credit right, so none of them needs repair.
 *
 * Going back to the queue means: first in line within its own line (`returned:<line>`), while the tenant keeps
 * its turn among the others. Its stream entry stays pending (never trimmed) until the execution is finished;
 * one that was leased by its admission has none.
 */
export const transitions = `${fairLines}
${sessions}
local MAX_ATTEMPTS = 3
local MAX_PUSH_BYTES = 65536

-- Tells those who follow it that it is in another state now.
local function moved(id, followers)
  for api in string.gmatch(followers, '%S+') do call('PUBLISH', P .. 'follow:' .. api, id) end
end

local function enqueue(id, t, lane, admittedAt, maxQueueUs)
  if call('ZCARD', P .. 'queued') == 0 then call('HSET', P .. 'pace', 'since', int(NOW)) end
  call('ZADD', P .. 'queued', admittedAt, id)
  call('ZADD', P .. 'deadlines', int(NOW + tonumber(maxQueueUs)), id)
  call('HINCRBY', P .. 'depth', t.id .. lane, 1)
  makeReady(t, lane)
  call('PUBLISH', P .. 'work', '')
end

-- Gives how many are left in the line.
local function dequeue(id, t, lane)
  local line = t.id .. lane
  if call('ZREM', P .. 'queued', id) == 0 then return tonumber(call('HGET', P .. 'depth', line) or 0) end
  call('ZREM', P .. 'deadlines', id)
  local left = call('HINCRBY', P .. 'depth', line, -1)
  if left <= 0 then
    call('HDEL', P .. 'depth', line)
    leaveReady(t, lane)
  end
  return left
end

-- The next id in a line, and its stream entry unless it had come back before. False: there is none.
local function nextId(line, worker)
  local id = call('LPOP', P .. 'returned:' .. line)
  if id then return id end
  local read = redis.pcall('XREADGROUP', 'GROUP', 'workers', worker, 'COUNT', 1, 'STREAMS', P .. 'stream:' .. line, '>')
  if not read or read.err then return false end
  local entry = read[1][2][1]
  return entry[2][2], entry[1]
end

-- Queued -> running, held by the worker under the token. Gives attempt, time waited, and what it was charged with.
local function take(id, t, lane, worker, token)
  local exec = P .. 'exec:' .. id
  local f = call('HMGET', exec, 'queuedAt', 'waitedUs', 'followers')
  local cost = charge(t, lane)
  dequeue(id, t, lane)
  local attempt = call('HINCRBY', exec, 'attempts', 1)
  local waitedUs = int(tonumber(f[2]) + NOW - tonumber(f[1]))
  call('HSET', exec, 'status', 'running', 'token', token, 'worker', worker, 'startedAt', int(NOW),
    'waitedUs', waitedUs, 'charged', int(cost))
  call('HSET', P .. 'held:' .. worker, id, token)
  if f[3] then moved(id, f[3]) end
  t.running = call('HINCRBY', t.key, 'running', 1)
  if t.running >= t.limit then
    for _, each in ipairs(LANES) do leaveReady(t, each) end
  end
  return attempt, waitedUs, cost
end

local function acknowledge(line, entry)
  local stream = P .. 'stream:' .. line
  call('XACK', stream, 'workers', entry)
  call('XDEL', stream, entry)
  if call('XLEN', stream) == 0 then call('DEL', stream) end
end

local function observe(kind, us)
  local key = P .. 'latency:' .. math.floor(SEC / 60)
  local count = call('HINCRBY', key, kind .. math.floor(math.log(math.max(us, 1)) / math.log(2) * 8), 1)
  if count == 1 then call('EXPIRE', key, 180) end
end

local function countRun(admittedAt, startedAt, waitedUs)
  local ranUs = NOW - startedAt
  observe('q', waitedUs)
  observe('r', ranUs)
  observe('t', NOW - admittedAt)
  if call('INCR', P .. 'finished:' .. SEC) == 1 then call('EXPIRE', P .. 'finished:' .. SEC, 15) end
  local mean = tonumber(call('HGET', P .. 'pace', 'meanRunUs') or ranUs)
  call('HSET', P .. 'pace', 'meanRunUs', int(mean + (ranUs - mean) / 10))
end

-- Gives its tenant back what it has of it: place, bytes, credit. 'kept': the credit is spent, otherwise it comes back.
local function release(t, wasRunning, startedAt, bytes, paid, kept)
  local wasFull = t.running >= t.limit
  local held = int(t.heldBytes - bytes)
  if wasRunning then
    local ranUs, mean = NOW - startedAt, t.meanRunUs
    t.running = t.running - 1
    call('HSET', t.key, 'heldBytes', held, 'running', t.running, 'meanRunUs',
      int(mean and mean + (ranUs - mean) / 10 or ranUs))
  else
    call('HSET', t.key, 'heldBytes', held)
  end
  if paid then
    local to = kept and 'spent' or 'credits'
    call('HSET', t.key, 'reserved', int(t.reserved - 1), to, int((t[to] or 0) + 1))
  end
  if wasFull and t.running < t.limit then letGoOn(t) end
end

-- 'settled' keeps the lease token, by which a repeated settle knows that it was the one that did it. 'ran' is false for a
-- running one that never came to run anything.
local function finish(id, outcome, result, settled, keepJob, ran)
  local exec = P .. 'exec:' .. id
  local f = call('HMGET', exec, 'status', 'tenant', 'entry', 'worker', 'apis', 'jobBytes', 'ttlMs', 'admittedAt',
    'startedAt', 'waitedUs', 'returned', 'cancel', 'attempts', 'meta', 'followers', 'lane', 'charged',
    'paid', 'idempotent', 'session')
  local t, lane, wasRunning = loadTenant(f[2]), f[16] or '', f[1] == 'running'
  if wasRunning then
    call('HDEL', P .. 'held:' .. f[4], id)
    if f[12] then call('SREM', P .. 'cancels:' .. f[4], id) end
    countRun(tonumber(f[8]), tonumber(f[9]), tonumber(f[10]))
    if f[17] then correct(t, lane, tonumber(f[17]), NOW - tonumber(f[9])) end
  else
    dequeue(id, t, lane)
    if f[11] then call('LREM', P .. 'returned:' .. t.id .. lane, 0, id) end
  end
  local used = wasRunning and ran ~= false
  -- A worker that says internal_error has run it: its checker was at fault, which is the client's own.
  local kept = (outcome ~= 'internal_error' or settled) and outcome ~= 'expired' and (outcome ~= 'cancelled' or used)
  if f[20] then countSession(t.id, -1) end
  release(t, wasRunning, tonumber(f[9]), tonumber(f[6]), f[18], kept)
  call('HSET', exec, 'status', 'finished', 'outcome', outcome, 'finishedAt', int(NOW), 'result', result)
  local done = { 'worker', 'apis', 'cancel', 'entry', 'jobBytes', 'charged', 'paid' }
  if not keepJob then done[#done + 1] = 'job' end
  if not settled then done[#done + 1] = 'token' end
  if f[15] then done[#done + 1] = 'followers' end
  call('HDEL', exec, unpack(done))
  call('PEXPIRE', exec, f[7])
  if f[19] then call('PEXPIRE', f[19], f[7]) end
  if f[3] then acknowledge(t.id .. lane, f[3]) end
  call('DECRBY', P .. 'heldBytes', f[6])
  local bytes = #result + 512
  if keepJob then bytes = bytes + tonumber(f[6]) end
  call('ZADD', P .. 'kept', int(NOW + tonumber(f[7]) * 1000), id .. ' ' .. bytes .. ' ' .. t.id)
  call('INCRBY', P .. 'keptBytes', bytes)
  call('HINCRBY', P .. 'outcomes', outcome, 1)
  -- To be delivered (webhooks/). It comes first in the meta: see encodeMeta in record.ts.
  if string.sub(f[14], 1, 15) == '{"callbackUrl":' then
    call('RPUSH', P .. 'hooks:new', id)
    call('PUBLISH', P .. 'hooks', '')
  end
  if f[5] and f[5] ~= '' then
    local message = lines(id, 'finished', outcome, f[8], f[9], int(NOW), f[10], f[13], '', '', f[14], result)
    if #message > MAX_PUSH_BYTES then message = id end
    for api in string.gmatch(f[5], '%S+') do call('PUBLISH', P .. 'api:' .. api, message) end
  end
  if f[15] then moved(id, f[15]) end
end

-- A running one that its worker did not end. 'counted' is false when it was no fault of the execution's.
local function giveUp(id, reason, counted)
  local exec = P .. 'exec:' .. id
  local f = call('HMGET', exec, 'cancel', 'attempts', 'tenant', 'worker', 'admittedAt', 'maxQueueUs', 'lane', 'charged',
    'startedAt', 'followers')
  if f[1] then return finish(id, 'cancelled', '', false, false) end
  if counted and tonumber(f[2]) >= MAX_ATTEMPTS then
    call('HSET', exec, 'reason', reason)
    call('ZADD', P .. 'dead', int(NOW), id)
    return finish(id, 'internal_error', '', false, true)
  end
  local t, lane = loadTenant(f[3]), f[7] or ''
  if f[8] then correct(t, lane, tonumber(f[8]), NOW - tonumber(f[9])) end
  call('HDEL', P .. 'held:' .. f[4], id)
  call('HSET', exec, 'status', 'queued', 'queuedAt', int(NOW), 'reason', reason, 'returned', '1')
  call('HDEL', exec, 'token', 'worker', 'startedAt', 'charged')
  if not counted then call('HINCRBY', exec, 'attempts', -1) end
  t.running = call('HINCRBY', t.key, 'running', -1)
  call('RPUSH', P .. 'returned:' .. t.id .. lane, id)
  enqueue(id, t, lane, f[5], f[6])
  letGoOn(t)
  if f[10] then moved(id, f[10]) end
end
`;
