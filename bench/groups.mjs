import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";
const isV2 = existsSync(join(ROOT, "cgroup.controllers"));
/** Where a hybrid or pure v1 machine has the controllers that are read here. */
const folderOf = (controller, group) => (isV2 ? join(ROOT, group) : join(ROOT, controller, group));

const subfolders = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];

const numberIn = (file) => Number.parseInt(readFileSync(file, "utf8"), 10);

/** The control groups of an instance's sandboxes: what they cost, as the kernel accounts for it. */
export const sandboxGroups = (instance) => {
  const parent = `neuron-${instance}`;
  const ids = () => subfolders(folderOf("memory", parent));
  const pids = (id) =>
    readFileSync(join(folderOf("memory", `${parent}/${id}`), "cgroup.procs"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map(Number);
  return {
    /** CPU time of all sandboxes, also those that are gone, in milliseconds. */
    cpuMs() {
      if (!isV2) return numberIn(join(folderOf("cpuacct", parent), "cpuacct.usage")) / 1e6;
      const stat = readFileSync(join(folderOf("cpu", parent), "cpu.stat"), "utf8");
      return Number(/^usage_usec (\d+)/m.exec(stat)?.[1]) / 1000;
    },
    /** Per sandbox: memory charged to it, and the proportional share of all memory that its processes map. */
    memory() {
      return ids().map((id) => {
        const folder = folderOf("memory", `${parent}/${id}`);
        const chargedBytes = numberIn(join(folder, isV2 ? "memory.current" : "memory.usage_in_bytes"));
        return { id, chargedBytes, pssBytes: pids(id).reduce((total, pid) => total + pssBytes(pid), 0) };
      });
    },
    /** Folders of groups that are still there, in whichever hierarchy. */
    leftovers: () =>
      ["", ...subfolders(ROOT)].map((hierarchy) => join(ROOT, hierarchy, parent)).filter(existsSync),
  };
};

/** Proportional set size: shared pages count in parts. */
export const pssBytes = (pid) => {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};
