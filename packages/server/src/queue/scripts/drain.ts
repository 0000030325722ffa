import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker (its id, or its name for the present incarnation), "1" to drain, "0" to go on. Gives the worker's id, or false
 * when no such worker lives. The worker itself is told with its next heartbeat; it is offered nothing from now on.
 */
export const drain = defineScript(
  "drain",
  [base, "local giveUp", workers],
  `
local worker, on = ARGV[1], ARGV[2] == '1'
if call('SISMEMBER', P .. 'workers', worker) == 0 then worker = call('HGET', P .. 'incarnations', worker) end
if not worker or call('EXISTS', P .. 'worker:' .. worker) == 0 then return false end
if on then
  call('SADD', P .. 'drains', worker)
  call('HDEL', P .. 'room', worker)
else
  call('SREM', P .. 'drains', worker)
end
return worker
`,
);
