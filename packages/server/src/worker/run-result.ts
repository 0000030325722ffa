import { type CompileResult, describeCompileStop, type RunResult } from "@neuron/contract";
import type { RunLimits, RunReport } from "../sandbox/types.js";
import { decodeLossily, encodeOutput } from "./output-text.js";

/** The report of a run in the words of the wire. */
export function toRunResult(report: RunReport): RunResult {
  return {
    outcome: report.outcome,
    exitCode: report.exitCode,
    signal: report.signal,
    message: report.message,
    ...encodeOutput(report),
    stdoutTruncated: report.stdoutTruncated,
    stderrTruncated: report.stderrTruncated,
    cpuTimeMs: round(report.cpuTimeMs),
    wallTimeMs: round(report.wallTimeMs),
    memoryBytes: Math.round(report.memoryBytes),
  };
}

/** The same of a compile step. A limit that stopped the compiler is told at the end of its stderr. */
export function toCompileResult(report: RunReport, limits: RunLimits): CompileResult {
  const stderr = decodeLossily(report.stderr, report.stderrTruncated);
  const stopped = whyStopped(report, limits);
  return {
    exitCode: report.exitCode,
    signal: report.signal,
    stdout: decodeLossily(report.stdout, report.stdoutTruncated),
    stderr:
      stopped === null
        ? stderr
        : `${stderr}${stderr === "" || stderr.endsWith("\n") ? "" : "\n"}${stopped}\n`,
    cpuTimeMs: round(report.cpuTimeMs),
    wallTimeMs: round(report.wallTimeMs),
    memoryBytes: Math.round(report.memoryBytes),
    cached: false,
  };
}

function whyStopped(report: RunReport, limits: RunLimits): string | null {
  switch (report.outcome) {
    case "time_limit":
    case "memory_limit":
    case "output_limit":
      return describeCompileStop(report.outcome, limits);
    case "runtime_error":
      return report.message;
    default:
      return null;
  }
}

/** Microseconds are as exact as the kernel's numbers are. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
