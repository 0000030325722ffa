import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";

/**
 * A bucket of `burst` requests that fills at `perSecond`, kept as the one number when it is full again.
 * ARGV: tenant, perSecond, burst, how many are wanted. Gives {taken, left, us until there is one more}.
 */
export const takeRequests = defineScript(
  "take-requests",
  [base],
  `
local key, perSecond, burst, wanted = P .. 'rate:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local each = 1000000 / perSecond
local fullAt = math.max(tonumber(call('GET', key) or 0), NOW)
-- A limit that was lowered, or a clock that went back, must not lock anybody out for longer than the bucket takes.
fullAt = math.min(fullAt, NOW + burst * each)
local left = math.floor(burst - (fullAt - NOW) / each + 0.000001)
local taken = math.min(wanted, left)
if taken < 1 then return { 0, 0, int(math.ceil(fullAt - NOW - (burst - 1) * each)) } end
fullAt = fullAt + taken * each
call('SET', key, int(fullAt), 'PX', int(math.ceil((fullAt - NOW) / 1000) + 1))
return { taken, left - taken, '0' }
`,
);
