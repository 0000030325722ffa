import type { CompileResult } from "@neuron/contract";
import type { InputFile, JailKind, RunReport, Sandbox } from "../../sandbox/types.js";
import { type CacheEntry, withoutCompiling } from "../compile-cache.js";
import { compileStep, type ExecuteOptions } from "../execute.js";
import { guardedRun } from "../guarded-run.js";
import type { Plan } from "../plan.js";
import type { Lane, Used } from "./lane.js";
import type { Place } from "./turns.js";

/** A program that is compiled once and run many times, each time in the folder that its compiler left. */
export interface Program {
  /** Null: there is no compile step. */
  readonly compile: CompileResult | null;
  /** Null when it was not compiled now. */
  readonly compileMs: number | null;
  readonly startMs: number;
  readonly outcome: "accepted" | "compile_error" | "cancelled";
  /** What is held of it for as long as it is used. */
  readonly heldBytes: number;
  /** A plan for the same sources, as it is to be run. */
  planFor(plan: Plan): Plan;
}

/**
 * What a worker holds of one program while it is judged, and sends into the jail of each test. A folder that is larger, or has
 * links or pipes in it, is made anew by the compiler for each test.
 */
const MOST = { bytes: 32 * 1024 * 1024, files: 1024 };

export async function prepareProgram(
  lane: Lane,
  place: Place,
  plan: Plan,
  options: ExecuteOptions,
  spareBytes = MOST.bytes,
): Promise<Program> {
  const { compile } = plan;
  const entry = options.cacheEntry ?? null;
  const none = { compileMs: null, startMs: 0, heldBytes: 0, planFor: (one: Plan) => one };
  if (!compile) {
    return { ...none, compile: null, outcome: "accepted" };
  }
  if (entry?.known) return compiledBefore(entry.known, none);
  const compiled = await lane.run(plan.kind, place, async (sandbox) => {
    const most = { ...MOST, bytes: Math.max(0, Math.min(MOST.bytes, spareBytes)) };
    const step = await compileStep(sandbox, compile, options, most);
    return { ...step, dirty: step.report.dirty, kinds: [compile.kind] };
  });
  const { result, files, report, compileMs } = compiled;
  return {
    compile: result,
    compileMs,
    startMs: report.startMs,
    outcome: outcomeOf(report),
    heldBytes: (files ?? []).reduce((sum, { content }) => sum + content.length, 0),
    planFor: (one) => (files ? withoutCompiling(one, { result, files }) : one),
  };
}

const compiledBefore = (
  known: NonNullable<CacheEntry["known"]>,
  none: Omit<Program, "compile" | "outcome">,
): Program => ({
  ...none,
  compile: known.result,
  outcome: known.files ? "accepted" : "compile_error",
  planFor: (one) => withoutCompiling(one, known),
});

const outcomeOf = ({ outcome }: RunReport): Program["outcome"] =>
  outcome === "accepted" || outcome === "cancelled" ? outcome : "compile_error";

/** A run, after the compile step where the plan has one. That one's report, when it failed. */
export interface Ran extends Used {
  readonly report: RunReport;
  readonly failedToCompile: boolean;
}

export async function runPlan(
  sandbox: Sandbox,
  { compile, run }: Plan,
  { cancellation, graceMs }: Pick<ExecuteOptions, "cancellation" | "graceMs">,
): Promise<Ran> {
  const kinds: JailKind[] = [];
  let dirty: string | null = null;
  if (compile) {
    const report = await guardedRun(sandbox, compile, cancellation, graceMs);
    kinds.push(compile.kind);
    dirty = report.dirty;
    if (report.outcome !== "accepted") return { report, dirty, kinds, failedToCompile: true };
  }
  const report = await guardedRun(sandbox, run, cancellation, graceMs);
  kinds.push(run.kind);
  return { report, dirty: report.dirty ?? dirty, kinds, failedToCompile: false };
}

/** The same plan with further files in its work folder. */
export const withFiles = (plan: Plan, files: readonly InputFile[]): Plan => ({
  ...plan,
  run: { ...plan.run, files: [...plan.run.files, ...files] },
});
