import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";

/** ARGV: id, token, reason. Back to the queue; or finished, when it was cancelled or this was the last attempt. */
export const giveBack = defineScript(
  "give-back",
  [base, describe, transitions],
  `
local id, token, reason = unpack(ARGV)
local f = call('HMGET', P .. 'exec:' .. id, 'status', 'token')
if f[1] ~= 'running' or f[2] ~= token then return 0 end
giveUp(id, reason, true)
return 1
`,
);
