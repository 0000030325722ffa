import type { Cgroups } from "./types.js";
import { createV1 } from "./v1.js";
import { createV2, isV2 } from "./v2.js";

export { IDLE_MEMORY_BYTES, IDLE_PROCESSES } from "./account.js";
export type { Cgroups, RunAccount, SandboxCgroup } from "./types.js";

/** Finds out which version the machine's controllers have. `parent` names the group of all sandboxes of one instance. */
export function createCgroups(parent: string): Cgroups {
  return isV2() ? createV2(parent) : createV1(parent);
}
