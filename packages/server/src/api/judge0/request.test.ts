import { zipSync } from "fflate";
import { expect, test } from "vitest";
import type { PublishedLanguage } from "../../languages/types.js";
import { CPP, PYTHON } from "../test-api.js";
import { readAttributes } from "./attributes.js";
import type { Faults } from "./refusal.js";
import { toExecutionRequest } from "./request.js";

const BASH: PublishedLanguage = { ...PYTHON, id: "bash", name: "Bash", file: "main.sh" };
const MIB = 1024 * 1024;
const zip = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))),
  ).toString("base64");

const requestOf = (given: Record<string, unknown>, runner = PYTHON, files = false) => {
  const faults: Faults = {};
  const attributes = readAttributes({ source_code: "1", language_id: 71, ...given }, false, faults);
  const language = { id: attributes.language_id, name: "", runner };
  const request = toExecutionRequest(attributes, language, { maxSourceBytes: MIB, files }, faults);
  expect(faults).toEqual({});
  return request;
};

test("left alone: Judge0's limits, and nothing else", () => {
  expect(requestOf({})).toEqual({
    language: "python",
    source: "1",
    limits: {
      ...{ cpuTimeMs: 5000, wallTimeMs: 10_000, memoryBytes: 128_000 * 1024, processes: 60 },
      outputBytes: MIB,
    },
    maxQueueMs: 600_000,
  });
});

test.each([
  [{ cpu_time_limit: 0 }, { cpuTimeMs: 60_000, wallTimeMs: 10_000 }],
  [{ cpu_time_limit: 0.0001 }, { cpuTimeMs: 1 }],
  [
    { cpu_time_limit: 15, wall_time_limit: 20 },
    { cpuTimeMs: 15_000, wallTimeMs: 20_000 },
  ],
  [{ memory_limit: 2048 }, { memoryBytes: 8 * MIB }],
  [{ memory_limit: 512_000 }, { memoryBytes: 512_000 * 1024 }],
  [{ max_file_size: 0 }, { outputBytes: 4 * MIB }],
  [{ max_file_size: 1 }, { outputBytes: 1024 }],
  [{ max_processes_and_or_threads: 120 }, { processes: 120 }],
])("%j", (given, limits) => {
  expect(requestOf(given).limits).toMatchObject(limits);
});

test("a runtime that needs more memory has it, unless the client asked for something else", () => {
  const hungry: PublishedLanguage = { ...PYTHON, limits: { memoryBytes: 400 * MIB } };
  expect(requestOf({}, hungry).limits?.memoryBytes).toBe(400 * MIB);
  expect(requestOf({ memory_limit: 100_000 }, hungry).limits?.memoryBytes).toBe(100_000 * 1024);
});

test("what is expected, and several runs, are tests", () => {
  expect(requestOf({ expected_output: "" })).toMatchObject({
    tests: [{ expected: "" }],
    stopOnFirstFailure: true,
  });
  expect(requestOf({ number_of_runs: 3 }).tests).toEqual([{}, {}, {}]);
  expect(requestOf({ number_of_runs: 2, expected_output: "x" }, PYTHON, true)).toMatchObject({
    tests: [{ expected: "x" }, { expected: "x" }],
  });
  expect(requestOf({ expected_output: "x" }, PYTHON, true).outputs).toBeUndefined();
  expect(requestOf({}, PYTHON, true).outputs).toEqual(["**/*"]);
});

test("options go to compilers alone", () => {
  expect(requestOf({ language_id: 54, compiler_options: "-O3" }, CPP).compileArgs).toEqual(["-O3"]);
  expect(requestOf({ compiler_options: "-O3" }).compileArgs).toBeUndefined();
});

test("files come after the program, which nothing replaces", () => {
  const additional_files = zip({ "a.txt": "a", "main.py": "evil" });
  expect(requestOf({ additional_files })).toMatchObject({
    entry: "main.py",
    files: [
      { path: "main.py", content: "1" },
      { path: "a.txt", content: "a" },
    ],
  });
});

test("a program of many files has the compiler's time as well, if it has one", () => {
  const of = (files: Record<string, string>) =>
    requestOf({ language_id: 89, source_code: null, additional_files: zip(files) }, BASH);
  expect(of({ run: "x" }).limits).toMatchObject({ cpuTimeMs: 5000, wallTimeMs: 10_000 });
  for (const name of ["compile", "compile.sh"])
    expect(of({ [name]: "x", run: "y" }).limits).toMatchObject({ cpuTimeMs: 20_000, wallTimeMs: 30_000 });
  const { entry, files } = of({ run: "x", ".judge0.sh": "evil" });
  expect(entry).toBe(".judge0.sh");
  expect(files?.map(({ path }) => path)).toEqual([".judge0.sh", "run"]);
  expect(files?.[0]?.content).not.toContain("evil");
});

test("plain text and executables are a shell's work", () => {
  expect(requestOf({ language_id: 43, source_code: "text" }, BASH).files).toEqual([
    { path: ".judge0.sh", content: "exec cat text.txt\n" },
    { path: "text.txt", content: "text" },
  ]);
  const { files } = requestOf({ language_id: 44, source_code: "\u007fELF" }, BASH);
  expect(files?.map(({ path }) => path)).toEqual([".judge0.sh", "a.out"]);
});

test("a callback knows what it needs to tell the result as Judge0 does", () => {
  expect(requestOf({ callback_url: "https://a.example/", expected_output: "" })).toMatchObject({
    callbackUrl: "https://a.example/",
    metadata: { judge0: "expected_output" },
  });
});
