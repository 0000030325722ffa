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

const ROOT = "/sys/fs/cgroup";

/** As version 1's: half of what one other group weighs. */
const WEIGHT = 50;

/** Of processes that were in the way at a container's root. */
const ASIDE = "init";
const ASIDE_ROUNDS = 20;

/**
 * Hands the controllers on to the groups below. Only the machine's own root may do so with processes in it: in those of a
 * container's root, ourselves among them, they move aside first, as every container that runs containers has it.
 */
function enableControllers(folder: string): void {
  const enable = (): void =>
    fs.writeFileSync(path.join(folder, "cgroup.subtree_control"), "+cpu +memory +pids");
  for (let round = 0; ; round += 1) {
    try {
      enable();
      return;
    } catch (error) {
      const hasProcesses = (error as NodeJS.ErrnoException).code === "EBUSY" && folder === ROOT;
      // Again, since each of them may have started another one meanwhile.
      if (!hasProcesses || round === ASIDE_ROUNDS) throw error;
    }
    moveAside();
  }
}

function moveAside(): void {
  const aside = path.join(ROOT, ASIDE);
  fs.mkdirSync(aside, { recursive: true });
  for (const pid of readPids(path.join(ROOT, "cgroup.procs"))) {
    try {
      fs.writeFileSync(path.join(aside, "cgroup.procs"), String(pid));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has ended
    }
  }
}

export const isV2 = (): boolean => fs.existsSync(path.join(ROOT, "cgroup.controllers"));

export function createV2(parent: string): Cgroups {
  const base = path.join(ROOT, parent);
  let total: Knob | null = null;
  return {
    version: 2,
    pathFor: (id) => `/${parent}/${id}`,
    createParent() {
      fs.mkdirSync(base, { recursive: true });
      enableControllers(ROOT);
      enableControllers(base);
      fs.writeFileSync(path.join(base, "cpu.weight"), String(WEIGHT));
      total = new Knob(path.join(base, "cpu.stat"), "r");
    },
    open: (id) => openV2(path.join(base, id)),
    list: () => subfolders(base),
    remove: (id) => rmdirIfThere(path.join(base, id)),
    removeParent() {
      total?.close();
      total = null;
      rmdirIfThere(base);
    },
    totalCpuMs: () => (total ? total.keyed("usage_usec") / 1000 : 0),
    close() {
      total?.close();
      total = null;
    },
  };
}

/** Null where there is no such file, or it refuses to be written. */
function resettable(file: string): Knob | null {
  let knob: Knob | null = null;
  try {
    knob = optionalKnob(file, "r+");
    knob?.set("reset");
    return knob;
  } catch {
    knob?.close();
    return null;
  }
}

function openV2(folder: string): SandboxCgroup {
  const file = (name: string): string => path.join(folder, name);
  const state = new Knob(file("cgroup.freeze"), "r+");
  const cpu = new Knob(file("cpu.stat"), "r");
  const usage = new Knob(file("memory.current"), "r");
  const stat = openMemoryStat(file("memory.stat"));
  // Since Linux 6.12 a write resets the peak as this descriptor sees it; before, the file is read-only and the peak is
  // the whole life's. Absent before 5.19.
  const ownPeak = resettable(file("memory.peak"));
  const peak = ownPeak ?? optionalKnob(file("memory.peak"), "r");
  const limit = new Knob(file("memory.max"), "r+");
  const events = new Knob(file("memory.events"), "r");
  const pidsNow = new Knob(file("pids.current"), "r");
  const pidsMax = new Knob(file("pids.max"), "r+");
  const pidsEvents = new Knob(file("pids.events"), "r");
  const knobs = [state, cpu, usage, stat, peak, limit, events, pidsNow, pidsMax, pidsEvents];

  return createSandboxCgroup({
    freeze: () => state.set(1),
    thaw: () => state.set(0),
    cpuMs: () => cpu.keyed("usage_usec") / 1000,
    memoryBytes: () => usage.number(),
    cacheBytes: () => cacheBytesIn(stat),
    // Since Linux 5.19. A lower bound would be killed for.
    reclaim: (bytes) => ifPossible(() => fs.writeFileSync(file("memory.reclaim"), String(bytes))),
    peakBytes: () => peak?.number() ?? null,
    resetPeak: ownPeak && (() => ownPeak.set("reset")),
    memoryLimit: () => limit.number(),
    setMemoryLimit: (bytes) => limit.set(bytes),
    oomKills: () => events.keyed("oom_kill"),
    processes: () => pidsNow.number(),
    setProcessLimit: (count) => pidsMax.set(count),
    forksRefused: () => pidsEvents.keyed("max"),
    processIds: () => readPids(file("cgroup.procs")),
    kill() {
      if (fs.existsSync(file("cgroup.kill"))) unlessGone(() => fs.writeFileSync(file("cgroup.kill"), "1"));
      else killAll(readPids(file("cgroup.procs")));
      unlessGone(() => state.set(0));
    },
    close() {
      for (const knob of knobs) knob?.close();
    },
  });
}
