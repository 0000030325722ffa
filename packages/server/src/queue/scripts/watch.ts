import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";

/**
 * ARGV: apiId, id... From now on the API is told when these finish.
 * Gives, for each, the record when it is finished already, else "". Also for ids that are not admitted yet.
 */
export const watch = defineScript(
  "watch",
  [base, describe],
  `
local api = ARGV[1]
local reply = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local exec = P .. 'exec:' .. id
  local f = call('HMGET', exec, 'status', 'apis')
  reply[i - 1] = ''
  if f[1] == 'finished' then
    reply[i - 1] = describe(id)
  elseif not string.find(' ' .. (f[2] or '') .. ' ', ' ' .. api .. ' ', 1, true) then
    call('HSET', exec, 'apis', f[2] and f[2] .. ' ' .. api or api)
  end
  -- Not admitted yet, and perhaps never.
  if not f[1] then call('EXPIRE', exec, 120) end
end
return reply
`,
);
