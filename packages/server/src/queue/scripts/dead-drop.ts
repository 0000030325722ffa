import { defineScript } from "./define.js";
import { base } from "./shared-base.js";

/** ARGV: id. Gives 1, or 0 when it is no dead letter (any more). Its job goes; its record stays like any other's. */
export const deadDrop = defineScript(
  "dead-drop",
  [base],
  `
local id = ARGV[1]
local exec = P .. 'exec:' .. id
if call('ZREM', P .. 'dead', id) == 0 then return 0 end
local f = call('HMGET', exec, 'tenant', 'job')
if f[2] then
  local kept, slim = id .. ' ' .. (#f[2] + 512) .. ' ' .. f[1], id .. ' 512 ' .. f[1]
  local at = call('ZSCORE', P .. 'kept', kept)
  if at then
    call('ZREM', P .. 'kept', kept)
    call('ZADD', P .. 'kept', at, slim)
    call('DECRBY', P .. 'keptBytes', #f[2])
  end
  call('HDEL', exec, 'job')
end
return 1
`,
);
