import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, processIdentity } from "../process-identity.js";

/** Another live instance has the data directory. */
export class DataDirInUseError extends Error {
  override readonly name = "DataDirInUseError";
}

/**
 * One supervisor for one data directory. The lock is a file that names its process by id and start time, so that a
 * killed owner's is known as stale. It comes into being with its content, by link(2); a stale one is taken away by
 * rename(2), which only one of several can win.
 */
export const lockDataDir = (dataDir: string): { release(): void } => {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const lock = join(dataDir, "lock");
  const own = processIdentity();
  if (own === null) throw new Error("/proc does not show this process.");
  const draft = join(dataDir, `.lock-${own}`);
  writeFileSync(draft, own);
  try {
    for (;;) {
      if (tryLink(draft, lock)) break;
      const owner = read(lock);
      if (owner === null) continue;
      if (isAlive(owner)) {
        throw new DataDirInUseError(
          `Another Neuron (process ${owner.split(".")[0]}) uses the data directory ${dataDir}. ` +
            "Stop it, or give this one another directory and port: NEURON_DATA_DIR, NEURON_PORT.",
        );
      }
      takeAway(lock, owner, join(dataDir, `.lock-${own}-stale`));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (read(lock) === own) rmSync(lock, { force: true });
    },
  };
};

const tryLink = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

/** Someone may have taken it away before us and set his own: what was moved is looked at, and put back if it lives. */
const takeAway = (lock: string, stale: string, aside: string): void => {
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (read(aside) !== stale) tryLink(aside, lock);
  rmSync(aside, { force: true });
};

const read = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};
