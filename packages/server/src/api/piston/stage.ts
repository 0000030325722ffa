import { constants } from "node:os";
import { type CompileResult, type Execution, type RunResult, readCompileStop } from "@neuron/contract";
import { whyNot } from "../why-not.js";
import { type Printed, printedBy } from "./output.js";

/** How one step of an execution ended, with Piston's fields in Piston's order. */
export interface Stage {
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly output: string;
  /** Bytes. */
  readonly memory: number | null;
  readonly message: string | null;
  /**
   * RE: an exit code other than 0. SG: a signal. TO: the time limit. OL, EL: stdout or stderr grew too long. XX: the service
   * failed. Null: none of these.
   */
  readonly status: "RE" | "SG" | "TO" | "OL" | "EL" | "XX" | null;
  /** Milliseconds. */
  readonly cpu_time: number | null;
  readonly wall_time: number | null;
}

/** What the clients of an execution are told, without its language. */
export interface Stages {
  readonly compile?: Stage;
  readonly run: Stage;
}

/**
 * A finished execution in Piston's words. A run that a failed compiler left out is told as a copy of it. `strict`: crashes are
 * told as there, where a shell stands between and makes each of them an exit code.
 */
export const toStages = (execution: Execution, strict: boolean): Stages => {
  const { compile, run, outcome } = execution;
  if (outcome === "compile_error" && compile !== null) {
    const stage = compileStage(compile, strict);
    return { compile: stage, run: stage };
  }
  return {
    ...(compile !== null && { compile: compileStage(compile, strict, true) }),
    run: run === null || isServiceFault(execution) ? faultStage(execution) : runStage(run, strict),
  };
};

/** It did not end by what the program did. */
export const isServiceFault = ({ outcome }: Execution): boolean =>
  outcome === "internal_error" || outcome === "cancelled" || outcome === "expired";

type End = Pick<Stage, "code" | "signal" | "status" | "message">;

const SUCCESS: End = { code: 0, signal: null, status: null, message: null };
const KILLED = { code: null, signal: "SIGKILL" } as const;
const TOO_LONG = {
  stdout: { ...KILLED, status: "OL", message: "stdout length exceeded" },
  stderr: { ...KILLED, status: "EL", message: "stderr length exceeded" },
} as const satisfies Record<string, End>;

const stage = (
  { code, signal, status, message }: End,
  { stdout, stderr, output }: Printed,
  used: { readonly memoryBytes: number; readonly cpuTimeMs: number; readonly wallTimeMs: number } | null,
): Stage => ({
  ...{ signal, stdout, stderr, code, output },
  memory: used?.memoryBytes ?? null,
  ...{ message, status },
  cpu_time: used?.cpuTimeMs ?? null,
  wall_time: used?.wallTimeMs ?? null,
});

export const runStage = (run: RunResult, strict: boolean): Stage =>
  stage(endOfRun(run, strict), printedBy(run), run);

const endOfRun = (run: RunResult, strict: boolean): End => {
  switch (run.outcome) {
    case "accepted":
      return SUCCESS;
    case "time_limit":
      return timeLimit(!run.message?.endsWith("CPU time"));
    case "memory_limit":
      return memoryLimit(strict);
    case "output_limit":
      return run.stderrTruncated && !run.stdoutTruncated ? TOO_LONG.stderr : TOO_LONG.stdout;
    default:
      return ended(run, strict) ?? { ...KILLED, signal: null, status: "XX", message: run.message };
  }
};

/** Null: neither with a code nor by a signal. */
const ended = ({ exitCode, signal }: Pick<RunResult, "exitCode" | "signal">, strict: boolean): End | null => {
  if (signal !== null) return crash(signal, strict);
  if (exitCode === null) return null;
  return exitCode === 0 ? SUCCESS : exited(exitCode);
};

const exited = (code: number): End => ({
  ...{ code, signal: null, status: "RE" },
  message: `Exited with error status ${code}`,
});

const crash = (signal: string, strict: boolean): End => {
  const number = (constants.signals as Readonly<Record<string, number>>)[signal] ?? 0;
  if (strict) return exited(128 + number);
  return { code: null, signal, status: "SG", message: `Caught fatal signal ${number}` };
};

const timeLimit = (wall: boolean): End => ({
  ...KILLED,
  status: "TO",
  message: `Time limit exceeded${wall ? " (wall clock)" : ""}`,
});

/** Piston knows none: the kernel's signal is told, and why it came. */
const memoryLimit = (strict: boolean): End =>
  strict
    ? exited(128 + constants.signals.SIGKILL)
    : { ...KILLED, status: "SG", message: "Memory limit exceeded" };

/** `passed`: it made the program that was run, whatever else there is to say. */
export const compileStage = (compile: CompileResult, strict: boolean, passed = false): Stage => {
  const { stdout, stderr } = compile;
  const end = passed ? SUCCESS : endOfCompiler(compile, strict);
  return stage(end, { stdout, stderr, output: stdout + stderr }, compile);
};

const endOfCompiler = (compile: CompileResult, strict: boolean): End => {
  switch (readCompileStop(compile)) {
    case "time_limit":
      return timeLimit(false);
    case "memory_limit":
      return memoryLimit(strict);
    case "output_limit":
      return TOO_LONG.stderr;
    default:
      return ended(compile, strict) ?? { ...KILLED, status: "XX", message: null };
  }
};

const NOTHING: Printed = { stdout: "", stderr: "", output: "" };

export const faultStage = (execution: Execution): Stage => {
  const { run } = execution;
  const end: End = { code: null, signal: null, status: "XX", message: whyNot(execution, run) };
  return stage(end, run === null ? NOTHING : printedBy(run), run);
};
