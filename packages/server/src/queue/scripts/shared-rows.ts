/**
 * `row(id)` is what a list for people shows of a record, as lines (decoded by overview.ts): nothing that a program printed is
 * read for it. In the meta, which is JSON, no text of a client's can look like the language's own key: its quotes are escaped.
 */
export const rows = `
local function row(id)
  local r = call('HMGET', P .. 'exec:' .. id, 'status', 'outcome', 'tenant', 'admittedAt', 'startedAt', 'finishedAt',
    'waitedUs', 'attempts', 'meta')
  if not r[1] or not r[9] then return false end
  r[9] = string.match(r[9], '"language":{"id":"([^"]*)"') or ''
  for i = 1, 9 do r[i] = r[i] or '' end
  return id .. '\\n' .. table.concat(r, '\\n')
end
`;
