import { defineScript } from "./define.js";
import { base } from "./shared-base.js";
import { describe } from "./shared-describe.js";
import { transitions } from "./shared-transitions.js";
import { workers } from "./shared-workers.js";

/** ARGV: worker. What it still holds goes back; that try does not count. */
export const leave = defineScript(
  "leave",
  [base, describe, transitions, workers],
  `
bury(ARGV[1], 'the worker left', false)
return 1
`,
);
