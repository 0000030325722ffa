import type { Outcome } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { Transcript } from "./transcript.js";

/** One file for the run's work folder. `path` is relative, has no `..`, no empty part and no NUL. */
export interface InputFile {
  readonly path: string;
  readonly content: Buffer | string;
  /** Mode 755 instead of 644. */
  readonly executable?: boolean;
}

/** Which of the files that a run left are wanted, and how much of them. */
export interface OutputsWanted {
  /** `*` and `?` within a name, `**` for any folders; none of them stands for a dot at the beginning of a name. */
  readonly patterns: readonly string[];
  readonly most: { readonly files: number; readonly fileBytes: number; readonly bytes: number };
}

/** A file that a run left in its work folder. */
export interface FoundFile {
  /** Any bytes but NUL, without empty parts, `.` and `..`. */
  readonly path: Buffer;
  /** Null when it is more than was wanted. */
  readonly content: Buffer | null;
  readonly sizeBytes: number;
}

/** Limits of one run. The agent holds wall time and output; the driver holds CPU time and memory. */
export interface RunLimits {
  readonly cpuTimeMs: number;
  readonly wallTimeMs: number;
  readonly memoryBytes: number;
  readonly processes: number;
  readonly outputBytes: number;
  readonly diskBytes: number;
}

/**
 * What the waiting jail of a sandbox can start at once: `launcher` starts any command;
 * any other name is that of a booted runtime (such as `python`).
 */
export type JailKind = "launcher" | (string & {});

/**
 * The layers of a root, topmost first and the image itself last, as paths below the folder of images; null when it is not
 * installed. Folders are never changed once they were given.
 */
export type LayersOf = (root: string) => readonly string[] | null;

/** A kind of its own: the booted runtime `prime`, which has imported `modules` by the time that it is forked. */
export interface Preload {
  readonly kind: JailKind;
  readonly prime: JailKind;
  readonly modules: readonly string[];
  /** Functions of theirs, `module.name`, that give each fork random numbers of its own. */
  readonly seeders: readonly string[];
  /** A program such as many are: which pages it needs are ready when a run begins. */
  readonly rehearsal: string;
}

/**
 * How long making a jail may take, with whatever is booted in it, until the sandbox is lost. Emulated or starved machines take
 * thousands of times longer than the millisecond that it takes here.
 */
export const MAKE_JAIL_TIMEOUT_MS = 60_000;

/** One start of a program. */
export interface RunRequest {
  readonly kind: JailKind;
  /** Files written into the work folder first. Empty for a run that follows a compile step. */
  readonly files: readonly InputFile[];
  /**
   * The command, never a shell string. For a runtime that forks itself: entry file, then the program's arguments. For one
   * that is booted ahead, a command that begins with the one that it was booted with; any other is started by itself.
   */
  readonly argv: readonly string[];
  /** Added to the sandbox's base environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Buffer | string;
  /** The program has a terminal of this size in place of pipes; only for `launcher`. */
  readonly terminal?: TerminalSize;
  readonly limits: RunLimits;
  /** Keep the work folder as it is at the end, for the next run in this sandbox (compile, then run). */
  readonly keepWork: boolean;
  /** Start in the work folder that the run before kept. */
  readonly useKeptWork: boolean;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What can be done to a program while it runs. Nothing of it may be called after `closed`. */
export interface RunControls {
  /** No more than `STDIN_MAX` bytes may be on their way: written, and not told of by `onFed`. */
  write(bytes: Buffer): void;
  /** End of file; on a terminal, what is typed to say so. */
  end(): void;
  /** To the program's process group; on a terminal, to the one in its foreground. */
  signal(number: number): void;
  resize(size: TerminalSize): void;
  /** Ends the run, for a reason that becomes its outcome. */
  stop(outcome: "cancelled" | "time_limit", message: string): void;
}

/** Somebody who deals with a program while it runs. */
export interface Interaction {
  begun(controls: RunControls): void;
  /** Passed on to the program, or not wanted by it any more. */
  onFed(bytes: number): void;
  closed(): void;
}

/** Who looks at a run, or deals with it, while it goes on. */
export interface LiveRun {
  /** What it prints goes in here. */
  readonly transcript: Transcript;
  readonly interaction?: Interaction;
}

/** How a run ended, as measured by the kernel. Raw bytes; the caller decides on encodings. */
export interface RunReport {
  readonly outcome: Extract<
    Outcome,
    "accepted" | "runtime_error" | "time_limit" | "memory_limit" | "output_limit" | "cancelled"
  >;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** For people: why it ended so, when the outcome alone does not say. */
  readonly message: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly stdoutTruncated: boolean;
  readonly stderrTruncated: boolean;
  /** Bytes in a row, of stdout and stderr by turns, beginning with stdout; where it printed to both, in not too many turns. */
  readonly order?: readonly number[];
  readonly cpuTimeMs: number;
  readonly wallTimeMs: number;
  readonly memoryBytes: number;
  /** From the call of `run` to the moment the agent said that the program was started. */
  readonly startMs: number;
  /** The jail was of the wanted kind when the request came. */
  readonly primed: boolean;
  /** Set when this sandbox must not be used again, with the reason. */
  readonly dirty: string | null;
}

/**
 * A live sandbox. Its owner (the pool) calls one method at a time, except `destroy`, which may come at any time
 * and makes whatever is under way reject with `SandboxLostError`.
 */
export interface Sandbox {
  readonly id: string;
  /** Kind of the jail that waits now, or null while there is none. */
  readonly kind: JailKind | null;
  /** Runs so far. */
  readonly uses: number;
  /** Not frozen yet after its last work: the next run needs no thaw. Nothing of anybody's runs in it meanwhile. */
  readonly awake: boolean;
  /** Called once, at once if it is already so: the sandbox is gone without `destroy` (agent died, OOM, ...). */
  onLost(listener: (reason: string) => void): void;
  /** Thaws, runs, reports. Rejects with `SandboxLostError` when sandbox or agent fails: the run may be tried elsewhere. */
  run(request: RunRequest, cancellation?: Cancellation, live?: LiveRun): Promise<RunReport>;
  /**
   * Everything that the last run left in its work folder, which was kept; null when that is more than `bytes` or `files`, or
   * when it cannot be told exactly as files (links, pipes, modes of their own). Rejects with `SandboxLostError`.
   */
  collect(most: { readonly bytes: number; readonly files: number }): Promise<readonly InputFile[] | null>;
  /**
   * The files that the last run left in its work folder and that are wanted, the first ones in the order of their paths;
   * `whole` when those are all. Never more than was asked for. Rejects with `SandboxLostError`.
   */
  outputs(wanted: OutputsWanted): Promise<{ readonly files: readonly FoundFile[]; readonly whole: boolean }>;
  /** Makes the next jail, of `kind`, and freezes when it is not used soon. Drops a kept work folder. */
  prepare(kind: JailKind): Promise<void>;
  /** Boots the runtimes anew (fresh hash seed and address layout) and makes the next jail. */
  renew(kind: JailKind): Promise<void>;
  /** Thaws, asks the agent to look for anything left, freezes. Returns what is wrong, or null. */
  probe(): Promise<string | null>;
  /** CPU time used by all its processes since boot, in milliseconds. Cheap: one read. */
  cpuMs(): number;
  /** Memory charged to it now, in bytes, without the pages of files: those of the image are everybody's. */
  memoryBytes(): number;
  /** Kills every process, removes container, cgroups, mounts, files. Idempotent. */
  destroy(): Promise<void>;
}

/** Boots sandboxes; knows the OCI runtime and the cgroup version. */
export interface SandboxDriver {
  /** Booted runtimes can be forked into jails. False: every language is started by the launcher. */
  readonly zygotes: boolean;
  /** Sandboxes can have other roots than the image itself. */
  readonly roots: boolean;
  /** Checks the machine, removes what a dead predecessor left (frozen ones too), makes the parent cgroup. */
  start(): Promise<void>;
  /** Boots one sandbox up to a waiting, frozen jail of `kind`. */
  boot(kind: JailKind): Promise<Sandbox>;
  /** About what an idle sandbox takes while a jail of that kind waits in it, for planning until it has been seen. */
  idleBytes(kind: JailKind): number;
  /** CPU time of all sandboxes together since start, in milliseconds. */
  totalCpuMs(): number;
  /** Destroys all that is left and removes the parent cgroup and the state folder. */
  stop(): Promise<void>;
}

/** The sandbox died or broke its protocol: a fault of ours, never of the program. */
export class SandboxLostError extends Error {
  override readonly name = "SandboxLostError";
}
