import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { accountParts } from "./shared.js";

/**
 * ARGV: id, name, email, now (ms), key id, key hash, key start, credits or "" for no limit. Gives the account; repeated
 * with the same id, too. It does not count as a sign-up.
 */
export const createTenant = defineScript(
  "create-tenant",
  [base, accountParts],
  `
local id, name, email, now, keyId, hash, start, credits = unpack(ARGV)
local account = P .. 'account:' .. id
if call('EXISTS', account) == 1 then return show(id) end
call('ZADD', P .. 'accounts', 0, id)
call('HSET', account, 'createdAt', now)
if name ~= '' then call('HSET', account, 'name', name) end
if email ~= '' then call('HSET', account, 'email', email) end
if credits ~= '' then
  call('HSET', P .. 'tenant:' .. id, 'credits', credits, 'reserved', '0', 'spent', '0', 'granted', credits)
end
addKey(id, keyId, hash, 'first', start, now)
return show(id)
`,
);
