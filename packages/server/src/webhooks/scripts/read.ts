import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";

/** ARGV: tenant, execution. Gives {status, meta, fields of hook:<id>}, or nothing when it is not the tenant's. */
export const read = defineScript(
  "webhooks-read",
  [base],
  `
local tenant, id = unpack(ARGV)
local f = call('HMGET', P .. 'exec:' .. id, 'tenant', 'status', 'meta')
if f[1] ~= tenant then return false end
return { f[2], f[3], call('HGETALL', P .. 'hook:' .. id) }
`,
);
