import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";
import { fairLines } from "../../queue/scripts/shared-lines.js";
import { accountParts } from "./shared.js";

/** ARGV: id. */
export const showAccount = defineScript("show-account", [base, accountParts], "return show(ARGV[1])");

/** ARGV: cursor (an id, or "" for the first page), how many. Gives {next cursor or "", accounts}. */
export const listAccounts = defineScript(
  "list-accounts",
  [base, accountParts],
  `
local cursor, limit = ARGV[1], tonumber(ARGV[2])
local from = cursor == '' and '-' or '(' .. cursor
local ids = call('ZRANGE', P .. 'accounts', from, '+', 'BYLEX', 'LIMIT', 0, limit + 1)
local list = {}
for i = 1, math.min(#ids, limit) do list[i] = show(ids[i]) end
return { #ids > limit and ids[limit] or '', list }
`,
);

/** ARGV: id, then field and value of `account:<id>` or `tenant:<id>` ("a:name", "t:weight"); "" removes the field. */
export const changeAccount = defineScript(
  "change-account",
  [base, fairLines, accountParts],
  `
local id = ARGV[1]
if call('EXISTS', P .. 'account:' .. id) == 0 then return false end
for i = 2, #ARGV, 2 do
  local key = P .. (string.sub(ARGV[i], 1, 2) == 'a:' and 'account:' or 'tenant:') .. id
  local field = string.sub(ARGV[i], 3)
  if ARGV[i + 1] == '' then call('HDEL', key, field) else call('HSET', key, field, ARGV[i + 1]) end
end
letGoOn(loadTenant(id)) -- more of it may run than before
changed('tenant ' .. id)
return show(id)
`,
);

/**
 * ARGV: id. Gives 1, 0 when there is none, or {queued, running} while executions of it are under way: its credits are
 * settled with them. Its keys go with it.
 */
export const deleteAccount = defineScript(
  "delete-account",
  [base, accountParts],
  `
local id = ARGV[1]
local account = P .. 'account:' .. id
if call('EXISTS', account) == 0 then return 0 end
local queued, running = underWay(id)
if queued > 0 or running > 0 then return { queued, running } end
for _, hash in ipairs(call('HVALS', P .. 'keys:' .. id)) do call('UNLINK', P .. 'key:' .. hash) end
call('UNLINK', account, P .. 'tenant:' .. id, P .. 'keys:' .. id, P .. 'rate:' .. id, P .. 'hooks:secret:' .. id)
call('ZREM', P .. 'accounts', id)
-- What its webhooks are signed with stays as long as some may still have to be sent.
call('PEXPIRE', P .. 'hooks:secret:' .. id, 172800000)
changed('tenant ' .. id)
return 1
`,
);

/**
 * ARGV: id, amount, operation. Gives the account; 0 when there is none; -1 when its credits have no limit; -2 when less than
 * that is available. An operation that was done is not done again.
 */
export const grantCredits = defineScript(
  "grant-credits",
  [base, accountParts],
  `
local id, amount, operation = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if call('EXISTS', P .. 'account:' .. id) == 0 then return 0 end
local tenant = P .. 'tenant:' .. id
local credits = call('HGET', tenant, 'credits')
if not credits then return -1 end
local done = P .. 'grant:' .. id .. ' ' .. operation
if call('EXISTS', done) == 1 then return show(id) end
if tonumber(credits) + amount < 0 then return -2 end
call('HINCRBY', tenant, 'credits', ARGV[2])
call('HINCRBY', tenant, 'granted', ARGV[2])
call('SET', done, ARGV[2], 'EX', 86400)
return show(id)
`,
);
