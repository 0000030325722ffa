import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";

/** Gives {queued, running, oldestQueuedUs, deadLetters, outcomes, finished in 10 s, latency hashes, worker reports}. */
export const stats = defineScript(
  "stats",
  [base, describe],
  `
local oldest = call('ZRANGE', P .. 'queued', 0, 0, 'WITHSCORES')[2]
local keys = {}
for second = SEC - 10, SEC - 1 do keys[#keys + 1] = P .. 'finished:' .. second end
local finished = 0
for _, v in ipairs(call('MGET', unpack(keys))) do finished = finished + tonumber(v or 0) end
local minute = math.floor(SEC / 60)
local reports = {}
for _, worker in ipairs(call('SMEMBERS', P .. 'workers')) do
  local report = call('GET', P .. 'worker:' .. worker)
  if report and report ~= '' then reports[#reports + 1] = report end
end
return {
  call('ZCARD', P .. 'queued'),
  running(),
  oldest and int(NOW - tonumber(oldest)) or '0',
  call('ZCARD', P .. 'dead'),
  call('HGETALL', P .. 'outcomes'),
  finished,
  call('HGETALL', P .. 'latency:' .. minute),
  call('HGETALL', P .. 'latency:' .. (minute - 1)),
  reports,
}
`,
);
