import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";

/**
 * ARGV: tenant, a new secret, and to take it instead of the present one: how long that stays valid, in milliseconds; else "".
 * Gives {secret, the one before it or "", until when in us}. The first time there is none, and the new one is it.
 */
export const secret = defineScript(
  "webhooks-secret",
  [base],
  `
local tenant, fresh, overlapMs = unpack(ARGV)
local key = P .. 'hooks:secret:' .. tenant
local current = call('HGET', key, 'current')
if not current then
  call('HSET', key, 'current', fresh)
elseif overlapMs ~= '' and current ~= fresh then
  call('HSET', key, 'current', fresh, 'previous', current, 'previousUntil', int(NOW + overlapMs * 1000))
end
local f = call('HMGET', key, 'current', 'previous', 'previousUntil')
if f[2] and tonumber(f[3]) <= NOW then
  call('HDEL', key, 'previous', 'previousUntil')
  f[2] = false
end
return { f[1], f[2] or '', f[2] and f[3] or '0' }
`,
);
