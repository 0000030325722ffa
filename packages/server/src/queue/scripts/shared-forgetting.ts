/** What is left of a finished execution goes. `member` is its own in `kept`: `<id> <bytes> <tenant>`. */
export const forgetting = `
local function forget(member)
  local id, bytes, tenant = string.match(member, '^(%S+) (%d+) (.*)$')
  if call('ZREM', P .. 'kept', member) == 1 then call('DECRBY', P .. 'keptBytes', bytes) end
  -- A key without its record is of no use, and many clients send one with every request.
  local key = call('HGET', P .. 'exec:' .. id, 'idempotent')
  if key then call('UNLINK', key) end
  call('UNLINK', P .. 'exec:' .. id)
  call('ZREM', P .. 'index:' .. tenant, id)
  call('ZREM', P .. 'dead', id)
end
`;
