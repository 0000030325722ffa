import { readFileSync } from "node:fs";

/**
 * A process told apart from a later one with the same id, by the kernel's start time: `<pid>.<ticks since boot>`.
 * Null when it is gone (a zombie counts as gone: it holds nothing any more).
 */
export const processIdentity = (pid: number = process.pid): string | null => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The command, in parentheses, may hold anything: fields count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? null : `${pid}.${fields[19]}`;
};

/** True while the process that gave this identity lives. */
export const isAlive = (identity: string): boolean => {
  const pid = Number(identity.split(".")[0]);
  return Number.isSafeInteger(pid) && pid > 0 && processIdentity(pid) === identity;
};
