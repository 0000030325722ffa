/**
 * The keys of accounts, under the queue's prefix `P`:
 *
 *   accounts            zset    ids of accounts (score 0: ids sort by time)
 *   account:<id>        hash    name, email, createdAt (ms), signedUp, disabled, requestsPerSecond, requestBurst
 *   tenant:<id>         hash    the queue's: credits, reserved, spent, granted, weight, maxQueued, maxRunning
 *   keys:<id>           hash    key id -> hash of the key
 *   key:<hash>          hash    tenant, id, name, start, createdAt, usedAt (ms)
 *   signedUp            string  how many have signed up, ever
 *   signUps:<address>   string  how many from there within the hour
 *   rate:<id>           string  when the account's bucket of requests is full again (us)
 *   grant:<id> <op>     string  what a grant did, so that it can be repeated
 *
 * Channel `accounts`: `key <hash>` or `tenant <id>`, whenever what is known of it must be forgotten.
 */
export const accountParts = `
local function changed(what) call('PUBLISH', P .. 'accounts', what) end

local function addKey(tenant, id, hash, name, start, now)
  call('HSET', P .. 'keys:' .. tenant, id, hash)
  call('HSET', P .. 'key:' .. hash, 'tenant', tenant, 'id', id, 'name', name, 'start', start, 'createdAt', now)
end

-- How many of its executions are queued and running.
local function underWay(id)
  local depths = call('HMGET', P .. 'depth', id, id .. '/batch')
  local running = tonumber(call('HGET', P .. 'tenant:' .. id, 'running') or 0)
  return tonumber(depths[1] or 0) + tonumber(depths[2] or 0), running
end

-- Everything that an answer says of an account; false when there is none.
local function show(id)
  if call('EXISTS', P .. 'account:' .. id) == 0 then return false end
  local keys = call('HLEN', P .. 'keys:' .. id)
  local queued = underWay(id)
  return { id, call('HGETALL', P .. 'account:' .. id), call('HGETALL', P .. 'tenant:' .. id), keys, queued }
end
`;
