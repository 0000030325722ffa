import { defineScript } from "./define.js";
import { base } from "./shared-base.js";

/** ARGV: id. Gives {id, diedAt, reason, attempts, job}, or nil when it is no dead letter (any more). */
export const deadRead = defineScript(
  "dead-read",
  [base],
  `
local id = ARGV[1]
local at = call('ZSCORE', P .. 'dead', id)
if not at then return false end
local f = call('HMGET', P .. 'exec:' .. id, 'reason', 'attempts', 'job')
if not f[3] then return false end
return { id, int(tonumber(at)), f[1] or '', f[2], f[3] }
`,
);
