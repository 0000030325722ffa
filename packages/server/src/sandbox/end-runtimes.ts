import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const GRACE_MS = 5_000;
const DEADLINE_MS = 10_000;

/**
 * Resolves when no process of an OCI runtime works on this state folder any more.
 *
 * A worker that is killed while it boots a sandbox leaves a runtime that goes on making the container: whoever looks for
 * leftovers before it is done misses them. Such a process is given time to finish, since one killed half-way
 * leaves more behind.
 */
export async function endRuntimes(runtimeState: string): Promise<void> {
  const startedAt = performance.now();
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 100)) {
    const pids = runtimesOn(runtimeState);
    if (pids.length === 0) return;
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > DEADLINE_MS) {
      throw new Error(`runtime processes ${pids.join(", ")} on ${runtimeState} do not end`);
    }
    if (elapsedMs > GRACE_MS) for (const pid of pids) kill(pid);
    await delay(waitMs);
  }
}

/** The state folder is an argument of each. */
function runtimesOn(runtimeState: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && argumentsOf(pid).includes(runtimeState));
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // It ended meanwhile.
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
