import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { forgetting } from "./shared-forgetting.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/**
 * ARGV: minGapMs, graceGapMs, workerTtlMs, maxKeptBytes. Run by every process about once a second; those that come
 * within `minGapMs` of the last one do nothing.
 *
 * Ends what waited too long, takes back what dead workers held, drops what is not to be kept any longer.
 *
 * When nobody swept for `graceGapMs`, Redis itself was away (or its clock jumped): then live workers could not renew
 * their keys either, and get `workerTtlMs` to do so before any is declared dead.
 */
export const sweep = defineScript(
  "sweep",
  [base, describe, transitions, workers, forgetting],
  `
local minGapUs, graceGapUs, ttlMs, maxKeptBytes = ARGV[1] * 1000, ARGV[2] * 1000, tonumber(ARGV[3]), tonumber(ARGV[4])
local last = tonumber(call('GET', P .. 'sweptAt') or 0)
if last > 0 and NOW >= last and NOW - last < minGapUs then return 0 end
call('SET', P .. 'sweptAt', int(NOW))
if last > 0 and NOW - last > graceGapUs then call('SET', P .. 'graceUntil', int(NOW + ttlMs * 1000), 'PX', ttlMs) end

for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', int(NOW), 'LIMIT', 0, 500)) do
  finish(id, 'expired', '', false, false)
end

if call('EXISTS', P .. 'graceUntil') == 0 then
  for _, worker in ipairs(call('SMEMBERS', P .. 'workers')) do
    if call('EXISTS', P .. 'worker:' .. worker) == 0 then bury(worker, 'the worker died', true) end
  end
end

for _ = 1, 2000 do
  local first = call('ZRANGE', P .. 'kept', 0, 0, 'WITHSCORES')
  if not first[1] then break end
  if tonumber(first[2]) > NOW and tonumber(call('GET', P .. 'keptBytes') or 0) <= maxKeptBytes then break end
  forget(first[1])
end

pace(call('ZCARD', P .. 'queued'))
return 1
`,
);
