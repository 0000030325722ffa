import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, processIdentity } from "./process-identity.js";

export type ProcessLock =
  | { readonly held: true; release(): void }
  | { readonly held: false; readonly owner: number };

/**
 * A file in `folder` that one live process at a time has. It names its process by id and start time, so that a killed
 * owner's is known as stale. It comes into being with its content, by link(2); a stale one is taken away by rename(2), which
 * only one of several can win. Otherwise gives the id of the process that has it.
 */
export const takeLock = (folder: string, name: string): ProcessLock => {
  const lock = join(folder, name);
  const own = processIdentity();
  if (own === null) throw new Error("/proc does not show this process.");
  const draft = join(folder, `.${name}-${own}`);
  writeFileSync(draft, own);
  try {
    for (;;) {
      if (tryLink(draft, lock)) break;
      const owner = read(lock);
      if (owner === null) continue;
      if (isAlive(owner)) return { held: false, owner: Number(owner.split(".")[0]) };
      takeAway(lock, owner, join(folder, `.${name}-${own}-stale`));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    held: true,
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
