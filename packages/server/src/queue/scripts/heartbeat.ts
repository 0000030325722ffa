import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: worker, report, workerTtlMs.
 * Gives {1, held (id, token, ...), cancelled ids}, or {0} for a worker whose name was taken over. A worker whose
 * key ran out joins again; what it held is gone unless nobody had noticed yet.
 */
export const heartbeat = defineScript(
  "heartbeat",
  [base, "local giveUp", workers],
  `
local worker, report, ttlMs = unpack(ARGV)
if superseded(worker) then return { 0 } end
register(worker, report, ttlMs)
return { 1, call('HGETALL', P .. 'held:' .. worker), call('SMEMBERS', P .. 'cancels:' .. worker) }
`,
);
