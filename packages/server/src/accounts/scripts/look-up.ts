import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";

/**
 * ARGV: key hash, now (ms). Gives {tenant, key id, disabled, requestsPerSecond, requestBurst} or nothing, and notes that the
 * key is used.
 */
export const lookUp = defineScript(
  "look-up",
  [base],
  `
local key = P .. 'key:' .. ARGV[1]
local f = call('HMGET', key, 'tenant', 'id')
if not f[1] then return false end
call('HSET', key, 'usedAt', ARGV[2])
local a = call('HMGET', P .. 'account:' .. f[1], 'disabled', 'requestsPerSecond', 'requestBurst')
return { f[1], f[2], a[1] or '', a[2] or '', a[3] or '' }
`,
);
