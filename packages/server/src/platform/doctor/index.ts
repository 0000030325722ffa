import type { Config } from "../config.js";
import type { Finding } from "./finding.js";
import { checkCgroups, checkKernel, checkNamespaces, checkOverlay, checkRoot } from "./kernel.js";
import { checkRedis, checkRuntime, checkTools } from "./programs.js";
import { checkDisk, checkMemory } from "./room.js";

export { type Finding, formatFindings, missing, ok, warning } from "./finding.js";

/** All that one machine needs for `neuron up`, apart from what Neuron builds itself. */
export const checkMachine = (
  config: Pick<Config, "runtime" | "redisUrl" | "dataDir" | "poolSize">,
  imageBuilt: boolean,
): Promise<readonly Finding[]> =>
  Promise.all([
    checkRoot(),
    checkKernel(),
    checkCgroups(),
    checkNamespaces(),
    checkOverlay(),
    checkRuntime(config.runtime),
    checkTools(imageBuilt),
    checkRedis(config.redisUrl),
    checkDisk(config.dataDir, imageBuilt),
    checkMemory(config.poolSize),
  ]);
