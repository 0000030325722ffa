import { describeCompileStop, readCompileStop } from "@neuron/contract";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { type InputFile, MAKE_JAIL_TIMEOUT_MS, type RunReport, type RunRequest } from "../sandbox/types.js";
import { type Compiled, withoutCompiling } from "./compile-cache.js";
import { executePlan } from "./execute.js";
import type { Plan } from "./plan.js";
import { toCompileResult } from "./run-result.js";
import { createScriptedDriver, reportOf, type ScriptedSandbox } from "./scripted-driver.js";

const limits = {
  cpuTimeMs: 1_000,
  wallTimeMs: 2_000,
  memoryBytes: 1,
  processes: 1,
  outputBytes: 1,
  diskBytes: 1,
};
const request = (given: Partial<RunRequest>): RunRequest => ({
  kind: "launcher",
  files: [],
  argv: [],
  env: {},
  stdin: Buffer.alloc(0),
  limits,
  keepWork: false,
  useKeptWork: false,
  ...given,
});
const compiled: Plan = {
  kind: "launcher",
  compile: request({ keepWork: true }),
  run: request({ kind: "python", useKeptWork: true }),
};
const options = {
  cancellation: new Cancellation(),
  graceMs: 500,
  clock: { now: () => 0, monotonicMs: () => performance.now() },
};

let sandbox: ScriptedSandbox;

beforeEach(async () => {
  const driver = createScriptedDriver();
  sandbox = (await driver.boot("launcher")) as ScriptedSandbox;
  driver.auto = false;
});

const answer = (report: Partial<RunReport>): void => {
  sandbox.current().succeed(reportOf({ kind: "launcher" }, report));
};

const executeWith = async (plan: Plan, ...reports: Partial<RunReport>[]) => {
  const executing = executePlan(sandbox, plan, options);
  for (const report of reports) {
    await vi.waitFor(() => answer(report));
  }
  return executing;
};

describe("executePlan", () => {
  it("runs after compiling", async () => {
    const executed = await executeWith(
      compiled,
      { stderr: Buffer.from("warning\n") },
      { stdout: Buffer.from("out"), dirty: "time_limit", outcome: "time_limit" },
    );
    expect(executed).toMatchObject({
      outcome: "time_limit",
      compile: { exitCode: 0, stderr: "warning\n", cached: false },
      run: { outcome: "time_limit", stdout: "out", encoding: "utf8" },
      dirty: "time_limit",
      kinds: ["launcher", "python"],
    });
  });

  it("does not run what does not compile", async () => {
    const executed = await executeWith(compiled, {
      outcome: "runtime_error",
      exitCode: 1,
      stderr: Buffer.from("syntax error\n"),
    });
    expect(executed).toMatchObject({
      outcome: "compile_error",
      compile: { exitCode: 1, stderr: "syntax error\n" },
      run: null,
      runMs: null,
      kinds: ["launcher"],
    });
  });

  it.each(["time_limit", "memory_limit", "output_limit"] as const)(
    "says so when the compiler hits its %s",
    async (outcome) => {
      const report = { outcome, exitCode: null, stderr: Buffer.from("half a line"), dirty: outcome };
      const executed = await executeWith(compiled, report);
      expect(executed.outcome).toBe("compile_error");
      expect(executed.dirty).toBe(outcome);
      expect(executed.compile?.stderr).toBe(`half a line\n${describeCompileStop(outcome, limits)}\n`);
      expect(executed.compile && readCompileStop(executed.compile)).toBe(outcome);
    },
  );

  describe("keeps what compiling gave", () => {
    const files = [{ path: "a.out", content: Buffer.from("x"), executable: true }];
    const executeKeeping = async (
      collected: readonly InputFile[] | null | undefined,
      ...reports: Partial<RunReport>[]
    ) => {
      const kept: Compiled[] = [];
      const cacheEntry = {
        known: null,
        most: { bytes: 9, files: 1 },
        keep: (one: Compiled) => kept.push(one),
      };
      const executing = executePlan(sandbox, compiled, { ...options, cacheEntry });
      const [compiling, ...running] = reports;
      await vi.waitFor(() => answer(compiling ?? {}));
      if (collected !== undefined) {
        await vi.waitFor(() => {
          expect(sandbox.current().what).toBe("collect");
          sandbox.current().succeed(collected);
        });
      }
      for (const report of running) await vi.waitFor(() => answer(report));
      await executing;
      return kept;
    };

    it("with its files", async () => {
      const kept = await executeKeeping(files, { stderr: Buffer.from("w") }, { outcome: "runtime_error" });
      expect(kept).toMatchObject([{ result: { stderr: "w", exitCode: 0 }, files }]);
    });

    it("or that it does not compile", async () => {
      const kept = await executeKeeping(undefined, { outcome: "runtime_error", exitCode: 1 });
      expect(kept).toMatchObject([{ result: { exitCode: 1 }, files: null }]);
    });

    it.each([
      ["what cannot be collected", null, [{}, {}]],
      ["a compiler that was stopped", undefined, [{ outcome: "time_limit", exitCode: null, dirty: "x" }]],
      ["one that could not be started", undefined, [{ outcome: "runtime_error", exitCode: null }]],
      ["one that was refused something", undefined, [{ dirty: "process_limit" }, {}]],
    ] as const)("but not %s", async (_, collected, reports) => {
      expect(await executeKeeping(collected, ...reports)).toEqual([]);
    });

    it("and the run goes on from what was kept", async () => {
      const plan = withoutCompiling(compiled, {
        result: toCompileResult(reportOf(compiled.run), limits),
        files,
      });
      expect(plan).toMatchObject({ kind: "python", compile: null, run: { files, useKeptWork: false } });
      const executed = await executeWith(plan, { stdout: Buffer.from("out") });
      expect(executed).toMatchObject({ compileMs: null, compile: { exitCode: 0 }, run: { stdout: "out" } });
      expect(sandbox.log).toEqual(["run python"]);
    });
  });

  it("is cancelled while compiling", async () => {
    const executed = await executeWith(compiled, {
      outcome: "cancelled",
      exitCode: null,
      dirty: "cancelled",
    });
    expect(executed).toMatchObject({ outcome: "cancelled", run: null });
  });

  it("runs in the sandbox that compiling made dirty, for the last time", async () => {
    const executed = await executeWith(compiled, { dirty: "process_limit" }, {});
    expect(executed).toMatchObject({ outcome: "accepted", dirty: "process_limit" });
  });

  it("tells in which order it printed, where that is known", async () => {
    const plan = { ...compiled, compile: null };
    expect((await executeWith(plan, { order: [1, 2, 3] })).run?.order).toEqual([1, 2, 3]);
    expect((await executeWith(plan, {})).run).not.toHaveProperty("order");
  });

  it("fails when the sandbox does", async () => {
    const executing = executePlan(sandbox, { ...compiled, compile: null }, options);
    sandbox.lose("agent died");
    await expect(executing).rejects.toThrow("agent died");
  });

  it("destroys a sandbox that overlooks its limit, and calls it what it is", async () => {
    vi.useFakeTimers();
    const executing = executePlan(sandbox, { ...compiled, compile: null, run: request({}) }, options);
    await vi.advanceTimersByTimeAsync(2_499);
    expect(sandbox.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(sandbox.destroyed).toBe(true);
    expect(await executing).toMatchObject({
      outcome: "time_limit",
      dirty: "overdue",
      run: { exitCode: null },
    });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("leaves a sandbox the time to make its jail before", async () => {
    vi.useFakeTimers();
    const executing = executePlan(sandbox, { ...compiled, compile: null }, options);
    await vi.advanceTimersByTimeAsync(2_500 + MAKE_JAIL_TIMEOUT_MS - 1);
    expect(sandbox.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await executing).toMatchObject({ outcome: "time_limit", dirty: "overdue" });
    vi.useRealTimers();
  });
});
