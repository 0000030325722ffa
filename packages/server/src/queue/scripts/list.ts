import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";

/**
 * ARGV: tenant, cursor or "", limit, status or "".
 * Gives {next cursor or "", record...}: at most `limit` records, newest first, of at most 500 looked at.
 */
export const list = defineScript(
  "list",
  [base, describe],
  `
local tenant, cursor, limit, status = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local index = P .. 'index:' .. tenant
local from = '+'
if cursor ~= '' then from = '(' .. cursor end
local ids = call('ZRANGE', index, from, '-', 'BYLEX', 'REV', 'LIMIT', 0, 500)
local reply = { '' }
for i, id in ipairs(ids) do
  if #reply > limit then
    reply[1] = ids[i - 1]
    return reply
  end
  local now = call('HGET', P .. 'exec:' .. id, 'status')
  if now and (status == '' or now == status) then reply[#reply + 1] = describe(id) end
end
if #ids == 500 then reply[1] = ids[500] end
return reply
`,
);
