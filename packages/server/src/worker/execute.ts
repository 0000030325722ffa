import type { CompileResult, Outcome, RunResult } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { JailKind, RunReport, Sandbox } from "../sandbox/types.js";
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

/** Compiles if the plan says so, then runs. Rejects with `SandboxLostError` when the sandbox failed. */
export async function executePlan(sandbox: Sandbox, plan: Plan, options: ExecuteOptions): Promise<Executed> {
  const { compile } = plan;
  if (plan.compiled) options.live?.compiled(plan.compiled);
  if (!compile) return runStep(sandbox, plan, null, options);
  const { report, elapsedMs } = await timed(options.clock, () =>
    guardedRun(sandbox, compile, options.cancellation, options.graceMs),
  );
  const compiled = { report, compileMs: elapsedMs, result: toCompileResult(report, compile.limits) };
  options.live?.compiled(compiled.result);
  await keep(sandbox, compiled, options.cacheEntry);
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

/** Keeps what would come out again: neither what a limit stopped, nor what left more than files. */
async function keep(
  sandbox: Sandbox,
  { report, result }: Compiled,
  entry?: CacheEntry | null,
): Promise<void> {
  if (!entry || report.dirty !== null || report.exitCode === null) return;
  if (report.outcome === "runtime_error") entry.keep({ result, files: null });
  if (report.outcome !== "accepted") return;
  const files = await sandbox.collect(entry.most);
  if (files) entry.keep({ result, files });
}

interface Compiled {
  readonly report: RunReport;
  readonly compileMs: number;
  readonly result: CompileResult;
}

async function runStep(
  sandbox: Sandbox,
  plan: Plan,
  compiled: Compiled | null,
  options: ExecuteOptions,
): Promise<Executed> {
  const { report, elapsedMs } = await timed(options.clock, () =>
    guardedRun(sandbox, plan.run, options.cancellation, options.graceMs, options.live?.transcript),
  );
  return {
    outcome: report.outcome,
    compile: compiled?.result ?? plan.compiled ?? null,
    run: toRunResult(report),
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
