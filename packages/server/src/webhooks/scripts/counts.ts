import { defineScript } from "../../queue/scripts/define.js";
import { base } from "../../queue/scripts/shared-base.js";

/** Gives {to be delivered, age of the oldest of them in us, under way, counts}. */
export const counts = defineScript(
  "webhooks-counts",
  [base],
  `
local oldest = call('ZRANGE', P .. 'hooks:pending', 0, 0, 'WITHSCORES')[2]
return {
  call('ZCARD', P .. 'hooks:pending') + call('LLEN', P .. 'hooks:new'),
  oldest and int(NOW - tonumber(oldest)) or '0',
  call('ZCARD', P .. 'hooks:leases'),
  call('HGETALL', P .. 'hooks:counts'),
}
`,
);
