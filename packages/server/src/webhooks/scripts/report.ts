import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { lines } from "./shared-lines.js";

/**
 * ARGV: id, line, token, attempt, what the attempt came to ("ok", an error, or "" when it was not made), the attempt as JSON,
 * what is next: "delivered", "failed", or milliseconds to wait.
 * Gives 1, or 0 when it was given up for lost before, or is reported already.
 */
export const report = defineScript(
  "webhooks-report",
  [base, lines],
  `
local id, line, token, attempt, came, json, next = unpack(ARGV)
local hook = P .. 'hook:' .. id
if call('HGET', hook, 'token') ~= token then return 0 end
call('HDEL', hook, 'token')
if came == '' then
  call('HINCRBY', hook, 'attempts', -1)
  call('HDEL', hook, 'a:' .. attempt)
else
  call('HSET', hook, 'a:' .. attempt, json)
  call('HINCRBY', P .. 'hooks:counts', came, 1)
  local room = roomOf(line)
  room = came == 'ok' and math.min(ROOM_MOST, room + 1) or math.max(ROOM_LEAST, math.floor(room / 2))
  call('HSET', P .. 'hooks:room', line, room)
end
if tonumber(next) then wait(id, line, NOW + tonumber(next) * 1000) else conclude(id, next) end
ended(id, line)
return 1
`,
);
