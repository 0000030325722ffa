import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";

const AUTOGROUP = "/proc/self/autogroup";

/**
 * Lets this process go before others that want the CPU, all its threads: garbage is collected by several together, and the
 * one that came first waits for those that have not had their turn. Where the kernel groups processes by session
 * (autogroup), niceness counts within the session only, and the session has its own; it is set if it is this process's.
 *
 * `niceness` is -20 to 19. Only root may lower it; throws (EACCES, EPERM) for others.
 */
export const takePrecedence = (niceness: number): void => {
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      setPriority(Number(thread), niceness);
    } catch (error) {
      if ((error as { info?: { code?: string } }).info?.code !== "ESRCH") throw error;
    }
  }
  if (isSessionLeader() && existsSync(AUTOGROUP)) writeFileSync(AUTOGROUP, String(niceness));
};

const isSessionLeader = (): boolean => {
  const stat = readFileSync("/proc/self/stat", "latin1");
  const [, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(session) === process.pid;
};
