import { describe, expect, it } from "vitest";
import { isPath, newWork, parseWork } from "./work.js";

const FILES = [{ path: "main.py", content: "print()" }];

describe("parseWork", () => {
  it("gives back what it made", () => {
    const work = {
      ...newWork("python", FILES),
      tests: [{ name: "a", stdin: "1", expected: null }],
      limits: { cpuTimeMs: 500 },
      mode: "tests" as const,
    };
    expect(parseWork(JSON.parse(JSON.stringify(work)))).toEqual(work);
  });

  it.each([
    ["nothing", null],
    ["a list", []],
    ["no files", { language: "python", files: [] }],
    ["a file without a path", { language: "python", files: [{ content: "" }] }],
    ["too many files", { language: "python", files: Array.from({ length: 99 }, () => FILES[0]) }],
    ["a language that is markup", { language: "<b>", files: FILES }],
    ["a test that is text", { language: "python", files: FILES, tests: ["x"] }],
    ["too much", { language: "python", files: FILES, stdin: "x".repeat(3_000_000) }],
  ])("takes %s for nothing", (_name, value) => {
    expect(parseWork(value)).toBeNull();
  });

  it("leaves out what it does not know, and limits that are out of range", () => {
    const parsed = parseWork({
      language: "python",
      files: [{ ...FILES[0], evil: 1 }],
      mode: "root",
      limits: { cpuTimeMs: 1e9, memoryBytes: 1.5, processes: 3, toString: 1 },
      more: true,
    });
    expect(parsed).toEqual({ ...newWork("python", FILES), limits: { processes: 3 } });
  });
});

it.each([
  ["main.py", true],
  ["lib/a b.py", true],
  ["żółw.py", true],
  ["", false],
  ["/etc/passwd", false],
  ["a/../b", false],
  ["a//b", false],
  ["a\\b", false],
  ["a\nb", false],
  ["x".repeat(256), false],
])("isPath(%j) is %j", (path, expected) => {
  expect(isPath(path)).toBe(expected);
});
