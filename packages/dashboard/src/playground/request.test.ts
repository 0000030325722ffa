import type { Language } from "@neuron/sdk";
import { expect, it } from "vitest";
import { toRequest } from "./request.js";
import { newWork } from "./work.js";

const PYTHON = { id: "python", file: "main.py" } as Language;
const MAIN = { path: "main.py", content: "print()" };
const WORK = { ...newWork("python", [MAIN]), outputs: "" };

it("sends one file of the usual name as source, and others as files of which the first is started", () => {
  expect(toRequest(WORK, PYTHON, null)).toEqual({ language: "python", source: "print()" });
  const files = [{ path: "start.py", content: "import main" }, MAIN];
  expect(toRequest({ ...WORK, files }, PYTHON, null)).toEqual({
    language: "python",
    files,
    entry: "start.py",
  });
  expect(toRequest(WORK, null, null)).toEqual({ language: "python", files: [MAIN], entry: "main.py" });
});

it("sends what the way of running takes, and nothing else", () => {
  const work = {
    ...WORK,
    stdin: "in",
    args: "a 'b c'",
    outputs: "*.png  *.csv",
    limits: { cpuTimeMs: 100 },
    tests: [{ name: "", stdin: "1", expected: null }],
  };
  const always = { language: "python", source: "print()", args: ["a", "b c"], limits: { cpuTimeMs: 100 } };
  const outputs = ["*.png", "*.csv"];
  expect(toRequest(work, PYTHON, null)).toEqual({ ...always, stdin: "in", outputs });
  expect(toRequest({ ...work, mode: "terminal" }, PYTHON, { columns: 80, rows: 24 })).toEqual({
    ...always,
    outputs,
    interactive: true,
    terminal: { columns: 80, rows: 24 },
    session: { idleTimeMs: 300_000 },
  });
  expect(toRequest({ ...work, mode: "tests", checker: "tokens" }, PYTHON, null)).toEqual({
    ...always,
    tests: [{ stdin: "1" }],
    checker: { type: "tokens" },
  });
});
