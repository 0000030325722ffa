import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/**
 * ARGV: id. Gives its tenant, or nil when it is no dead letter (any more). Back to the queue under its own id, first in its
 * line, with all attempts before it. Costs no credit: that came back when it died, by no fault of the tenant's.
 */
export const deadRetry = defineScript(
  "dead-retry",
  [base, describe, transitions],
  `
local id = ARGV[1]
local exec = P .. 'exec:' .. id
local f = call('HMGET', exec, 'tenant', 'job', 'lane', 'maxQueueUs', 'admittedAt', 'session')
if call('ZREM', P .. 'dead', id) == 0 or not f[2] then return false end
local bytes = #f[2]
call('ZREM', P .. 'kept', id .. ' ' .. (bytes + 512) .. ' ' .. f[1])
call('DECRBY', P .. 'keptBytes', bytes + 512)
call('HINCRBY', P .. 'outcomes', 'internal_error', -1)
call('PERSIST', exec)
call('HSET', exec, 'status', 'queued', 'attempts', '0', 'queuedAt', int(NOW), 'jobBytes', bytes, 'returned', '1', 'apis', '')
call('HDEL', exec, 'outcome', 'finishedAt', 'startedAt', 'result', 'reason')
call('INCRBY', P .. 'heldBytes', bytes)
if f[6] then countSession(f[1], 1) end
local t, lane = loadTenant(f[1]), f[3] or ''
call('HINCRBY', t.key, 'heldBytes', bytes)
call('RPUSH', P .. 'returned:' .. t.id .. lane, id)
enqueue(id, t, lane, f[5], f[4])
return t.id
`,
);
