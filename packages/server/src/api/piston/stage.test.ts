import { type CompileResult, describeCompileStop, type Execution, type RunResult } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { printedBy } from "./output.js";
import { toStages } from "./stage.js";

const RUN: RunResult = {
  ...{ outcome: "accepted", exitCode: 0, signal: null, message: null, stdout: "out\n", stderr: "err\n" },
  ...{ stdoutTruncated: false, stderrTruncated: false, encoding: "utf8" },
  ...{ cpuTimeMs: 1.5, wallTimeMs: 2.5, memoryBytes: 3 },
};
const COMPILE: CompileResult = {
  ...{ exitCode: 0, signal: null, stdout: "", stderr: "", cpuTimeMs: 4, wallTimeMs: 5, memoryBytes: 6 },
  cached: false,
};
const EXECUTION: Execution = {
  ...{ id: "x", status: "finished", outcome: "accepted", language: { id: "python", version: "3.13.5" } },
  ...{ createdAt: "", startedAt: null, finishedAt: null, compile: null, run: RUN, tests: [], outputs: [] },
  ...{ outputsTruncated: false, sandbox: null, attempts: 1, metadata: {} },
  timings: { queuedMs: 0, compileMs: null, runMs: null, totalMs: 0 },
};
const LIMITS = { cpuTimeMs: 10, wallTimeMs: 20, memoryBytes: 30, outputBytes: 40 };
const ran = (run: Partial<RunResult>, strict = false) =>
  toStages({ ...EXECUTION, outcome: run.outcome ?? "accepted", run: { ...RUN, ...run } }, strict).run;
const compiled = (compile: Partial<CompileResult>, strict = false) =>
  toStages(
    { ...EXECUTION, outcome: "compile_error", compile: { ...COMPILE, ...compile }, run: null },
    strict,
  );

test("all ten fields, in Piston's order", () => {
  expect(Object.entries(ran({}))).toEqual([
    ["signal", null],
    ["stdout", "out\n"],
    ["stderr", "err\n"],
    ["code", 0],
    ["output", "out\nerr\n"],
    ["memory", 3],
    ["message", null],
    ["status", null],
    ["cpu_time", 1.5],
    ["wall_time", 2.5],
  ]);
});

describe("how a run ended", () => {
  const KILLED = { code: null, signal: "SIGKILL" };
  test.each<[Partial<RunResult>, object]>([
    [
      { outcome: "runtime_error", exitCode: 3 },
      { code: 3, signal: null, status: "RE", message: "Exited with error status 3" },
    ],
    [
      { outcome: "runtime_error", exitCode: null, signal: "SIGABRT" },
      { code: null, signal: "SIGABRT", status: "SG", message: "Caught fatal signal 6" },
    ],
    [
      { outcome: "time_limit", message: "stopped after 3 ms of wall time" },
      { ...KILLED, status: "TO", message: "Time limit exceeded (wall clock)" },
    ],
    [
      { outcome: "time_limit", message: "stopped after 3 ms of CPU time", exitCode: null, signal: "SIGKILL" },
      { ...KILLED, status: "TO", message: "Time limit exceeded" },
    ],
    [
      { outcome: "time_limit", message: "The program was still running long after its time limit" },
      { ...KILLED, status: "TO", message: "Time limit exceeded (wall clock)" },
    ],
    [{ outcome: "memory_limit" }, { ...KILLED, status: "SG", message: "Memory limit exceeded" }],
    [
      { outcome: "output_limit", stdoutTruncated: true },
      { ...KILLED, status: "OL", message: "stdout length exceeded" },
    ],
    [
      { outcome: "output_limit", stderrTruncated: true },
      { ...KILLED, status: "EL", message: "stderr length exceeded" },
    ],
    [
      { outcome: "output_limit", stdoutTruncated: true, stderrTruncated: true },
      { ...KILLED, status: "OL", message: "stdout length exceeded" },
    ],
    [
      { outcome: "runtime_error", exitCode: null, message: "could not start ./main: ENOENT" },
      { code: null, signal: null, status: "XX", message: "could not start ./main: ENOENT" },
    ],
  ])("%j", (run, stage) => {
    expect(ran(run)).toMatchObject(stage);
  });

  test("strictly: as a shell tells it", () => {
    for (const [run, code] of [
      [{ outcome: "runtime_error", exitCode: null, signal: "SIGSEGV" }, 139],
      [{ outcome: "memory_limit" }, 137],
    ] as const)
      expect(ran(run, true)).toMatchObject({
        ...{ code, signal: null, status: "RE", message: `Exited with error status ${code}` },
      });
    expect(ran({ outcome: "time_limit" }, true)).toMatchObject({ ...KILLED, status: "TO" });
  });

  test.each([
    ["internal_error", "The service failed to run it."],
    ["expired", "It waited in the queue for too long."],
    ["cancelled", "It was cancelled."],
  ] as const)("%s is the service's", (outcome, message) => {
    expect(toStages({ ...EXECUTION, outcome, run: null }, false).run).toEqual({
      ...{ signal: null, stdout: "", stderr: "", code: null, output: "", memory: null, message },
      ...{ status: "XX", cpu_time: null, wall_time: null },
    });
  });
});

describe("how compiling ended", () => {
  test("it comes before the run, or stands for it", () => {
    const passed = toStages({ ...EXECUTION, compile: { ...COMPILE, stderr: "warning\n" } }, false);
    expect(passed.compile).toMatchObject({ code: 0, status: null, output: "warning\n", cpu_time: 4 });
    expect(passed.run).toMatchObject({ stdout: "out\n" });
    const failed = compiled({ exitCode: 1, stdout: "a", stderr: "b" });
    expect(failed.run).toEqual(failed.compile);
    expect(failed.run).toMatchObject({ code: 1, status: "RE", output: "ab" });
  });

  test.each([
    ["time_limit", "TO", "Time limit exceeded"],
    ["memory_limit", "SG", "Memory limit exceeded"],
    ["output_limit", "EL", "stderr length exceeded"],
  ] as const)("a compiler that was stopped by its %s", (stop, status, message) => {
    const stderr = `before\n${describeCompileStop(stop, LIMITS)}\n`;
    expect(compiled({ exitCode: null, signal: "SIGKILL", stderr }).compile).toMatchObject({
      ...{ code: null, signal: "SIGKILL", status, message, stderr },
    });
    // Said by the compiler itself, it means nothing.
    expect(compiled({ exitCode: 1, stderr }).compile).toMatchObject({ code: 1, status: "RE" });
  });

  test("a compiler that crashed", () => {
    expect(compiled({ exitCode: null, signal: "SIGSEGV" }).compile).toMatchObject({ status: "SG" });
    expect(compiled({ exitCode: null, signal: "SIGSEGV" }, true).compile).toMatchObject({ code: 139 });
  });
});

describe("what was printed", () => {
  const output = (run: Partial<RunResult>) => printedBy({ ...RUN, ...run }).output;

  test("is put together in its order, and the rest comes at the end", () => {
    const streams = { stdout: "ab", stderr: "xy" };
    expect(output({ ...streams, order: [1, 1, 1, 1] })).toBe("axby");
    expect(output({ ...streams, order: [0, 2, 2] })).toBe("xyab");
    expect(output({ ...streams, order: [1, 1] })).toBe("axby");
    expect(output(streams)).toBe("abxy");
    // Of what was cut, the order tells more than there is.
    expect(output({ ...streams, order: [1, 9, 9, 9] })).toBe("axyb");
  });

  test("counts bytes, whatever the encoding", () => {
    expect(output({ stdout: "żż", stderr: "ó", order: [2, 2, 2] })).toBe("żóż");
    const base64 = (bytes: number[]) => Buffer.from(bytes).toString("base64");
    const bytes = { stdout: base64([0x61, 0xff]), stderr: base64([0x62]), encoding: "base64" } as const;
    expect(printedBy({ ...RUN, ...bytes, order: [1, 1, 1] })).toEqual({
      ...{ stdout: "a\ufffd", stderr: "b", output: "ab\ufffd" },
    });
  });
});
