import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The control groups of sandboxes, v1 and v2 behind one interface.
 *
 * Files that are touched for every execution are kept open and read and written synchronously: each takes 1-150 us
 * here, less than a turn of the event loop with its thread pool. No process is ever moved between groups on the path of
 * a request: that costs up to 16 ms.
 */
export interface SandboxCgroup {
  freeze(): void;
  thaw(): void;
  /** CPU time of all that ever ran inside, milliseconds. */
  cpuMs(): number;
  memoryBytes(): number;
  /** The next jail waits: no process comes or goes until its run. */
  settle(): void;
  /** Notes what the idle sandbox uses, so that the next run need not; in vain when it is frozen, or gets another jail, before. */
  noteIdle(): void;
  /** Sets both bounds for the next run, relative to what the idle sandbox uses, and starts counting. */
  beginRun(limits: { readonly memoryBytes: number; readonly processes: number }): void;
  /** CPU time since `beginRun`, milliseconds. */
  runCpuMs(): number;
  /** What the run did since `beginRun`. */
  endRun(): RunAccount;
  /**
   * Lifts the bounds of the last run where the next jail could not be made within them. Never lowers one: what the run left may still be
   * dying, and a bound below what is in use is refused by v1 (EBUSY) and killed for by v2.
   */
  relax(): void;
  processIds(): number[];
  /** Thaws and kills all that is inside. */
  kill(): void;
  close(): void;
}

export interface RunAccount {
  readonly cpuTimeMs: number;
  readonly memoryBytes: number;
  readonly oomKills: number;
  /** How often the process limit refused a fork. */
  readonly forksRefused: number;
}

export interface Cgroups {
  readonly version: 1 | 2;
  /** For `cgroupsPath` of the OCI configuration. */
  pathFor(id: string): string;
  /** Makes the parent group of all sandboxes. */
  createParent(): void;
  open(id: string): SandboxCgroup;
  /** Ids of sandboxes whose groups exist, of whichever process. */
  list(): string[];
  /** Removes the empty groups of a sandbox. Throws while processes are left in them. */
  remove(id: string): void;
  removeParent(): void;
  totalCpuMs(): number;
  close(): void;
}

/** Bounds of a sandbox outside any run: enough for the agent and booted runtimes. */
export const IDLE_MEMORY_BYTES = 512 * 1024 * 1024;
export const IDLE_PROCESSES = 64;
/** What making a jail, or booting a runtime for it, may take. */
const JAIL_MEMORY_BYTES = 64 * 1024 * 1024;
/** The memory bound is rounded up to this, so that it need not be written anew for each run. */
const LIMIT_STEP_BYTES = 1024 * 1024;

const ROOT = "/sys/fs/cgroup";

/**
 * All programs together weigh half of what one other group does, so that the service that hands them work and takes
 * their answers never waits long for a CPU that they fill.
 */
const V1_SHARES = 512;
const V2_WEIGHT = 50;

/**
 * Of all sockets of a sandbox together. Version 1 counts what waits in sockets apart from memory, and has no bound on it:
 * a run of 64 MiB could make the kernel hold gigabytes in loopback sockets that nobody reads.
 */
const V1_SOCKET_BYTES = 32 * 1024 * 1024;

class Knob {
  #fd: number;
  #last: number | null = null;
  readonly #buffer = Buffer.allocUnsafe(512);
  readonly file: string;

  constructor(file: string, flags: "r" | "r+" | "w") {
    this.file = file;
    this.#fd = fs.openSync(file, flags);
  }

  text(): string {
    return this.#buffer.toString("latin1", 0, fs.readSync(this.#fd, this.#buffer, 0, this.#buffer.length, 0));
  }

  number(): number {
    return Number.parseInt(this.text(), 10);
  }

  /** Value of a line `key N` in a flat-keyed file. */
  keyed(key: string): number {
    const text = `\n${this.text()}`;
    const at = text.indexOf(`\n${key} `);
    return at < 0 ? 0 : Number.parseInt(text.slice(at + key.length + 2), 10);
  }

  /** Nothing where it is the value that was set last. */
  put(value: number): void {
    if (value === this.#last) return;
    this.set(value);
    this.#last = value;
  }

  get last(): number | null {
    return this.#last;
  }

  set(value: string | number): void {
    fs.writeSync(this.#fd, String(value), 0);
  }

  /** Uses after it throw, rather than meet whatever file has the number by then. */
  close(): void {
    if (this.#fd >= 0) fs.closeSync(this.#fd);
    this.#fd = -1;
  }
}

function optionalKnob(file: string, flags: "r" | "r+"): Knob | null {
  return fs.existsSync(file) ? new Knob(file, flags) : null;
}

function readPids(file: string): number[] {
  try {
    return fs.readFileSync(file, "latin1").split("\n").filter(Boolean).map(Number);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENODEV";
}

/** A group that is gone holds nothing that could be killed. */
function unlessGone(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function subfolders(folder: string): string[] {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function rmdirIfThere(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

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

const V1_NEEDED = ["freezer", "memory", "cpu", "cpuacct", "pids"] as const;

function createV1(parent: string, mounts: Map<string, string>): Cgroups {
  const mount = (controller: string): string => {
    const point = mounts.get(controller);
    if (!point) throw new Error(`cgroup v1 controller "${controller}" is not mounted`);
    return point;
  };
  const points = [...new Set(mounts.values())];
  const folders = (name: string): string[] => points.map((point) => path.join(point, parent, name));
  let total: Knob | null = null;

  return {
    version: 1,
    pathFor: (id) => `/${parent}/${id}`,
    createParent() {
      for (const controller of V1_NEEDED)
        fs.mkdirSync(path.join(mount(controller), parent), { recursive: true });
      fs.writeFileSync(path.join(mount("cpu"), parent, "cpu.shares"), String(V1_SHARES));
      total = new Knob(path.join(mount("cpuacct"), parent, "cpuacct.usage"), "r");
    },
    open: (id) => createV1Sandbox((controller, file) => path.join(mount(controller), parent, id, file)),
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

function createV1Sandbox(file: (controller: string, name: string) => string): SandboxCgroup {
  const state = new Knob(file("freezer", "freezer.state"), "r+");
  const cpu = new Knob(file("cpuacct", "cpuacct.usage"), "r");
  const usage = new Knob(file("memory", "memory.usage_in_bytes"), "r");
  const peak = new Knob(file("memory", "memory.max_usage_in_bytes"), "r+");
  const limit = new Knob(file("memory", "memory.limit_in_bytes"), "r+");
  const withSwap = optionalKnob(file("memory", "memory.memsw.limit_in_bytes"), "r+");
  const oom = new Knob(file("memory", "memory.oom_control"), "r");
  const pidsNow = new Knob(file("pids", "pids.current"), "r");
  const pidsMax = new Knob(file("pids", "pids.max"), "r+");
  const pidsEvents = optionalKnob(file("pids", "pids.events"), "r");
  const knobs = [state, cpu, usage, peak, limit, withSwap, oom, pidsNow, pidsMax, pidsEvents];
  let currentLimit = limit.number();
  const sockets = file("memory", "memory.kmem.tcp.limit_in_bytes");
  if (fs.existsSync(sockets)) fs.writeFileSync(sockets, String(V1_SOCKET_BYTES));
  let begin = { cpuMs: 0, memoryBytes: 0, oomKills: 0, forksRefused: 0 };
  const cpuMs = (): number => cpu.number() / 1e6;
  let idlePids = 0;
  let noted = false;

  function noteIdle(): void {
    peak.set(0);
    begin = { ...begin, cpuMs: cpuMs(), memoryBytes: usage.number() };
    noted = true;
  }

  function setLimit(bytes: number): void {
    if (bytes === currentLimit) return;
    // The limit with swap may never be below the one without.
    if (bytes > currentLimit) withSwap?.set(bytes);
    limit.set(bytes);
    if (bytes < currentLimit) withSwap?.set(bytes);
    currentLimit = bytes;
  }

  return {
    freeze() {
      noted = false; // freezing costs CPU time
      state.set("FROZEN");
    },
    thaw: () => state.set("THAWED"),
    cpuMs,
    memoryBytes: () => usage.number(),
    settle() {
      idlePids = pidsNow.number();
      noted = false; // so does making a jail
    },
    noteIdle,
    beginRun(limits) {
      if (!noted) noteIdle();
      noted = false;
      setLimit(roundUp(begin.memoryBytes + limits.memoryBytes));
      pidsMax.put(idlePids + limits.processes - 1);
    },
    runCpuMs: () => cpuMs() - begin.cpuMs,
    endRun() {
      const { oomKills, forksRefused } = begin;
      // Both change in runs only: where one ends is where the next begins.
      begin.oomKills = oom.keyed("oom_kill");
      begin.forksRefused = pidsEvents?.keyed("max") ?? 0;
      return {
        cpuTimeMs: cpuMs() - begin.cpuMs,
        memoryBytes: Math.max(0, peak.number() - begin.memoryBytes),
        oomKills: begin.oomKills - oomKills,
        forksRefused: begin.forksRefused - forksRefused,
      };
    },
    relax() {
      if (currentLimit - usage.number() < JAIL_MEMORY_BYTES)
        setLimit(Math.max(currentLimit, IDLE_MEMORY_BYTES));
      if ((pidsMax.last ?? 0) < IDLE_PROCESSES) pidsMax.put(IDLE_PROCESSES);
    },
    processIds: () => readPids(file("freezer", "cgroup.procs")),
    kill() {
      unlessGone(() => state.set("THAWED"));
      killAll(readPids(file("freezer", "cgroup.procs")));
    },
    close() {
      for (const knob of knobs) knob?.close();
    },
  };
}

const roundUp = (bytes: number): number => Math.ceil(bytes / LIMIT_STEP_BYTES) * LIMIT_STEP_BYTES;

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

function createV2(parent: string): Cgroups {
  const base = path.join(ROOT, parent);
  let total: Knob | null = null;
  return {
    version: 2,
    pathFor: (id) => `/${parent}/${id}`,
    createParent() {
      fs.mkdirSync(base, { recursive: true });
      enableControllers(ROOT);
      enableControllers(base);
      fs.writeFileSync(path.join(base, "cpu.weight"), String(V2_WEIGHT));
      total = new Knob(path.join(base, "cpu.stat"), "r");
    },
    open: (id) => createV2Sandbox(path.join(base, id)),
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

function createV2Sandbox(folder: string): SandboxCgroup {
  const file = (name: string): string => path.join(folder, name);
  const state = new Knob(file("cgroup.freeze"), "r+");
  const cpu = new Knob(file("cpu.stat"), "r");
  const usage = new Knob(file("memory.current"), "r");
  // Since Linux 6.12 a write resets the peak as this descriptor sees it; before, the file is read-only and the peak is
  // the whole life's. Absent before 5.19.
  const peakFile = file("memory.peak");
  let peak = resettable(peakFile);
  const peakResets = peak !== null;
  peak ??= optionalKnob(peakFile, "r");
  const limit = new Knob(file("memory.max"), "r+");
  const events = new Knob(file("memory.events"), "r");
  const pidsNow = new Knob(file("pids.current"), "r");
  const pidsMax = new Knob(file("pids.max"), "r+");
  const pidsEvents = new Knob(file("pids.events"), "r");
  const knobs = [state, cpu, usage, peak, limit, events, pidsNow, pidsMax, pidsEvents];
  let begin = { cpuMs: 0, memoryBytes: 0, peakBytes: 0, oomKills: 0, forksRefused: 0 };
  const cpuMs = (): number => cpu.keyed("usage_usec") / 1000;
  let idlePids = 0;
  let noted = false;
  let currentLimit = limit.number();

  function noteIdle(): void {
    if (peakResets) peak?.set("reset");
    const peakBytes = peakResets ? 0 : (peak?.number() ?? 0);
    begin = { ...begin, cpuMs: cpuMs(), memoryBytes: usage.number(), peakBytes };
    noted = true;
  }

  function setLimit(bytes: number): void {
    if (bytes === currentLimit) return;
    limit.set(bytes);
    currentLimit = bytes;
  }

  return {
    freeze() {
      noted = false; // freezing costs CPU time
      state.set(1);
    },
    thaw: () => state.set(0),
    cpuMs,
    memoryBytes: () => usage.number(),
    settle() {
      idlePids = pidsNow.number();
      noted = false; // so does making a jail
    },
    noteIdle,
    beginRun(limits) {
      if (!noted) noteIdle();
      noted = false;
      setLimit(roundUp(begin.memoryBytes + limits.memoryBytes));
      pidsMax.put(idlePids + limits.processes - 1);
    },
    runCpuMs: () => cpuMs() - begin.cpuMs,
    endRun() {
      const { oomKills, forksRefused } = begin;
      begin.oomKills = events.keyed("oom_kill");
      begin.forksRefused = pidsEvents.keyed("max");
      const now = usage.number();
      const highest = peak?.number() ?? now;
      // A peak that cannot be reset tells of this run only when it rose during it.
      const memoryPeak = peakResets || highest > begin.peakBytes ? highest : now;
      return {
        cpuTimeMs: cpuMs() - begin.cpuMs,
        memoryBytes: Math.max(0, memoryPeak - begin.memoryBytes),
        oomKills: begin.oomKills - oomKills,
        forksRefused: begin.forksRefused - forksRefused,
      };
    },
    relax() {
      if (currentLimit - usage.number() < JAIL_MEMORY_BYTES)
        setLimit(Math.max(currentLimit, IDLE_MEMORY_BYTES));
      if ((pidsMax.last ?? 0) < IDLE_PROCESSES) pidsMax.put(IDLE_PROCESSES);
    },
    processIds: () => readPids(file("cgroup.procs")),
    kill() {
      if (fs.existsSync(file("cgroup.kill"))) unlessGone(() => fs.writeFileSync(file("cgroup.kill"), "1"));
      else killAll(readPids(file("cgroup.procs")));
      unlessGone(() => state.set(0));
    },
    close() {
      for (const knob of knobs) knob?.close();
    },
  };
}

/** Finds out which version the machine's controllers have. `parent` names the group of all sandboxes of one instance. */
export function createCgroups(parent: string): Cgroups {
  if (fs.existsSync(path.join(ROOT, "cgroup.controllers"))) return createV2(parent);
  const mounts = v1Mounts();
  const missing = V1_NEEDED.filter((controller) => !mounts.has(controller));
  if (missing.length > 0) {
    throw new Error(
      `neither cgroup v2 nor the v1 controllers ${missing.join(", ")} are mounted; see \`neuron doctor\``,
    );
  }
  return createV1(parent, mounts);
}
