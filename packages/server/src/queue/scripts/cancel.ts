import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/** ARGV: tenant, id. Gives the record afterwards, or nil. A running one is only marked: its worker ends it. */
export const cancel = defineScript(
  "cancel",
  [base, describe, transitions],
  `
local tenant, id = unpack(ARGV)
local exec = P .. 'exec:' .. id
local f = call('HMGET', exec, 'tenant', 'status', 'worker')
if f[1] ~= tenant then return false end
if f[2] == 'queued' then
  finish(id, 'cancelled', '', false, false)
elseif f[2] == 'running' then
  call('HSET', exec, 'cancel', '1')
  call('SADD', P .. 'cancels:' .. f[3], id)
  call('PUBLISH', P .. 'worker:' .. f[3], id)
end
return describe(id)
`,
);
