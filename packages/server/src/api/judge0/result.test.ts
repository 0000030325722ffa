import { type CompileResult, describeCompileStop, type Execution, type RunResult } from "@neuron/contract";
import { expect, test } from "vitest";
import { toResult } from "./result.js";

const RUN: RunResult = {
  outcome: "accepted",
  exitCode: 0,
  signal: null,
  message: null,
  stdout: "out\n",
  stderr: "",
  stdoutTruncated: false,
  stderrTruncated: false,
  encoding: "utf8",
  cpuTimeMs: 12.345,
  wallTimeMs: 20,
  memoryBytes: 2_048_000,
};
const COMPILE: CompileResult = {
  exitCode: 0,
  signal: null,
  stdout: "",
  stderr: "",
  cpuTimeMs: 1,
  wallTimeMs: 1,
  memoryBytes: 1,
  cached: false,
};
const finished = (changes: Partial<Execution>): Execution => ({
  id: "x",
  status: "finished",
  outcome: "accepted",
  language: { id: "cpp", version: "14" },
  createdAt: "2026-01-01T00:00:00.000Z",
  startedAt: null,
  finishedAt: null,
  compile: null,
  run: null,
  tests: [],
  outputs: [],
  outputsTruncated: false,
  timings: { queuedMs: 0, compileMs: 0, runMs: 0, totalMs: 0 },
  sandbox: null,
  attempts: 1,
  metadata: {},
  ...changes,
});
const WISH = { redirect_stderr_to_stdout: false, expected_output: null };
const ran = (run: Partial<RunResult>, strict = false) =>
  toResult(finished({ outcome: run.outcome ?? "accepted", run: { ...RUN, ...run } }), WISH, strict);

test("waiting and running", () => {
  expect(toResult(finished({ status: "queued", outcome: null }), WISH, false)).toMatchObject({
    status: 1,
    time: null,
  });
  expect(toResult(finished({ status: "running", outcome: null }), WISH, false).status).toBe(2);
});

test("a good end: empty outputs are null", () => {
  expect(ran({})).toEqual({
    status: 3,
    stdout: Buffer.from("out\n"),
    stderr: null,
    compileOutput: null,
    message: null,
    exitCode: 0,
    exitSignal: null,
    time: 0.012345,
    wallTime: 0.02,
    memory: 2000,
    memoryLimitExceeded: false,
  });
});

test.each([
  ["SIGSEGV", 7, 11],
  ["SIGXFSZ", 8, 25],
  ["SIGFPE", 9, 8],
  ["SIGABRT", 10, 6],
  ["SIGKILL", 12, 9],
] as const)("%s: told as it is, or strictly as a shell's exit code", (signal, status, number) => {
  const run = { outcome: "runtime_error", exitCode: null, signal } as const;
  expect(ran(run)).toMatchObject({
    status,
    message: `Caught fatal signal ${number}`,
    exitCode: 0,
    exitSignal: number,
  });
  expect(ran(run, true)).toMatchObject({
    status: 11,
    message: `Exited with error status ${128 + number}`,
    exitCode: 128 + number,
    exitSignal: null,
  });
});

test("an exit code", () => {
  for (const strict of [false, true])
    expect(ran({ outcome: "runtime_error", exitCode: 3 }, strict)).toMatchObject({
      status: 11,
      message: "Exited with error status 3",
      exitCode: 3,
      exitSignal: null,
    });
});

test("limits", () => {
  const killed = { exitCode: null, signal: "SIGKILL" } as const;
  const cpu = { ...killed, outcome: "time_limit", message: "stopped after 100 ms of CPU time" } as const;
  expect(ran(cpu)).toMatchObject({
    status: 5,
    message: "Time limit exceeded",
    exitCode: 0,
    exitSignal: null,
  });
  const wall = { ...killed, outcome: "time_limit", message: "stopped after 100 ms of wall time" } as const;
  expect(ran(wall).message).toBe("Time limit exceeded (wall clock)");
  const memory = { ...killed, outcome: "memory_limit", message: "used more" } as const;
  expect(ran(memory)).toMatchObject({
    status: 12,
    message: "Memory limit exceeded",
    memoryLimitExceeded: true,
  });
  expect(ran(memory, true)).toMatchObject({ status: 11, exitCode: 137, memoryLimitExceeded: true });
  expect(ran({ ...killed, outcome: "output_limit" })).toMatchObject({ status: 8, exitSignal: 25 });
});

test("what could not be started", () => {
  const run = {
    outcome: "runtime_error",
    exitCode: null,
    message: "could not start ./a.out: Exec format error",
  };
  expect(ran(run as Partial<RunResult>).status).toBe(14);
  expect(ran(run as Partial<RunResult>, true)).toMatchObject({ status: 11, exitCode: 126 });
});

test("a compiler's failure is all there is; its warnings come with the rest", () => {
  const failed = { ...COMPILE, exitCode: 1, stdout: "a\n", stderr: "b\n" };
  expect(toResult(finished({ outcome: "compile_error", compile: failed }), WISH, false)).toMatchObject({
    status: 6,
    compileOutput: Buffer.from("a\nb\n"),
    stdout: null,
    time: null,
    memory: null,
    exitCode: null,
    message: null,
  });
  const limits = { cpuTimeMs: 10, wallTimeMs: 20, memoryBytes: 30, outputBytes: 40 };
  for (const [stop, output] of [
    ["time_limit", "Compilation time limit exceeded."],
    ["memory_limit", `a\n${describeCompileStop("memory_limit", limits)}\n`],
  ] as const) {
    const stopped = { ...failed, exitCode: null, stderr: `${describeCompileStop(stop, limits)}\n` };
    const result = toResult(finished({ outcome: "compile_error", compile: stopped }), WISH, false);
    expect(result.compileOutput?.toString()).toBe(output);
  }
  const warned = finished({ compile: { ...COMPILE, stderr: "careful\n" }, run: RUN });
  expect(toResult(warned, WISH, false).compileOutput?.toString()).toBe("careful\n");
});

test("several runs: the first that failed is shown, what was used is averaged", () => {
  const good = { ...RUN, name: null, cpuTimeMs: 10 };
  const bad = { ...good, outcome: "wrong_answer" as const, stdout: "bad", cpuTimeMs: 30 };
  const result = toResult(finished({ outcome: "wrong_answer", tests: [good, bad, good] }), WISH, false);
  expect(result).toMatchObject({ status: 4, stdout: Buffer.from("bad"), time: 0.02, message: null });
});

test("bytes, and both outputs in one", () => {
  const stdout = Buffer.from([0xff, 0xfe]).toString("base64");
  const stderr = Buffer.from("err").toString("base64");
  const execution = finished({ run: { ...RUN, stdout, stderr, encoding: "base64" } });
  expect(toResult(execution, WISH, false).stdout).toEqual(Buffer.from([0xff, 0xfe]));
  const together = toResult(execution, { ...WISH, redirect_stderr_to_stdout: true }, false);
  expect(together).toMatchObject({ stdout: Buffer.from([0xff, 0xfe, ...Buffer.from("err")]), stderr: null });
});

test("an empty expectation is met by no output, but not strictly", () => {
  const execution = finished({ tests: [{ ...RUN, name: null, stdout: "" }] });
  const wish = { ...WISH, expected_output: Buffer.alloc(0) };
  expect(toResult(execution, wish, false).status).toBe(3);
  expect(toResult(execution, wish, true).status).toBe(4);
});

test("the service's own failures", () => {
  for (const outcome of ["internal_error", "expired", "cancelled"] as const)
    expect(toResult(finished({ outcome }), WISH, false)).toMatchObject({
      status: 13,
      message: expect.any(String),
      time: null,
    });
});
