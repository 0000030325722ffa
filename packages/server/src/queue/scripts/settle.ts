import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/**
 * ARGV: id, token, outcome, result, ran ("0": it never came to run anything). Gives 1, or 0 when the lease was lost or
 * somebody else ended it. Repeated by the one who settled: 1 again, and nothing changes.
 */
export const settle = defineScript(
  "settle",
  [base, describe, transitions],
  `
local id, token, outcome, result, ran = unpack(ARGV)
local f = call('HMGET', P .. 'exec:' .. id, 'status', 'token', 'worker')
if f[2] ~= token then return 0 end
if f[1] == 'running' then
  finish(id, outcome, result, true, false, ran == '1')
  if call('HEXISTS', P .. 'room', f[3]) == 1 then call('HINCRBY', P .. 'room', f[3], 1) end
end
return 1
`,
);
