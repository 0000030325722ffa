import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker, report, workerTtlMs.
 * Gives {1, held (id, token, ...), cancelled ids, 1 when it should drain, 1 when its languages are known, how many processes
 * follow the sandboxes}, or {0} for a worker whose name was taken over. A worker whose key ran out joins again; what it held
 * and said is gone unless nobody had noticed yet.
 */
export const heartbeat = defineScript(
  "heartbeat",
  [base, "local giveUp", workers],
  `
local worker, report, ttlMs = unpack(ARGV)
if superseded(worker) then return { 0 } end
register(worker, report, ttlMs)
local drains = call('SISMEMBER', P .. 'drains', worker)
return { 1, call('HGETALL', P .. 'held:' .. worker), call('SMEMBERS', P .. 'cancels:' .. worker), drains,
  call('HEXISTS', P .. 'languages', worker), call('PUBLISH', P .. 'pool', '') }
`,
);
