import { ACCOUNTS } from "./accounts.js";
import { ADMINISTRATION } from "./administration.js";
import { EXECUTIONS } from "./executions.js";
import type { Operations } from "./operation.js";
import { SERVICE } from "./service.js";
import { WEBHOOKS } from "./webhooks.js";

export { type Operation, TAGS } from "./operation.js";

/** A new route needs its words here: a test compares them with the router. */
export const OPERATIONS: Operations = {
  ...EXECUTIONS,
  ...WEBHOOKS,
  ...ACCOUNTS,
  ...ADMINISTRATION,
  ...SERVICE,
};
