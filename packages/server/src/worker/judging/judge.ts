import {
  type CompileResult,
  type ExecutionRequest,
  JUDGING_LIMITS,
  type Limits,
  type TestCase,
  type TestResult,
} from "@neuron/contract";
import type { InstalledLanguage } from "../../languages/types.js";
import { Cancellation } from "../../platform/cancellation.js";
import type { Job } from "../../queue/types.js";
import type { RunReport } from "../../sandbox/types.js";
import type { Clock } from "../clock.js";
import type { CompileCache } from "../compile-cache.js";
import type { Executed } from "../execute.js";
import type { Governor } from "../governor.js";
import { type Plan, planJob } from "../plan.js";
import type { Pool } from "../pool.js";
import { toRunResult } from "../run-result.js";
import { type Check, createCheck, type Verdict } from "./checker.js";
import { createLane, type Lane } from "./lane.js";
import { prepareProgram, runPlan } from "./program.js";
import type { Place, Turns } from "./turns.js";

/** What happens on the way, for whoever watches. */
export interface JudgeEvents {
  readonly onBegun?: () => void;
  readonly onCompiled?: (result: CompileResult) => void;
  /** In the tests' order: each as soon as it and all before it have ended. */
  readonly onTest?: (index: number, result: TestResult) => void;
}

export interface Judge {
  /**
   * Compiles once, then runs each test in a clean jail, several at a time where there is room. `place` is given up when the
   * governor knows of its first run. Rejects as a run does, when nothing of it is under way any more.
   */
  judge(job: Job, language: InstalledLanguage, work: JudgeWork): Promise<Executed>;
}

export interface JudgeWork extends JudgeEvents {
  readonly cancellation: Cancellation;
  readonly place: Place;
}

export interface JudgeOptions {
  readonly pool: Pick<Pool, "take" | "acquire">;
  readonly governor: Pick<Governor, "started">;
  readonly turns: Pick<Turns, "next" | "spare">;
  readonly languages: ReadonlyMap<string, InstalledLanguage>;
  readonly compileCache: CompileCache;
  readonly clock: Clock;
  readonly graceMs: number;
  /** Sandboxes that one execution may use at once. */
  readonly mostLanes: number;
}

/** Of compiled folders, in all executions that are being judged. Beyond it, each test compiles anew. */
const MOST_HELD_BYTES = 512 * 1024 * 1024;

export function createJudge(options: JudgeOptions): Judge {
  let heldBytes = 0;
  return {
    async judge(job, language, { cancellation, place, onBegun, onCompiled, onTest }) {
      const { request } = job;
      const tests = request.tests ?? [];
      const check = createCheck(request.checker, { job, ...options });
      const { graceMs, clock } = options;
      const own = createLane({ ...options, ...(onBegun && { onBegun }) });
      const base = planJob(job, language);
      const running = { cancellation, graceMs, clock };
      const ended: Omit<Executed, "outcome"> = {
        compile: null,
        run: null,
        tests: [],
        compileMs: null,
        runMs: null,
        startMs: 0,
        primed: false,
        dirty: null,
        kinds: [],
      };
      let ownBytes = 0;
      try {
        const cacheEntry = options.compileCache.entry(job.tenant, language, base);
        const spareBytes = MOST_HELD_BYTES - heldBytes;
        const program = await prepareProgram(own, place, base, { ...running, cacheEntry }, spareBytes);
        ownBytes = program.heldBytes;
        heldBytes += ownBytes;
        const { compile, compileMs, startMs } = program;
        const compiled = { ...ended, compile, compileMs, startMs };
        if (compile && program.outcome !== "cancelled") onCompiled?.(compile);
        if (program.outcome !== "accepted")
          return { ...compiled, outcome: program.outcome, sandbox: own.first };
        const begunAt = clock.monotonicMs();
        const ran = await runTests(own, place, {
          ...options,
          tests,
          cancellation,
          stopOnFirstFailure: request.stopOnFirstFailure ?? false,
          check,
          input: (test) => test.stdin ?? request.stdin ?? "",
          planFor: (test) =>
            program.planFor(planJob({ ...job, request: requestOf(request, test) }, language)),
          onTest: onTest ?? (() => undefined),
        });
        return {
          ...compiled,
          tests: ran,
          outcome: cancellation.cancelled
            ? "cancelled"
            : (ran.find(({ outcome }) => outcome !== "accepted")?.outcome ?? "accepted"),
          runMs: Math.round((clock.monotonicMs() - begunAt) * 1000) / 1000,
          primed: own.first?.primed ?? false,
          sandbox: own.first,
        };
      } finally {
        heldBytes -= ownBytes;
        place();
        own.rest();
      }
    },
  };
}

/** The request as it would be for this test alone. */
const requestOf = (request: ExecutionRequest, { stdin, args, limits }: TestCase): ExecutionRequest => ({
  ...request,
  ...(stdin !== undefined && { stdin }),
  ...(args !== undefined && { args }),
  limits: { ...request.limits, ...limits } satisfies Limits,
});

interface TestsWork extends JudgeOptions {
  readonly tests: readonly TestCase[];
  readonly cancellation: Cancellation;
  readonly stopOnFirstFailure: boolean;
  readonly check: Check;
  readonly input: (test: TestCase) => string;
  readonly planFor: (test: TestCase) => Plan;
  readonly onTest: (index: number, result: TestResult) => void;
}

async function runTests(own: Lane, first: Place, work: TestsWork): Promise<TestResult[]> {
  const { tests, turns, mostLanes } = work;
  const results: (TestResult | undefined)[] = tests.map(() => undefined);
  const shownBytes = Math.floor(JUDGING_LIMITS.shownBytes / tests.length);
  /** Those under way. */
  const underWay = new Map<number, Cancellation>();
  /** Ends all of it: cancelled, failed, or nothing left to start. */
  const over = new Cancellation();
  let next = 0;
  let told = 0;
  /** Tests from here on are of no interest. */
  let until = tests.length;

  const stopFrom = (index: number): void => {
    until = Math.min(until, index);
    for (const [one, cancellation] of underWay) if (one >= index) cancellation.cancel();
    if (next >= until) over.cancel();
  };
  const stopAll = (): void => stopFrom(0);

  const tell = (): void => {
    for (let result = results[told]; result && told < until; result = results[told])
      work.onTest(told++, result);
  };

  const runTest = async (lane: Lane, index: number, place: Place): Promise<void> => {
    const test = tests[index];
    if (!test) throw new RangeError(`there is no test ${index}`);
    const cancellation = new Cancellation();
    underWay.set(index, cancellation);
    try {
      const { report, verdict } = await judgeTest(lane, test, { ...work, cancellation, place });
      // Stopped for another's sake: as if it had never been started.
      if (cancellation.cancelled) return;
      const result = { name: test.name ?? null, ...toRunResult(shown(report, shownBytes)), ...verdict };
      results[index] = result;
      if (work.stopOnFirstFailure && verdict.outcome !== "accepted") stopFrom(index + 1);
      tell();
    } finally {
      underWay.delete(index);
    }
  };

  /** The next test, if there is one. */
  const runNext = async (lane: Lane, place: Place): Promise<boolean> => {
    const index = next;
    if (index >= until) {
      place();
      return false;
    }
    next += 1;
    if (next >= until) over.cancel();
    await runTest(lane, index, place);
    return true;
  };

  const runAll = async (): Promise<void> => {
    let place = first;
    while (await runNext(own, place)) place = await turns.next(work.cancellation, own.rest);
  };

  const helpOut = async (): Promise<void> => {
    const lane = createLane(work);
    try {
      for (let place = await turns.spare(over); place !== null; place = await turns.spare(over)) {
        if (!(await runNext(lane, place))) return;
        lane.rest();
      }
    } finally {
      lane.rest();
    }
  };

  /** The others end, too, before whoever called us hears of it. */
  const orStop = async (lane: Promise<void>): Promise<void> => {
    try {
      await lane;
    } catch (error) {
      stopAll();
      throw error;
    }
  };

  work.cancellation.on(stopAll);
  const helpers = Math.min(mostLanes, tests.length) - 1;
  const lanes = [runAll(), ...Array.from({ length: helpers }, helpOut)].map(orStop);
  const ends = await Promise.allSettled(lanes);
  work.cancellation.off(stopAll);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return upToTheEnd(results, work.stopOnFirstFailure);
}

/** In order: up to the first test that was not run to its end, or that failed where that ends it. */
function upToTheEnd(results: readonly (TestResult | undefined)[], stopOnFirstFailure: boolean): TestResult[] {
  const ran: TestResult[] = [];
  for (const result of results) {
    if (result === undefined) break;
    ran.push(result);
    if (stopOnFirstFailure && result.outcome !== "accepted") break;
  }
  return ran;
}

async function judgeTest(
  lane: Lane,
  test: TestCase,
  work: TestsWork & { readonly place: Place },
): Promise<{ report: RunReport; verdict: Verdict }> {
  const plan = work.planFor(test);
  const { report, failedToCompile } = await lane.run(plan.kind, work.place, (sandbox) =>
    runPlan(sandbox, plan, work),
  );
  if (failedToCompile) {
    const message = "It was compiled again for this test, which failed.";
    return { report, verdict: { outcome: "compile_error", message } };
  }
  if (report.outcome !== "accepted")
    return { report, verdict: { outcome: report.outcome, message: report.message } };
  const printed = { input: work.input(test), expected: test.expected ?? null, output: report.stdout };
  return { report, verdict: await work.check(lane, printed, work) };
}

/** The head of what it printed. What it complained of has a quarter of the room at least. */
function shown(report: RunReport, bytes: number): RunReport {
  const { stdout, stderr } = report;
  if (stdout.length + stderr.length <= bytes) return report;
  const stderrBytes = Math.min(stderr.length, Math.max(bytes - stdout.length, Math.floor(bytes / 4)));
  const stdoutBytes = Math.min(stdout.length, bytes - stderrBytes);
  return {
    ...report,
    stdout: stdout.subarray(0, stdoutBytes),
    stderr: stderr.subarray(0, stderrBytes),
    stdoutTruncated: report.stdoutTruncated || stdoutBytes < stdout.length,
    stderrTruncated: report.stderrTruncated || stderrBytes < stderr.length,
  };
}
