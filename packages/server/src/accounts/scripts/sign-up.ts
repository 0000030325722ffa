import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { accountParts } from "./shared.js";

/**
 * ARGV: id, name, email, now (ms), key id, key hash, key start, address or "", most per address and hour, first accounts,
 * their credits, credits of later ones.
 * Gives {1, the account} or {0, ms until the address may try again}. Repeated with the same id: the same answer.
 *
 * Counting and granting are one step with the account's coming into being: exactly the first accounts get the first
 * grant, whatever races or dies.
 */
export const signUp = defineScript(
  "sign-up",
  [base, accountParts],
  `
local id, name, email, now, keyId, hash, start, address = unpack(ARGV, 1, 8)
local most, first, firstCredits, laterCredits = ARGV[9], tonumber(ARGV[10]), ARGV[11], ARGV[12]
local account = P .. 'account:' .. id
if call('EXISTS', account) == 1 then return { 1, show(id) } end

if address ~= '' then
  local counter = P .. 'signUps:' .. address
  if tonumber(call('GET', counter) or 0) >= tonumber(most) then return { 0, call('PTTL', counter) } end
  if call('INCR', counter) == 1 then call('PEXPIRE', counter, 3600000) end
end

local number = call('INCR', P .. 'signedUp')
local credits = number <= first and firstCredits or laterCredits
call('ZADD', P .. 'accounts', 0, id)
call('HSET', account, 'createdAt', now, 'signedUp', number)
if name ~= '' then call('HSET', account, 'name', name) end
if email ~= '' then call('HSET', account, 'email', email) end
call('HSET', P .. 'tenant:' .. id, 'credits', credits, 'reserved', '0', 'spent', '0', 'granted', credits)
addKey(id, keyId, hash, 'first', start, now)
return { 1, show(id) }
`,
);
