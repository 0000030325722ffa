import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { rows } from "./shared-rows.js";

/**
 * ARGV: since (what the call before gave, or ""), most rows.
 * Gives {now, queued, running, oldestQueuedUs, deadLetters, outcomes, minute, latency of it, latency of the one before, worker
 * reports, since, rows}. Rows are those that run and those that have finished since, the latest of each.
 *
 * Nothing is kept for it: what has finished is found by when its record will go, since all are kept for as long.
 */
export const overview = defineScript(
  "overview",
  [base, rows],
  `
local since, most = ARGV[1], tonumber(ARGV[2])
local oldest = call('ZRANGE', P .. 'queued', 0, 0, 'WITHSCORES')[2]
local minute = math.floor(SEC / 60)
local reports, shown, runs = {}, {}, 0
for _, worker in ipairs(call('SMEMBERS', P .. 'workers')) do
  local report = call('GET', P .. 'worker:' .. worker)
  if report and report ~= '' then reports[#reports + 1] = report end
  local held = P .. 'held:' .. worker
  local holds = call('HLEN', held)
  runs = runs + holds
  -- With more there is more to see than anybody looks at.
  if holds <= most then
    for _, id in ipairs(call('HKEYS', held)) do
      if #shown < most then shown[#shown + 1] = row(id) or nil end
    end
  end
end
local kept = P .. 'kept'
local finished = call('ZRANGE', kept, '+inf', since == '' and '-inf' or '(' .. since, 'BYSCORE', 'REV', 'LIMIT', 0, most)
for _, each in ipairs(finished) do shown[#shown + 1] = row(string.match(each, '^%S+')) or nil end
return {
  int(NOW),
  call('ZCARD', P .. 'queued'),
  runs,
  oldest and int(NOW - tonumber(oldest)) or '0',
  call('ZCARD', P .. 'dead'),
  call('HGETALL', P .. 'outcomes'),
  minute,
  call('HGETALL', P .. 'latency:' .. minute),
  call('HGETALL', P .. 'latency:' .. (minute - 1)),
  reports,
  finished[1] and call('ZSCORE', kept, finished[1]) or since,
  shown,
}
`,
);

/**
 * ARGV: tenant, an id of so long ago, most rows. Gives {now, queued, running, accepted since that id, credits, reserved, spent,
 * granted, rows}: of this tenant, the latest rows first.
 */
export const tenantOverview = defineScript(
  "tenant-overview",
  [base, rows],
  `
local tenant, from, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local depth = call('HMGET', P .. 'depth', tenant, tenant .. '/batch')
local t = call('HMGET', P .. 'tenant:' .. tenant, 'running', 'credits', 'reserved', 'spent', 'granted')
local index, shown = P .. 'index:' .. tenant, {}
for _, id in ipairs(call('ZRANGE', index, '+', '-', 'BYLEX', 'REV', 'LIMIT', 0, most)) do
  shown[#shown + 1] = row(id) or nil
end
return {
  int(NOW),
  tonumber(depth[1] or 0) + tonumber(depth[2] or 0),
  tonumber(t[1] or 0),
  call('ZLEXCOUNT', index, '[' .. from, '+'),
  t[2] or '', t[3] or '0', t[4] or '0', t[5] or '0',
  shown,
}
`,
);
