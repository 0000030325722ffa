/** Joining and leaving of workers. A worker is alive as long as `worker:<id>` exists. */
export const workers = `
local function nameOf(worker) return string.match(worker, '^(.*):[^:]*$') or worker end

-- A newer incarnation of the same name has taken over: this one must not hold anything any more.
local function superseded(worker)
  local newest = call('HGET', P .. 'incarnations', nameOf(worker))
  return newest and newest ~= worker
end

local function register(worker, report, ttlMs)
  call('SADD', P .. 'workers', worker)
  call('HSET', P .. 'incarnations', nameOf(worker), worker)
  call('SET', P .. 'worker:' .. worker, report, 'PX', ttlMs)
end

-- Everything that it holds goes back, and nothing of it stays.
local function bury(worker, reason, counted)
  for _, id in ipairs(call('HKEYS', P .. 'held:' .. worker)) do giveUp(id, reason, counted) end
  call('DEL', P .. 'held:' .. worker, P .. 'cancels:' .. worker, P .. 'claim:' .. worker, P .. 'worker:' .. worker)
  call('SREM', P .. 'workers', worker)
  call('SREM', P .. 'drains', worker)
  call('HDEL', P .. 'room', worker)
  if call('HDEL', P .. 'languages', worker) == 1 then call('PUBLISH', P .. 'languages', '') end
  if call('HGET', P .. 'incarnations', nameOf(worker)) == worker then
    call('HDEL', P .. 'incarnations', nameOf(worker))
  end
end
`;
