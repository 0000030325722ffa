import type { Limits, ResolvedLimits } from "./execution.js";

/** What one limit may be: the value when it is left out, and the allowed range (both ends included). */
export interface LimitRange {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: "milliseconds" | "bytes" | "processes";
}

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;

/** The limits of one execution. The schema of a request takes its ranges from here. */
export const LIMITS = {
  cpuTimeMs: { default: 10 * SECOND, minimum: 1, maximum: 60 * SECOND, unit: "milliseconds" },
  wallTimeMs: { default: 20 * SECOND, minimum: 1, maximum: 120 * SECOND, unit: "milliseconds" },
  memoryBytes: { default: 256 * MIB, minimum: 8 * MIB, maximum: 2048 * MIB, unit: "bytes" },
  processes: { default: 64, minimum: 1, maximum: 256, unit: "processes" },
  outputBytes: { default: 1 * MIB, minimum: 0, maximum: 16 * MIB, unit: "bytes" },
  diskBytes: { default: 64 * MIB, minimum: 64 * KIB, maximum: 512 * MIB, unit: "bytes" },
  compileCpuTimeMs: { default: 15 * SECOND, minimum: 1, maximum: 60 * SECOND, unit: "milliseconds" },
  compileWallTimeMs: { default: 30 * SECOND, minimum: 1, maximum: 120 * SECOND, unit: "milliseconds" },
  compileMemoryBytes: { default: 1024 * MIB, minimum: 8 * MIB, maximum: 2048 * MIB, unit: "bytes" },
} as const satisfies Record<string, LimitRange>;

/**
 * Fills in what a request left out. A wall time that was left out grows with the CPU time asked for (twice as much),
 * so that raising the CPU limit alone has the effect the client wants; likewise for the compile step.
 */
export const resolveLimits = (limits: Limits = {}): ResolvedLimits => {
  const cpuTimeMs = limits.cpuTimeMs ?? LIMITS.cpuTimeMs.default;
  const compileCpuTimeMs = limits.compileCpuTimeMs ?? LIMITS.compileCpuTimeMs.default;
  return {
    cpuTimeMs,
    wallTimeMs: limits.wallTimeMs ?? wallFor(cpuTimeMs, LIMITS.wallTimeMs),
    memoryBytes: limits.memoryBytes ?? LIMITS.memoryBytes.default,
    processes: limits.processes ?? LIMITS.processes.default,
    outputBytes: limits.outputBytes ?? LIMITS.outputBytes.default,
    diskBytes: limits.diskBytes ?? LIMITS.diskBytes.default,
    compileCpuTimeMs,
    compileWallTimeMs: limits.compileWallTimeMs ?? wallFor(compileCpuTimeMs, LIMITS.compileWallTimeMs),
    compileMemoryBytes: limits.compileMemoryBytes ?? LIMITS.compileMemoryBytes.default,
  };
};

const wallFor = (cpuTimeMs: number, range: LimitRange): number =>
  Math.min(range.maximum, Math.max(range.default, 2 * cpuTimeMs));

/** Sizes of the other parts of a request. */
export const REQUEST_LIMITS = {
  /** The whole body. A larger one is `413 body_too_large`. */
  bodyBytes: 4 * MIB,
  /** `source`, or the decoded contents of all `files`. More is `413 source_too_large`. */
  sourceBytes: 1 * MIB,
  /** Bytes of a file's path. */
  pathBytes: 255,
  /** `args` together, and `compileArgs` together. Linux takes no single argument beyond 128 KiB. */
  argsBytes: 64 * KIB,
  /** Names and values of `env` together. */
  envBytes: 64 * KIB,
  envVariables: 256,
  /** Names and values of `metadata` together. */
  metadataBytes: 16 * KIB,
  metadataFields: 64,
} as const;

/** Sizes of what belongs to tests and to files that are returned. */
export const JUDGING_LIMITS = {
  tests: 256,
  testNameCharacters: 128,
  /**
   * Of what all tests of an execution printed, in its result: each shows the head of its own, up to an equal share. It is
   * judged by everything that it printed.
   */
  shownBytes: 4 * MIB,
  /** Of what a checker says, in `message`. */
  messageBytes: 1024,
  /** `outputs`: how many patterns, and how long one may be. */
  patterns: 32,
  patternBytes: 255,
  /** Files that are returned; their sizes, each and together. */
  outputFiles: 32,
  outputFileBytes: 2 * MIB,
  outputsBytes: 4 * MIB,
} as const;

/** Longest wait for an answer. Seconds, as in `?wait=`. */
export const MAX_WAIT_SECONDS = 60;

/** How long an execution may stay in the queue before it ends as `expired`. */
export const MAX_QUEUE_MS = { default: 60 * SECOND, minimum: 1, maximum: 24 * 3600 * SECOND } as const;

/** Executions on one page of a list. */
export const PAGE_SIZE = { default: 20, minimum: 1, maximum: 100 } as const;
