/**
 * The keys, all under the prefix `P` (KEYS[1], which holds a hash tag, so that all share one cluster slot):
 *
 *   exec:<id>          hash    the record of an execution; only `apis`, for two minutes, where somebody waits for one that
 *                              is not admitted yet
 *   stream:<line>      stream  accepted and not finished; group `workers`; an entry carries only the id
 *   returned:<line>    list    ids that came back from a worker; taken before the stream's next entry
 *   index:<tenant>     zset    ids, for the list (score 0: ids sort by time of creation)
 *   depth              hash    line -> number queued
 *   ready<lane>        zset    tenants whose line may be served, by the virtual time at which it is their turn
 *   vtime              hash    `now<lane>`: the virtual time that is served; `batchDue`: what batch has coming to it
 *   tenant:<id>        hash    what a tenant has and may (below)
 *   idempotent:<tenant>:<key>  string  fingerprint and id of the execution that was admitted with that key
 *   queued, deadlines  zset    queued ids by time of admission, and by the time at which they expire
 *   sessions           hash    tenant, and `*` for all -> long interactive ones that are queued or running
 *   heldBytes          string  bytes of the jobs that are queued or running
 *   kept               zset    finished ones by the time their record goes; `keptBytes` sums their results
 *   dead               zset    dead letters by time
 *   outcomes, finished:<second>, latency:<minute>, pace    counters
 *   workers            set     ids of workers not yet known to be dead; incarnations: hash name -> newest id
 *   worker:<id>        string  a worker's last report; lives as long as the worker keeps renewing it
 *   held:<id>          hash    what a worker holds: execution id -> lease token
 *   cancels:<id>       set     what a worker holds and should stop
 *   claim:<id>         string  what a worker's last claim gave, so that the claim can be repeated
 *   drains             set     ids of workers that the operator wants to take nothing new
 *   room               hash    worker -> how many more it could start when it last claimed; until its next claim these
 *                              are offered to it: leased by the admission itself
 *   hooks:*, hook:<id>         webhooks (webhooks/scripts/shared-lines.ts)
 *   sweptAt, graceUntil        when the last sweep was; until when no worker is declared dead
 *
 * A tenant has a line in each lane: its own name for interactive ones (the lane is ""), and `<tenant>/batch`.
 *
 * tenant:<id>: `weight`, `maxQueued`, `maxRunning`; `defaultMaxRunning` (the server's, noted by the admission); `running`;
 * `heldBytes`; `meanRunUs`; `tag<lane>` (its turn, while it is not ready), `outstanding<lane>` (shared-lines.ts);
 * `credits` (absent: unlimited), `reserved`, `spent`, `granted`. Always, unless unlimited: granted = credits + reserved
 * + spent. Limits, weight and grants are set by accounts/.
 *
 * Channels: `work`, `api:<apiId>`, `worker:<id>` (ids to cancel), `offer:<id>` (leases), `hooks`; of those who look at executions while
 * they run, `follow:<apiId>` (ids that have moved, and what workers tell) and `live:<workerId>` (what they are asked); `pool` (what
 * workers tell of their sandboxes while somebody watches).
 *
 * Times are microseconds of Redis's own clock, the one that all machines share. Lua would write such numbers in
 * exponent form when it makes a string of them: use `int`.
 */
export const base = `
local P = KEYS[1]
local call = redis.call
local clock = call('TIME')
local SEC = tonumber(clock[1])
local NOW = SEC * 1000000 + tonumber(clock[2])
local function int(n) return string.format('%.0f', n) end
`;
