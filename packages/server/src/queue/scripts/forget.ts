import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { forgetting } from "./shared-forgetting.js";

/**
 * ARGV: tenant, id. Gives the record as it was, or nil. One that is finished is gone afterwards, as if its time were over;
 * another stays. Repeated: nil, and nothing changes.
 */
export const forget = defineScript(
  "forget",
  [base, describe, forgetting],
  `
local tenant, id = unpack(ARGV)
local exec = P .. 'exec:' .. id
local f = call('HMGET', exec, 'tenant', 'status')
if f[1] ~= tenant then return false end
local record = describe(id)
-- As finish and dead-drop count them.
local bytes = call('HSTRLEN', exec, 'result') + call('HSTRLEN', exec, 'job') + 512
if f[2] == 'finished' then forget(id .. ' ' .. bytes .. ' ' .. tenant) end
return record
`,
);
