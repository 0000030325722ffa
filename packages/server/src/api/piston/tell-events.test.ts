import {
  type CompileResult,
  describeCompileStop,
  type Execution,
  type RunResult,
  toCompileEvent,
} from "@neuron/contract";
import { expect, test } from "vitest";
import type { FollowEvent } from "../../queue/types.js";
import { Refusal } from "../refusal.js";
import { tellEvents } from "./tell-events.js";

const LIMITS = { cpuTimeMs: 10, wallTimeMs: 20, memoryBytes: 30, outputBytes: 40 };
const AT = { run: "1", compile: 0, stdout: 0, stderr: 0, tests: 0, over: false };
const RUN: RunResult = {
  ...{ outcome: "accepted", exitCode: 0, signal: null, message: null, stdout: "out\n", stderr: "" },
  ...{ stdoutTruncated: false, stderrTruncated: false, encoding: "utf8" },
  ...{ cpuTimeMs: 1, wallTimeMs: 2, memoryBytes: 3 },
};
const COMPILE: CompileResult = {
  ...{ exitCode: 0, signal: null, stdout: "", stderr: "", cpuTimeMs: 4, wallTimeMs: 5, memoryBytes: 6 },
  cached: false,
};
const EXECUTION: Execution = {
  ...{ id: "x", status: "finished", outcome: "accepted", language: { id: "cpp", version: "14.2.0" } },
  ...{ createdAt: "", startedAt: null, finishedAt: null, compile: COMPILE, run: RUN, tests: [], outputs: [] },
  ...{ outputsTruncated: false, sandbox: null, attempts: 1, metadata: {} },
  timings: { queuedMs: 0, compileMs: null, runMs: null, totalMs: 0 },
};

const queued: FollowEvent = { at: AT, type: "queued", execution: EXECUTION };
const started: FollowEvent = { at: AT, type: "started", execution: EXECUTION };
const printed: FollowEvent = { at: AT, type: "stdout", bytes: Buffer.from("out\n") };
const compiled = (compile: Partial<CompileResult>): FollowEvent => ({
  ...{ at: AT, type: "compile" },
  compile: toCompileEvent({ ...COMPILE, ...compile }),
});
const finished = (execution: Partial<Execution> = {}): FollowEvent => ({
  ...{ at: AT, type: "finished" },
  execution: { ...EXECUTION, ...execution },
});

/** What a client is told, in short, and whether there was an end. */
const tell = async (events: readonly FollowEvent[], strict = false) => {
  const told: unknown[] = [];
  const say = async (message: object): Promise<void> => {
    const { type, ...rest } = message as { readonly type: string };
    told.push([type, ...Object.values(rest)]);
  };
  const each = (async function* () {
    yield* events;
  })();
  return { over: await tellEvents(each, say, { compiled: true, strict }), told };
};
const COMPILING = ["stage", "compile"];
const RUNNING = ["stage", "run"];

test("two stages, each with its exit", async () => {
  const events = [queued, started, compiled({ stderr: "careful\n" }), printed, finished()];
  expect(await tell(events)).toEqual({
    over: true,
    told: [
      COMPILING,
      ["data", "stderr", "careful\n"],
      ["exit", "compile", 0, null],
      RUNNING,
      ["data", "stdout", "out\n"],
      ["exit", "run", 0, null],
    ],
  });
});

test("a compiler ends as the answer to a whole execution tells it", async () => {
  const failed = finished({ outcome: "compile_error", run: null });
  const exit = async (compile: Partial<CompileResult>, strict = false) => {
    const { over, told } = await tell([started, compiled(compile), failed], strict);
    expect([over, told[0]]).toEqual([true, COMPILING]);
    return told.at(-1);
  };
  expect(await exit({ exitCode: 1 })).toEqual(["exit", "compile", 1, null]);
  const crashed = { exitCode: null, signal: "SIGSEGV" };
  expect(await exit(crashed)).toEqual(["exit", "compile", null, "SIGSEGV"]);
  expect(await exit(crashed, true)).toEqual(["exit", "compile", 139, null]);
  const stopped = { exitCode: 0, stderr: `${describeCompileStop("time_limit", LIMITS)}\n` };
  expect(await exit(stopped)).toEqual(["exit", "compile", null, "SIGKILL"]);
});

test("what a compiler says of itself takes no run's stage away", async () => {
  const stderr = `${describeCompileStop("output_limit", LIMITS)}\n`;
  const { told } = await tell([started, compiled({ stderr }), printed, finished()]);
  expect(told.slice(-3)).toEqual([RUNNING, ["data", "stdout", "out\n"], ["exit", "run", 0, null]]);
});

test("a second try and the service's own failure are refusals, and no end is none", async () => {
  await expect(tell([started, started])).rejects.toBeInstanceOf(Refusal);
  await expect(tell([started, finished({ outcome: "internal_error", run: null })])).rejects.toBeInstanceOf(
    Refusal,
  );
  expect((await tell([started, { at: AT, type: "replaced" }])).over).toBe(false);
  expect((await tell([queued])).over).toBe(false);
});
