import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";

/** ARGV: tenant, id. Gives the record, or nil when there is none or it is another tenant's. */
export const read = defineScript(
  "read",
  [base, describe],
  `
local tenant, id = unpack(ARGV)
if call('HGET', P .. 'exec:' .. id, 'tenant') ~= tenant then return false end
return describe(id)
`,
);
