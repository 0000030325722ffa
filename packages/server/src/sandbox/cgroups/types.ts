/**
 * The control groups of one sandbox, v1 and v2 behind one interface. No process is ever moved between groups on the path of
 * a request: that costs up to 16 ms.
 */
export interface SandboxCgroup {
  freeze(): void;
  thaw(): void;
  /** CPU time of all that ever ran inside, milliseconds. */
  cpuMs(): number;
  /** Without the pages of files, which the kernel takes back where they are in the way. */
  memoryBytes(): number;
  /**
   * The next jail waits: no process comes or goes until its run. False when what the last run had left behind met a bound after
   * its account was made: the next one would be charged with it.
   */
  settle(): boolean;
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
