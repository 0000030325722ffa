import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { describe } from "../../queue/scripts/shared-describe.js";
import { lines } from "./shared-lines.js";

/**
 * ARGV: token (unique per call), count, maxBytes (of their results together), "1" when one may be larger, leaseMs, maxAttempts.
 * Gives {ms until there is more, or -1; then for each: id, line, token, attempt, record}.
 *
 * Takes in what is new, takes back what others were sending when they died, and then one from each line in turn.
 */
export const take = defineScript(
  "webhooks-take",
  [base, describe, lines],
  `
local token, count, maxBytes, oneAnyway = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local leaseUs, maxAttempts = ARGV[5] * 1000, tonumber(ARGV[6])

for _, id in ipairs(call('LPOP', P .. 'hooks:new', 500) or {}) do
  local exec = P .. 'exec:' .. id
  local f = call('HMGET', exec, 'tenant', 'meta')
  -- See encodeMeta of the queue's record.ts.
  local origin = f[2] and string.match(f[2], '^{"callbackUrl":"([^/]+//[^/"]+)')
  -- One that finishes again (a dead letter, retried) while it is still to be sent is sent as it is then.
  if origin and not call('ZSCORE', P .. 'hooks:pending', id) then
    local line = origin .. ' ' .. f[1]
    call('DEL', P .. 'hook:' .. id)
    call('HSET', P .. 'hook:' .. id, 'line', line, 'attempts', 0)
    call('PEXPIRE', P .. 'hook:' .. id, math.max(call('PTTL', exec), 1))
    call('ZADD', P .. 'hooks:pending', int(NOW), id)
    wait(id, line, NOW)
  end
end

for _, lease in ipairs(call('ZRANGEBYSCORE', P .. 'hooks:leases', '-inf', int(NOW), 'LIMIT', 0, 500)) do
  local id, line = string.match(lease, '^(%S+) (.*)$')
  local hook = P .. 'hook:' .. id
  ended(id, line)
  if call('HDEL', hook, 'token') == 1 then
    call('HINCRBY', P .. 'hooks:counts', 'interrupted', 1)
    wait(id, line, NOW)
  else
    conclude(id, 'dropped')
  end
end

local reply, taken, bytes = { -1 }, 0, 0
for _ = 1, count + 500 do
  if taken >= count then break end
  local line = call('ZRANGEBYSCORE', P .. 'hooks:lines', '-inf', int(NOW), 'LIMIT', 0, 1)[1]
  if not line then break end
  local tenant = tenantOf(line)
  local id = call('ZRANGEBYSCORE', P .. 'hooks:line:' .. line, '-inf', int(NOW), 'LIMIT', 0, 1)[1]
  if not id or busy('tenant ' .. tenant) >= TENANT_ROOM then
    place(line, 0)
  else
    local hook = P .. 'hook:' .. id
    local record = call('HSTRLEN', P .. 'exec:' .. id, 'result')
    if bytes + record > maxBytes and not (oneAnyway and taken == 0) then break end
    call('ZREM', P .. 'hooks:line:' .. line, id)
    local text = describe(id)
    local attempts = text and call('EXISTS', hook) == 1 and call('HINCRBY', hook, 'attempts', 1)
    if not attempts or attempts > maxAttempts then
      conclude(id, attempts and 'failed' or 'dropped')
      place(line, 0)
    else
      local mine = token .. '.' .. taken
      taken = taken + 1
      bytes = bytes + record
      call('HSET', hook, 'token', mine, 'a:' .. attempts, int(NOW))
      call('HDEL', hook, 'due')
      call('ZADD', P .. 'hooks:leases', int(NOW + leaseUs), id .. ' ' .. line)
      countBusy(line, 1)
      countBusy('tenant ' .. tenant, 1)
      place(line, NOW)
      for _, value in ipairs({ id, line, mine, attempts, text }) do reply[#reply + 1] = value end
    end
  end
end

local next = call('ZRANGE', P .. 'hooks:lines', 0, 0, 'WITHSCORES')[2]
if call('LLEN', P .. 'hooks:new') > 0 then next = NOW end
if next then reply[1] = math.max(0, math.ceil((tonumber(next) - NOW) / 1000)) end
return reply
`,
);
