import type { SandboxCgroup } from "./types.js";

/** Bounds of a sandbox outside any run: enough for the agent and booted runtimes. */
export const IDLE_MEMORY_BYTES = 512 * 1024 * 1024;
export const IDLE_PROCESSES = 64;
/** What making a jail, or booting a runtime for it, may take: a JVM with its compiler, or pandas, and the files' cache. */
const JAIL_MEMORY_BYTES = 192 * 1024 * 1024;
/** The memory bound is rounded up to this, so that it need not be written anew for each run. */
const LIMIT_STEP_BYTES = 1024 * 1024;

/** What the versions have in common: the files of one sandbox's groups, by what they say. */
export interface GroupFiles {
  freeze(): void;
  thaw(): void;
  /** Of all that ever ran inside, milliseconds. */
  cpuMs(): number;
  memoryBytes(): number;
  /** Of these, pages of files, which the kernel takes back before it kills anybody. */
  cacheBytes(): number;
  /** Takes back so many of them, or as many as can be. May leave another bound. */
  reclaim(bytes: number): void;
  /** The highest use since `resetPeak`, or, where it cannot be reset, since the group was made. Null where the kernel does not tell. */
  peakBytes(): number | null;
  /** Null where the peak cannot be reset. */
  readonly resetPeak: (() => void) | null;
  memoryLimit(): number;
  /** `previous` is the bound that is set now. */
  setMemoryLimit(bytes: number, previous: number): void;
  oomKills(): number;
  processes(): number;
  setProcessLimit(count: number): void;
  forksRefused(): number;
  processIds(): number[];
  /** Kills all that is inside, frozen or not. */
  kill(): void;
  close(): void;
}

const roundDown = (bytes: number): number => bytes - (bytes % LIMIT_STEP_BYTES);
const roundUp = (bytes: number): number => Math.ceil(bytes / LIMIT_STEP_BYTES) * LIMIT_STEP_BYTES;

/** Keeps the bounds of runs, and the account of what each used. */
export function createSandboxCgroup(files: GroupFiles): SandboxCgroup {
  let begin = { cpuMs: 0, memoryBytes: 0, peakBytes: 0 };
  // Both change in runs only, and while what one has left behind is being killed: see `settle`.
  let oomKills = 0;
  let forksRefused = 0;
  let idleProcesses = 0;
  let noted = false;
  let memoryLimit = files.memoryLimit();
  // Read when what is in use has changed by more than a step since: to read it takes longer than all the rest.
  let cache = { bytes: 0, of: 0 };
  let processLimit = 0;

  const hasChanged = (memoryBytes: number): boolean => Math.abs(memoryBytes - cache.of) > LIMIT_STEP_BYTES;

  function noteIdle(): void {
    files.resetPeak?.();
    const peakBytes = files.resetPeak ? 0 : (files.peakBytes() ?? 0);
    begin = { cpuMs: files.cpuMs(), memoryBytes: files.memoryBytes(), peakBytes };
    if (hasChanged(begin.memoryBytes))
      cache = { bytes: roundDown(files.cacheBytes()), of: begin.memoryBytes };
    noted = true;
  }

  /**
   * Whoever reads a file of the image first is charged with its pages: the boot of a runtime on a machine that has just started,
   * or an earlier run. They make room for a run that needs more, so they are no part of what it may use; but it begins with
   * them, and a bound below what is in use is no bound to set (see `relax`).
   */
  const boundFor = (memoryBytes: number): number =>
    roundUp(begin.memoryBytes + Math.max(0, memoryBytes - cache.bytes));

  function setMemoryLimit(bytes: number): void {
    if (bytes === memoryLimit) return;
    files.setMemoryLimit(bytes, memoryLimit);
    memoryLimit = bytes;
  }

  function setProcessLimit(count: number): void {
    if (count === processLimit) return;
    files.setProcessLimit(count);
    processLimit = count;
  }

  /** The highest use of this run. */
  function runPeak(): number {
    const highest = files.peakBytes();
    // A peak that cannot be reset tells of this run only when it rose during it.
    const tells = highest !== null && (files.resetPeak || highest > begin.peakBytes);
    return tells ? highest : files.memoryBytes();
  }

  /** Without the pages of files: those of the image are everybody's, whoever read them first. */
  function ownMemory(): number {
    const bytes = files.memoryBytes();
    return Math.max(0, bytes - (hasChanged(bytes) ? files.cacheBytes() : cache.bytes));
  }

  /** Above the idle state, at the most. */
  function runMemory(): number {
    const peak = runPeak();
    // At its bound it was given the room of pages that were there before.
    const met = cache.bytes > 0 && peak > memoryLimit - LIMIT_STEP_BYTES;
    const given = met ? Math.max(0, cache.bytes - files.cacheBytes()) : 0;
    return Math.max(0, peak + given - begin.memoryBytes);
  }

  return {
    freeze() {
      noted = false; // freezing costs CPU time
      files.freeze();
    },
    thaw: files.thaw,
    cpuMs: files.cpuMs,
    memoryBytes: ownMemory,
    settle() {
      idleProcesses = files.processes();
      noted = false; // so does making a jail
      return files.oomKills() === oomKills && files.forksRefused() === forksRefused;
    },
    noteIdle,
    beginRun(limits) {
      if (!noted) noteIdle();
      if (cache.bytes > limits.memoryBytes) {
        // Else it could use as much as they take.
        files.reclaim(cache.bytes - limits.memoryBytes);
        memoryLimit = files.memoryLimit();
        noteIdle();
      }
      noted = false;
      setMemoryLimit(boundFor(limits.memoryBytes));
      setProcessLimit(idleProcesses + limits.processes - 1);
    },
    runCpuMs: () => files.cpuMs() - begin.cpuMs,
    endRun() {
      const before = { oomKills, forksRefused };
      oomKills = files.oomKills();
      forksRefused = files.forksRefused();
      return {
        cpuTimeMs: files.cpuMs() - begin.cpuMs,
        memoryBytes: runMemory(),
        oomKills: oomKills - before.oomKills,
        forksRefused: forksRefused - before.forksRefused,
      };
    },
    relax() {
      if (memoryLimit - files.memoryBytes() < JAIL_MEMORY_BYTES)
        setMemoryLimit(Math.max(memoryLimit, IDLE_MEMORY_BYTES));
      if (processLimit < IDLE_PROCESSES) setProcessLimit(IDLE_PROCESSES);
    },
    processIds: files.processIds,
    kill: files.kill,
    close: files.close,
  };
}
