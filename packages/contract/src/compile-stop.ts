import type { CompileResult } from "./execution.js";
import type { Outcome } from "./outcome.js";

/** The limit that stopped a compiler. */
export type CompileStop = Extract<Outcome, "time_limit" | "memory_limit" | "output_limit">;

/** Of the compile step. */
export interface CompileLimits {
  readonly cpuTimeMs: number;
  readonly wallTimeMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

const STOPPED = "The compiler was stopped";
const WORDS: Readonly<Record<CompileStop, string>> = {
  time_limit: `${STOPPED} at its time limit`,
  memory_limit: `${STOPPED} at its memory limit`,
  output_limit: `${STOPPED} because it printed more`,
};

/** What is said of it, as the last line of its stderr. */
export const describeCompileStop = (stop: CompileStop, limits: CompileLimits): string => {
  const { cpuTimeMs, wallTimeMs, memoryBytes, outputBytes } = limits;
  switch (stop) {
    case "time_limit":
      return `${WORDS[stop]} (${cpuTimeMs} ms of CPU time, ${wallTimeMs} ms in all).`;
    case "memory_limit":
      return `${WORDS[stop]} (${memoryBytes} bytes).`;
    case "output_limit":
      return `${WORDS[stop]} than ${outputBytes} bytes.`;
  }
};

/**
 * The limit that stopped the compiler of a program that was not run; null: none did. One that failed with an exit code of its
 * own says why by that: whatever its last line is, it is its own.
 */
export const readCompileStop = ({
  exitCode,
  stderr,
}: Pick<CompileResult, "exitCode" | "stderr">): CompileStop | null => {
  if ((exitCode !== null && exitCode !== 0) || !stderr.endsWith("\n")) return null;
  const lastLine = stderr.slice(stderr.lastIndexOf("\n", stderr.length - 2) + 1);
  const stops = Object.keys(WORDS) as CompileStop[];
  return stops.find((stop) => lastLine.startsWith(WORDS[stop])) ?? null;
};
