/**
 * Interactive executions that may go on for longer than any other, from their admission to their end. Each may hold a sandbox for
 * an hour, whatever else waits, so that there may be fewer of them than there are sandboxes.
 */
export const sessions = `
-- Nobody knows when one of them ends.
local SESSIONS_RETRY_MS = 10000

local function countSession(tenant, by)
  for _, whose in ipairs({ tenant, '*' }) do
    if call('HINCRBY', P .. 'sessions', whose, by) <= 0 then call('HDEL', P .. 'sessions', whose) end
  end
end
`;
