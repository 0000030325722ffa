import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/** ARGV: worker, workerTtlMs. Earlier incarnations of the same name are dead by definition. */
export const join = defineScript(
  "join",
  [base, describe, transitions, workers],
  `
local worker, ttlMs = unpack(ARGV)
for _, other in ipairs(call('SMEMBERS', P .. 'workers')) do
  if other ~= worker and nameOf(other) == nameOf(worker) then bury(other, 'the worker was restarted', true) end
end
register(worker, call('GET', P .. 'worker:' .. worker) or '', ttlMs)
return 1
`,
);
