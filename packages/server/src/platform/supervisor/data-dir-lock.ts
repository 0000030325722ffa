import { mkdirSync } from "node:fs";
import { takeLock } from "../process-lock.js";

/** Another live instance has the data directory. */
export class DataDirInUseError extends Error {
  override readonly name = "DataDirInUseError";
}

/** One supervisor for one data directory. */
export const lockDataDir = (dataDir: string): { release(): void } => {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const lock = takeLock(dataDir, "lock");
  if (lock.held) return lock;
  throw new DataDirInUseError(
    `Another Neuron (process ${lock.owner}) uses the data directory ${dataDir}. ` +
      "Stop it, or give this one another directory and port: NEURON_DATA_DIR, NEURON_PORT.",
  );
};
