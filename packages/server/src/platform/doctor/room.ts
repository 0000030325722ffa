import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { availableMemoryBytes } from "../default-pool-size.js";
import { type Finding, missing, ok, warning } from "./finding.js";

const GIB = 1024 ** 3;
const text = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

const IMAGE_BYTES = 2 * GIB;
const REDIS_BYTES = GIB / 4;

export const checkDisk = (folder: string, imageBuilt: boolean): Finding => {
  let path = folder;
  while (!existsSync(path)) path = dirname(path);
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  const needed = imageBuilt ? REDIS_BYTES : IMAGE_BYTES;
  const found = `${text(free)} free in ${folder}`;
  if (free >= needed) return ok("disk", found);
  return missing(
    "disk",
    found,
    `Make room for ${text(needed)}, or choose another place with NEURON_DATA_DIR.`,
  );
};

/** Redis, API and worker together, two sandboxes and one run. */
const LEAST_MEMORY_BYTES = GIB / 2;
const PER_SANDBOX_BYTES = 12 * 1024 ** 2;

export const checkMemory = (poolSize: number): Finding => {
  const available = availableMemoryBytes();
  const found = `${text(available)} available, a pool of ${poolSize}`;
  if (available < LEAST_MEMORY_BYTES) {
    return warning("memory", found, `Give the machine at least ${text(LEAST_MEMORY_BYTES)}.`);
  }
  if (available < poolSize * PER_SANDBOX_BYTES) {
    return warning("memory", found, "Choose a smaller pool with NEURON_POOL_SIZE.");
  }
  return ok("memory", found);
};
