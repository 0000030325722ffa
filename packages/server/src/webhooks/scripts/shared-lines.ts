/**
 * Webhooks that are to be delivered. Those of one tenant to one origin (scheme, host, port) stand in one line, so that a
 * receiver that is slow or down holds up nobody else's. The keys, all under the prefix:
 *
 *   hooks:new           list    executions that finished with a callback URL; `finish` of the queue puts them there
 *   hooks:pending       zset    all that were taken from there and are not done, by the time of that
 *   hooks:line:<line>   zset    those that wait, by when they are due. A line is `<origin> <tenant>`
 *   hooks:lines         zset    lines which may be taken from, by when (not before the first one in it is due)
 *   hooks:parked:<tenant> set   lines which may not, since their tenant has as many under way as it may
 *   hooks:busy          hash    line, and `tenant <tenant>` -> how many are under way
 *   hooks:room          hash    line -> how many may be under way at once
 *   hooks:leases        zset    `<id> <line>` of those under way, by when they are given up for lost
 *   hooks:counts        hash    how attempts and deliveries ended, since the store began
 *   hook:<id>           hash    line, token (while under way), attempts, due, state (delivered, failed); `a:<n>` is attempt n:
 *                               when it began, and after its end a JSON object. Goes with the execution's record
 *   hooks:secret:<tenant> hash  current, previous, previousUntil
 *
 * Channel: `hooks`, when there is something new.
 *
 * A line's room grows by one with each delivery and halves with each failure, so a receiver gets what it keeps up with, and
 * a dead one holds two of the service's attempts.
 */
export const lines = `
local ROOM_FIRST, ROOM_MOST, ROOM_LEAST, TENANT_ROOM = 8, 32, 2, 64

local function busy(whose) return tonumber(call('HGET', P .. 'hooks:busy', whose) or 0) end
local function tenantOf(line) return string.match(line, '^%S+ (.*)$') end
local function roomOf(line) return tonumber(call('HGET', P .. 'hooks:room', line) or ROOM_FIRST) end

local function countBusy(whose, by)
  if call('HINCRBY', P .. 'hooks:busy', whose, by) <= 0 then call('HDEL', P .. 'hooks:busy', whose) end
end

-- Puts a line where it belongs now. It may be taken from when its first one is due, and not before 'notBefore'.
local function place(line, notBefore)
  local first = call('ZRANGE', P .. 'hooks:line:' .. line, 0, 0, 'WITHSCORES')
  local tenant = tenantOf(line)
  if first[1] and busy(line) < roomOf(line) and busy('tenant ' .. tenant) < TENANT_ROOM then
    call('ZADD', P .. 'hooks:lines', int(math.max(tonumber(first[2]), notBefore)), line)
    return
  end
  call('ZREM', P .. 'hooks:lines', line)
  if first[1] then
    if busy(line) < roomOf(line) then call('SADD', P .. 'hooks:parked:' .. tenant, line) end
  elseif busy(line) == 0 then
    call('HDEL', P .. 'hooks:room', line)
  end
end

local function wait(id, line, due)
  call('ZADD', P .. 'hooks:line:' .. line, int(due), id)
  call('HSET', P .. 'hook:' .. id, 'due', int(due))
  -- A line that is there already keeps its turn.
  local at = call('ZSCORE', P .. 'hooks:lines', line)
  if not at or tonumber(at) > due then place(line, 0) end
end

-- One under way has ended, whatever it came to.
local function ended(id, line)
  local tenant = tenantOf(line)
  call('ZREM', P .. 'hooks:leases', id .. ' ' .. line)
  countBusy(line, -1)
  countBusy('tenant ' .. tenant, -1)
  place(line, tonumber(call('ZSCORE', P .. 'hooks:lines', line) or NOW))
  -- Until there is one that takes up the tenant's room now: others are due later, or full themselves.
  while busy('tenant ' .. tenant) < TENANT_ROOM do
    local parked = call('SPOP', P .. 'hooks:parked:' .. tenant)
    if not parked then break end
    place(parked, 0)
    if tonumber(call('ZSCORE', P .. 'hooks:lines', parked) or NOW + 1) <= NOW then break end
  end
end

-- Nothing more is to be sent.
local function conclude(id, state)
  local hook = P .. 'hook:' .. id
  if call('EXISTS', hook) == 1 then
    call('HSET', hook, 'state', state)
    call('HDEL', hook, 'due', 'line')
  end
  call('ZREM', P .. 'hooks:pending', id)
  call('HINCRBY', P .. 'hooks:counts', state, 1)
end
`;
