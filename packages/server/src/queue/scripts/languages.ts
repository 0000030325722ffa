import { defineScript } from "./define.js";
import { base } from "./shared-base.js";

/** ARGV: worker, what it says of its languages. Whoever wants to know is told that there is something new. */
export const tellLanguages = defineScript(
  "tellLanguages",
  [base],
  `
call('HSET', P .. 'languages', ARGV[1], ARGV[2])
call('PUBLISH', P .. 'languages', '')
return 1
`,
);

/** Gives what the live workers said last of their languages. */
export const readLanguages = defineScript(
  "readLanguages",
  [base],
  `
local said = {}
local all = call('HGETALL', P .. 'languages')
for i = 1, #all, 2 do
  if call('SISMEMBER', P .. 'workers', all[i]) == 1 then said[#said + 1] = all[i + 1] end
end
return said
`,
);
