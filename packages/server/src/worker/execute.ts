import type { CompileResult, Execution, Outcome, OutputFile, RunResult, TestResult } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { InputFile, JailKind, RunReport, RunRequest, Sandbox } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import type { CacheEntry } from "./compile-cache.js";
import { guardedRun } from "./guarded-run.js";
import type { LiveExecution } from "./live.js";
import type { Plan } from "./plan.js";
import { toCompileResult, toRunResult } from "./run-result.js";

/** What the steps of one execution did to one sandbox. */
export interface Executed {
  readonly outcome: Outcome;
  readonly compile: CompileResult | null;
  readonly run: RunResult | null;
  readonly tests?: readonly TestResult[];
  readonly outputs?: readonly OutputFile[];
  readonly outputsTruncated?: boolean;
  /** Wall time of each step as the worker saw it; null when it was not reached. */
  readonly compileMs: number | null;
  readonly runMs: number | null;
  /** From the request to the first step's program having been started. */
  readonly startMs: number;
  /** The first step found its jail waiting. */
  readonly primed: boolean;
  /** Why the sandbox must not be used again, or null. */
  readonly dirty: string | null;
  /** Kinds of the jails that were used. */
  readonly kinds: readonly JailKind[];
  /** Where it ran, when it had several. */
  readonly sandbox?: Execution["sandbox"];
}

export interface ExecuteOptions {
  readonly cancellation: Cancellation;
  readonly graceMs: number;
  readonly clock: Clock;
  /** Where to keep what compiling gives. */
  readonly cacheEntry?: CacheEntry | null;
  /** Those who look at it while it runs. */
  readonly live?: LiveExecution;
}

/** A compile step that was done. */
export interface Compiled {
  readonly report: RunReport;
  readonly compileMs: number;
  readonly result: CompileResult;
  /** What it left in its work folder, where that was fetched. */
  readonly files: readonly InputFile[] | null;
}

/** Compiles if the plan says so, then runs. Rejects with `SandboxLostError` when the sandbox failed. */
export async function executePlan(sandbox: Sandbox, plan: Plan, options: ExecuteOptions): Promise<Executed> {
  const { compile } = plan;
  if (plan.compiled) options.live?.compiled(plan.compiled);
  if (!compile) return runStep(sandbox, plan, null, options);
  const compiled = await compileStep(sandbox, compile, options);
  const { report } = compiled;
  if (report.outcome === "accepted") {
    return runStep(sandbox, plan, compiled, options);
  }
  return {
    ...compileError(compiled.result),
    outcome: report.outcome === "cancelled" ? "cancelled" : "compile_error",
    compileMs: compiled.compileMs,
    startMs: report.startMs,
    dirty: report.dirty,
    primed: report.primed,
    kinds: [compile.kind],
  };
}

/** What is known without a sandbox. */
export const compileError = (compile: CompileResult): Executed => ({
  outcome: "compile_error",
  compile,
  run: null,
  compileMs: null,
  runMs: null,
  startMs: 0,
  dirty: null,
  primed: false,
  kinds: [],
});

/** `most`: fetch up to so much of what it left, also where the cache would not. */
export async function compileStep(
  sandbox: Sandbox,
  compile: RunRequest,
  options: ExecuteOptions,
  most: CacheEntry["most"] | null = null,
): Promise<Compiled> {
  const { report, elapsedMs } = await timed(options.clock, () =>
    guardedRun(sandbox, compile, options.cancellation, options.graceMs),
  );
  const compiled = { report, compileMs: elapsedMs, result: toCompileResult(report, compile.limits) };
  options.live?.compiled(compiled.result);
  return { ...compiled, files: await keep(sandbox, compiled, options.cacheEntry ?? null, most) };
}

/** Keeps what would come out again: neither what a limit stopped, nor what left more than files. */
async function keep(
  sandbox: Sandbox,
  { report, result }: Omit<Compiled, "files">,
  cacheEntry: CacheEntry | null,
  most: CacheEntry["most"] | null,
): Promise<readonly InputFile[] | null> {
  const entry = report.dirty === null && report.exitCode !== null ? cacheEntry : null;
  if (report.outcome === "runtime_error") entry?.keep({ result, files: null });
  const wanted = most ?? entry?.most;
  if (report.outcome !== "accepted" || !wanted) return null;
  const files = await sandbox.collect(wanted);
  if (files) entry?.keep({ result, files });
  return files;
}

async function runStep(
  sandbox: Sandbox,
  plan: Plan,
  compiled: Compiled | null,
  options: ExecuteOptions,
): Promise<Executed> {
  const { report, elapsedMs } = await timed(options.clock, () =>
    guardedRun(sandbox, plan.run, options.cancellation, options.graceMs, options.live?.run),
  );
  return {
    outcome: report.outcome,
    compile: compiled?.result ?? plan.compiled ?? null,
    run: { ...toRunResult(report), ...(report.order && { order: [...report.order] }) },
    compileMs: compiled?.compileMs ?? null,
    runMs: elapsedMs,
    startMs: (compiled?.report ?? report).startMs,
    // What the compiler did to the sandbox (a refused fork) is no reason not to run the program, but the last use of it.
    dirty: report.dirty ?? compiled?.report.dirty ?? null,
    primed: (compiled?.report ?? report).primed,
    kinds: compiled ? [plan.kind, plan.run.kind] : [plan.run.kind],
  };
}

async function timed(
  clock: Clock,
  step: () => Promise<RunReport>,
): Promise<{ readonly report: RunReport; readonly elapsedMs: number }> {
  const startedAt = clock.monotonicMs();
  const report = await step();
  return { report, elapsedMs: Math.round((clock.monotonicMs() - startedAt) * 1000) / 1000 };
}
