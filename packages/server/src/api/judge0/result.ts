import { constants } from "node:os";
import { type CompileResult, type Execution, type RunResult, readCompileStop } from "@neuron/contract";
import { whyNot } from "../why-not.js";
import type { Attributes } from "./attributes.js";
import { STATUS, statusOfSignal } from "./statuses.js";

/** What became of a submission. Empty outputs are null, as everything is that was not reached. */
export interface Result {
  readonly status: number;
  readonly stdout: Buffer | null;
  readonly stderr: Buffer | null;
  readonly compileOutput: Buffer | null;
  readonly message: string | null;
  readonly exitCode: number | null;
  readonly exitSignal: number | null;
  /** Seconds. */
  readonly time: number | null;
  readonly wallTime: number | null;
  /** KiB. */
  readonly memory: number | null;
  readonly memoryLimitExceeded: boolean;
}

const NOTHING: Result = {
  status: STATUS.queued,
  stdout: null,
  stderr: null,
  compileOutput: null,
  message: null,
  exitCode: null,
  exitSignal: null,
  time: null,
  wallTime: null,
  memory: null,
  memoryLimitExceeded: false,
};

/** Of those that Judge0's answers are made of. */
type Wish = Pick<Attributes, "redirect_stderr_to_stdout" | "expected_output">;

/**
 * An execution in Judge0's words. `strict`: crashes are told as there, where a shell stands between and makes each of them a
 * non-zero exit.
 */
export const toResult = (execution: Execution, wish: Wish, strict: boolean): Result => {
  const { status, outcome, compile } = execution;
  if (status === "queued") return NOTHING;
  if (status === "running") return { ...NOTHING, status: STATUS.processing };
  if (outcome === "compile_error") {
    return { ...NOTHING, status: STATUS.compilationError, compileOutput: compileFailure(compile) };
  }
  const runs: readonly RunResult[] = execution.run === null ? execution.tests : [execution.run];
  const failed = runs.findIndex((run) => run.outcome !== "accepted");
  const counted = failed === -1 ? runs : runs.slice(0, failed + 1);
  const run = counted.at(-1);
  if (run === undefined || outcome === "internal_error" || outcome === "cancelled" || outcome === "expired") {
    return { ...NOTHING, status: STATUS.internalError, message: whyNot(execution, run) };
  }
  const { stdout, stderr } = outputsOf(run, wish.redirect_stderr_to_stdout);
  return {
    ...NOTHING,
    ...endOf(run, wish, strict),
    stdout,
    stderr,
    compileOutput: compile === null ? null : orNull(Buffer.from(compile.stdout + compile.stderr)),
    time: average(counted.map(({ cpuTimeMs }) => cpuTimeMs)) / 1000,
    wallTime: average(counted.map(({ wallTimeMs }) => wallTimeMs)) / 1000,
    memory: Math.round(average(counted.map(({ memoryBytes }) => memoryBytes)) / 1024),
    memoryLimitExceeded: run.outcome === "memory_limit",
  };
};

type End = Pick<Result, "status" | "message" | "exitCode" | "exitSignal">;

const endOf = (run: RunResult, wish: Wish, strict: boolean): End => {
  const quiet = { message: null, exitSignal: null, exitCode: run.exitCode ?? 0 };
  switch (run.outcome) {
    case "accepted":
      // There, no output at all is something else than an empty one.
      return strict && wish.expected_output?.length === 0 && run.stdout === ""
        ? { ...quiet, status: STATUS.wrongAnswer }
        : { ...quiet, status: STATUS.accepted };
    case "wrong_answer":
      return { ...quiet, status: STATUS.wrongAnswer };
    case "time_limit": {
      const wall = run.message?.endsWith("wall time") ? " (wall clock)" : "";
      return { ...quiet, exitCode: 0, status: STATUS.timeLimit, message: `Time limit exceeded${wall}` };
    }
    case "memory_limit":
      return strict
        ? nonZero(128 + constants.signals.SIGKILL)
        : { ...quiet, status: STATUS.other, message: "Memory limit exceeded" };
    case "output_limit":
      return crash("SIGXFSZ", strict);
    default:
      if (run.signal !== null) return crash(run.signal, strict);
      return run.exitCode === null ? notStarted(run, strict) : nonZero(run.exitCode);
  }
};

const nonZero = (exitCode: number): End => ({
  status: STATUS.nonZeroExit,
  message: `Exited with error status ${exitCode}`,
  exitCode,
  exitSignal: null,
});

const crash = (signal: string, strict: boolean): End => {
  const number = (constants.signals as Readonly<Record<string, number>>)[signal] ?? 0;
  if (strict) return nonZero(128 + number);
  const status = statusOfSignal(signal);
  return { status, message: `Caught fatal signal ${number}`, exitCode: 0, exitSignal: number };
};

const COMMAND_NOT_FOUND = 127;
const CANNOT_EXECUTE = 126;

const notStarted = ({ message }: RunResult, strict: boolean): End => {
  const format = message?.includes("Exec format error") ?? false;
  if (strict) return nonZero(format ? CANNOT_EXECUTE : COMMAND_NOT_FOUND);
  return { status: format ? STATUS.execFormat : STATUS.other, message, exitCode: 0, exitSignal: null };
};

const compileFailure = (compile: CompileResult | null): Buffer | null => {
  if (compile === null) return null;
  if (readCompileStop(compile) === "time_limit") return Buffer.from("Compilation time limit exceeded.");
  return orNull(Buffer.from(compile.stdout + compile.stderr));
};

const outputsOf = (run: RunResult, together: boolean): Pick<Result, "stdout" | "stderr"> => {
  const stdout = Buffer.from(run.stdout, run.encoding);
  const stderr = Buffer.from(run.stderr, run.encoding);
  if (together) return { stdout: orNull(Buffer.concat([stdout, stderr])), stderr: null };
  return { stdout: orNull(stdout), stderr: orNull(stderr) };
};

const orNull = (bytes: Buffer): Buffer | null => (bytes.length === 0 ? null : bytes);

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
