import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { isAlive } from "../process-identity.js";

const POLL_MS = 20;
/** After SIGKILL only the kernel is in the way, for instance with a write to a slow disk. */
const GONE_TIMEOUT_MS = 30_000;

/**
 * Ends a process of a killed supervisor's, known by the identity in its note, and resolves when it is gone.
 *
 * It knows that its supervisor is gone and ends by itself within `graceMs`, unless it hangs or is stopped (SIGSTOP, a
 * debugger): then it would wake up later among its successors and, for instance, remove their sandboxes.
 */
export const endLeftOver = async (
  name: string,
  noteFile: string,
  graceMs: number,
  logger: Logger,
): Promise<void> => {
  const identity = readNote(noteFile);
  if (identity === null || !isAlive(identity)) return;
  const pid = Number(identity.split(".")[0]);
  logger.warn({ process: name, pid, graceMs }, "a process of a killed supervisor is left over and is ended");
  const startedAt = performance.now();
  for (let killed = false; isAlive(identity); await delay(POLL_MS)) {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > graceMs + GONE_TIMEOUT_MS) throw new Error(`Process ${pid} (${name}) cannot be killed.`);
    if (killed || elapsedMs < graceMs) continue;
    killed = true;
    killIfThere(pid);
  }
};

const readNote = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};
