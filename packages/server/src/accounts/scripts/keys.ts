import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { accountParts } from "./shared.js";

/**
 * ARGV: tenant, key id, key hash, name, key start, now (ms), most keys.
 * Gives 1, 0 when there is no such account, or -1 when it has too many. Repeated with the same key id: the same.
 */
export const issueKey = defineScript(
  "issue-key",
  [base, accountParts],
  `
local tenant, id, hash, name, start, now, most = unpack(ARGV)
if call('EXISTS', P .. 'account:' .. tenant) == 0 then return 0 end
if call('HEXISTS', P .. 'keys:' .. tenant, id) == 1 then return 1 end
if call('HLEN', P .. 'keys:' .. tenant) >= tonumber(most) then return -1 end
addKey(tenant, id, hash, name, start, now)
return 1
`,
);

/** ARGV: tenant. Gives a hash for each key; false when there is no such account. */
export const listKeys = defineScript(
  "list-keys",
  [base],
  `
if call('EXISTS', P .. 'account:' .. ARGV[1]) == 0 then return false end
local keys = {}
for _, hash in ipairs(call('HVALS', P .. 'keys:' .. ARGV[1])) do keys[#keys + 1] = call('HGETALL', P .. 'key:' .. hash) end
return keys
`,
);

/**
 * ARGV: tenant, key id, "1" to spare the last one. Gives 1, 0 when there is no such key (also when this is repeated: nothing
 * is left to do then), or -1 for the last one.
 */
export const revokeKey = defineScript(
  "revoke-key",
  [base, accountParts],
  `
local keys = P .. 'keys:' .. ARGV[1]
local hash = call('HGET', keys, ARGV[2])
if not hash then return 0 end
if ARGV[3] == '1' and call('HLEN', keys) == 1 then return -1 end
call('HDEL', keys, ARGV[2])
call('UNLINK', P .. 'key:' .. hash)
changed('key ' .. hash)
return 1
`,
);
