import * as fs from "node:fs";
import * as path from "node:path";
import { createSandboxCgroup } from "./account.js";
import {
  cacheBytesIn,
  ifPossible,
  Knob,
  killAll,
  openMemoryStat,
  optionalKnob,
  readPids,
  rmdirIfThere,
  subfolders,
  unlessGone,
} from "./files.js";
import type { Cgroups, SandboxCgroup } from "./types.js";

/**
 * All programs together weigh half of what one other group does, so that the service that hands them work and takes
 * their answers never waits long for a CPU that they fill.
 */
const SHARES = 512;

/**
 * Of all sockets of a sandbox together. Version 1 counts what waits in sockets apart from memory, and has no bound on it:
 * a run of 64 MiB could make the kernel hold gigabytes in loopback sockets that nobody reads.
 */
const SOCKET_BYTES = 32 * 1024 * 1024;

/**
 * Where each v1 controller is mounted, and, as `unified`, a v2 hierarchy without controllers beside them: runtimes make
 * groups there, too.
 */
export function v1Mounts(mountinfo = fs.readFileSync("/proc/self/mountinfo", "utf8")): Map<string, string> {
  const mounts = new Map<string, string>();
  for (const line of mountinfo.split("\n")) {
    const [left, right] = line.split(" - ");
    const [type, , options] = (right ?? "").split(" ");
    if ((type !== "cgroup" && type !== "cgroup2") || !left) continue;
    const point = left.split(" ")[4];
    if (type === "cgroup2" && point) mounts.set("unified", point);
    if (type === "cgroup2") continue;
    for (const option of (options ?? "").split(","))
      if (point && !mounts.has(option)) mounts.set(option, point);
  }
  return mounts;
}

const NEEDED = ["freezer", "memory", "cpu", "cpuacct", "pids"] as const;

/** Throws where a controller is missing. */
export function createV1(parent: string): Cgroups {
  const mounts = v1Mounts();
  const missing = NEEDED.filter((controller) => !mounts.has(controller));
  if (missing.length > 0) {
    throw new Error(
      `neither cgroup v2 nor the v1 controllers ${missing.join(", ")} are mounted; see \`neuron doctor\``,
    );
  }
  const mount = (controller: string): string => mounts.get(controller) as string; // none is missing
  const points = [...new Set(mounts.values())];
  const folders = (name: string): string[] => points.map((point) => path.join(point, parent, name));
  let total: Knob | null = null;

  return {
    version: 1,
    pathFor: (id) => `/${parent}/${id}`,
    createParent() {
      for (const controller of NEEDED)
        fs.mkdirSync(path.join(mount(controller), parent), { recursive: true });
      fs.writeFileSync(path.join(mount("cpu"), parent, "cpu.shares"), String(SHARES));
      total = new Knob(path.join(mount("cpuacct"), parent, "cpuacct.usage"), "r");
    },
    open: (id) => openV1((controller, file) => path.join(mount(controller), parent, id, file)),
    // Whoever removed one may have been killed half-way through the controllers.
    list: () => [...new Set(folders("").flatMap(subfolders))],
    remove(id) {
      for (const folder of folders(id)) rmdirIfThere(folder);
    },
    removeParent() {
      total?.close();
      total = null;
      for (const folder of folders("")) rmdirIfThere(folder);
    },
    totalCpuMs: () => (total ? total.number() / 1e6 : 0),
    close() {
      total?.close();
      total = null;
    },
  };
}

function openV1(file: (controller: string, name: string) => string): SandboxCgroup {
  const state = new Knob(file("freezer", "freezer.state"), "r+");
  const cpu = new Knob(file("cpuacct", "cpuacct.usage"), "r");
  const usage = new Knob(file("memory", "memory.usage_in_bytes"), "r");
  const stat = openMemoryStat(file("memory", "memory.stat"));
  const peak = new Knob(file("memory", "memory.max_usage_in_bytes"), "r+");
  const limit = new Knob(file("memory", "memory.limit_in_bytes"), "r+");
  const withSwap = optionalKnob(file("memory", "memory.memsw.limit_in_bytes"), "r+");
  const oom = new Knob(file("memory", "memory.oom_control"), "r");
  const pidsNow = new Knob(file("pids", "pids.current"), "r");
  const pidsMax = new Knob(file("pids", "pids.max"), "r+");
  const pidsEvents = optionalKnob(file("pids", "pids.events"), "r");
  const knobs = [state, cpu, usage, stat, peak, limit, withSwap, oom, pidsNow, pidsMax, pidsEvents];
  const members = file("freezer", "cgroup.procs");
  const sockets = file("memory", "memory.kmem.tcp.limit_in_bytes");
  if (fs.existsSync(sockets)) fs.writeFileSync(sockets, String(SOCKET_BYTES));

  return createSandboxCgroup({
    freeze: () => state.set("FROZEN"),
    thaw: () => state.set("THAWED"),
    cpuMs: () => cpu.number() / 1e6,
    memoryBytes: () => usage.number(),
    cacheBytes: () => cacheBytesIn(stat),
    // To lower the bound is the only way to take back a part.
    reclaim: (bytes) => ifPossible(() => limit.set(usage.number() - bytes)),
    peakBytes: () => peak.number(),
    resetPeak: () => peak.set(0),
    memoryLimit: () => limit.number(),
    setMemoryLimit(bytes, previous) {
      // The limit with swap may never be below the one without.
      if (bytes > previous) withSwap?.set(bytes);
      limit.set(bytes);
      if (bytes < previous) withSwap?.set(bytes);
    },
    oomKills: () => oom.keyed("oom_kill"),
    processes: () => pidsNow.number(),
    setProcessLimit: (count) => pidsMax.set(count),
    forksRefused: () => pidsEvents?.keyed("max") ?? 0,
    processIds: () => readPids(members),
    kill() {
      unlessGone(() => state.set("THAWED"));
      killAll(readPids(members));
    },
    close() {
      for (const knob of knobs) knob?.close();
    },
  });
}
