import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";

/**
 * ARGV: tenant, id, apiId. Gives {record, worker or "", token or ""}, or nil. From now on the API is told, by the id on its
 * channel `follow:<apiId>`, whenever the execution starts, goes back to the queue, or finishes.
 */
export const follow = defineScript(
  "follow",
  [base, describe],
  `
local tenant, id, api = unpack(ARGV)
local exec = P .. 'exec:' .. id
local f = call('HMGET', exec, 'tenant', 'status', 'worker', 'token', 'followers')
if f[1] ~= tenant then return false end
if f[2] ~= 'finished' and not string.find(' ' .. (f[5] or '') .. ' ', ' ' .. api .. ' ', 1, true) then
  call('HSET', exec, 'followers', f[5] and f[5] .. ' ' .. api or api)
end
if f[2] ~= 'running' then return { describe(id), '', '' } end
return { describe(id), f[3], f[4] }
`,
);
