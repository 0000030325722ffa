import { defineScript } from "./define.js";
import { base } from "./shared-base.js";

/**
 * ARGV: cursor or "", limit. Gives {next cursor or "", id, diedAt, reason, attempts, job, ...}, the latest first. The cursor
 * is `<time> <id>` of the last one.
 */
export const deadList = defineScript(
  "dead-list",
  [base],
  `
local cursor, limit = ARGV[1], tonumber(ARGV[2])
local beforeAt, beforeId = string.match(cursor, '^(%d+) (%S+)$')
local found = call('ZRANGE', P .. 'dead', beforeAt or '+inf', '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, limit + 200, 'WITHSCORES')
local reply = { '' }
local count, last = 0, ''
for i = 1, #found, 2 do
  local id, at = found[i], int(tonumber(found[i + 1]))
  if not beforeAt or at ~= beforeAt or id < beforeId then
    if count == limit then
      reply[1] = last
      break
    end
    local f = call('HMGET', P .. 'exec:' .. id, 'reason', 'attempts', 'job')
    if f[3] then
      count, last = count + 1, at .. ' ' .. id
      for _, value in ipairs({ id, at, f[1] or '', f[2], f[3] }) do reply[#reply + 1] = value end
    end
  end
end
return reply
`,
);
