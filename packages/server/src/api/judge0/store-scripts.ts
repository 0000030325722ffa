import { defineScript } from "../../queue/scripts/define.js";

/**
 * What submissions were made of, and how many there were. The keys, all under the prefix:
 *
 *   judge0:<id>            string  what its client sent
 *   judge0-index:<tenant>  zset    ids (score 0: they sort by time of creation), by which they are listed
 *   judge0-kept            zset    `<id> <bytes> <tenant>` by the time it came; `judge0-bytes` sums them
 *   judge0-counts          hash    `total`, `day:<days since the epoch>`, `language:<Judge0's id>`: of all that were ever accepted
 */
const keys = `
local P, call = KEYS[1], redis.call
local KEPT, BYTES, COUNTS = P .. 'judge0-kept', P .. 'judge0-bytes', P .. 'judge0-counts'
-- Of the names, and of what Redis has around each.
local OVERHEAD = 512

local function leave(member)
  local id, bytes, tenant = string.match(member, '^(%S+) (%d+) (.*)$')
  if call('ZREM', KEPT, member) == 1 then call('DECRBY', BYTES, bytes) end
  call('ZREM', P .. 'judge0-index:' .. tenant, id)
  return call('UNLINK', P .. 'judge0:' .. id)
end

-- Those whose time is over leave, and the oldest before their time while all are too much.
local function tidy(ttlMs, most)
  local now = tonumber(call('TIME')[1]) * 1000
  for _ = 1, 100 do
    local first = call('ZRANGE', KEPT, 0, 0, 'WITHSCORES')
    if not first[1] then break end
    if tonumber(first[2]) > now - ttlMs and tonumber(call('GET', BYTES)) <= most then break end
    leave(first[1])
  end
  return now
end

local function count(day, language, by)
  for _, field in ipairs({ 'total', 'day:' .. day, 'language:' .. language }) do call('HINCRBY', COUNTS, field, by) end
end
`;

/** ARGV: tenant, id, text, milliseconds, most bytes of all, day, language. Repeated: nothing changes. */
export const put = defineScript(
  "judge0-put",
  [keys],
  `
local tenant, id, text, ttlMs, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
if not call('SET', P .. 'judge0:' .. id, text, 'PX', ttlMs, 'NX') then return 0 end
local bytes = #text + OVERHEAD
call('INCRBY', BYTES, bytes)
call('ZADD', KEPT, tidy(ttlMs, most), id .. ' ' .. bytes .. ' ' .. tenant)
call('ZADD', P .. 'judge0-index:' .. tenant, 0, id)
count(ARGV[6], ARGV[7], 1)
return 1
`,
);

/** ARGV: tenant, id, and of one that does not count: day, language. */
export const drop = defineScript(
  "judge0-drop",
  [keys],
  `
local tenant, id, day, language = unpack(ARGV)
local bytes = call('STRLEN', P .. 'judge0:' .. id) + OVERHEAD
if leave(id .. ' ' .. bytes .. ' ' .. tenant) == 1 and day then count(day, language, -1) end
return 1
`,
);

/** ARGV: id. */
export const get = defineScript(
  "judge0-get",
  [],
  `return redis.call('GET', KEYS[1] .. 'judge0:' .. ARGV[1])`,
);

/** ARGV: tenant, offset, count, milliseconds. Gives {how many there are, id...}. */
export const page = defineScript(
  "judge0-page",
  [keys],
  `
local index, first = P .. 'judge0-index:' .. ARGV[1], tonumber(ARGV[2])
tidy(tonumber(ARGV[4]), math.huge)
local ids = call('ZRANGE', index, first, first + tonumber(ARGV[3]) - 1, 'REV')
return { call('ZCARD', index), unpack(ids) }
`,
);

/** ARGV: the first day that is still of interest. Gives {bytes of the whole store, field, count...}. */
export const counts = defineScript(
  "judge0-counts",
  [keys],
  `
local all = call('HGETALL', COUNTS)
local reply = { tonumber(string.match(call('INFO', 'memory'), 'used_memory:(%d+)')) }
for i = 1, #all, 2 do
  local day = string.match(all[i], '^day:(%d+)$')
  if day and tonumber(day) < tonumber(ARGV[1]) then
    call('HDEL', COUNTS, all[i])
  else
    reply[#reply + 1], reply[#reply + 2] = all[i], all[i + 1]
  end
end
return reply
`,
);
