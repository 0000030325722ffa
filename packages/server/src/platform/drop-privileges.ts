import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getSystemErrorName } from "node:util";

/** Built with the agent, from agent/host. */
const ADD_ON = fileURLToPath(new URL("../../../../agent/build/give-up-root.node", import.meta.url));

/** Ports below this one need root. Absent on kernels without the setting. */
export const firstUnprivilegedPort = (): number => {
  try {
    return Number(readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8"));
  } catch {
    return 1024;
  }
};

/**
 * Gives up root for good. All code must be loaded by then, since it may lie where only root can read.
 * One who was never root has nothing to give up. Throws when anything of root is left: a process that goes on as root by mistake must not serve.
 */
export const dropPrivileges = (uid: number): void => {
  const { setgroups, setgid, setuid, getuid, geteuid, getegid, getgroups } = process;
  if (!setgroups || !setgid || !setuid || !getuid || !geteuid || !getegid || !getgroups) {
    throw new Error("This platform cannot give up root.");
  }
  if (geteuid() !== 0) return;
  try {
    setgroups([]);
    setgid(uid);
    setuid(uid);
  } catch (error) {
    // A Node whose libuv is the system's, as in Debian's own package, never does it by itself.
    if ((error as NodeJS.ErrnoException).code !== "ERR_INVALID_STATE") throw error;
    giveUpByAddOn(uid);
  }
  const status = readFileSync("/proc/self/status", "utf8");
  const ids = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1]?.trim().split(/\s+/) ?? [];
  const onlyService =
    [...ids("Uid"), ...ids("Gid")].every((id) => id === String(uid)) && ids("Uid").length === 4;
  const noGroups = ids("Groups").every((id) => id === "" || id === String(uid));
  const noCapabilities = ["CapPrm", "CapEff", "CapAmb"].every((name) => /^0+$/.test(ids(name)[0] ?? ""));
  if (!onlyService || !noGroups || !noCapabilities) throw new Error("Root could not be given up completely.");
  try {
    setuid(0);
  } catch {
    return;
  }
  throw new Error("Root could be taken back after it was given up.");
};

const giveUpByAddOn = (uid: number): void => {
  const loaded = { exports: {} as { giveUpRoot(uid: number): number } };
  process.dlopen(loaded, ADD_ON);
  const errno = loaded.exports.giveUpRoot(uid);
  if (errno !== 0) throw new Error(`Root could not be given up: ${getSystemErrorName(-errno)}.`);
};
