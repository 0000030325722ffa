import { describe, expect, it } from "vitest";
import type { InstalledLanguage } from "../languages/types.js";
import { createCompileCache } from "./compile-cache.js";
import type { Plan } from "./plan.js";
import { toCompileResult } from "./run-result.js";
import { reportOf } from "./scripted-driver.js";

const limits = {
  cpuTimeMs: 1,
  wallTimeMs: 1,
  memoryBytes: 1,
  processes: 1,
  outputBytes: 1,
  diskBytes: 1,
};
const language = { id: "c", installedVersion: "14.2.0" } as InstalledLanguage;
const planOf = (change: Partial<NonNullable<Plan["compile"]>> = {}): Plan => {
  const step = {
    kind: "launcher",
    argv: ["gcc", "main.c"],
    env: {},
    stdin: "",
    files: [{ path: "main.c", content: "int x;" }],
    limits,
    keepWork: true,
    useKeptWork: false,
  };
  return {
    kind: "launcher",
    compile: { ...step, ...change },
    run: { ...step, files: [], useKeptWork: true },
  };
};
const result = toCompileResult(reportOf({ kind: "launcher" }), limits);
const program = (bytes: number) => ({
  result,
  files: [{ path: "a.out", content: Buffer.alloc(bytes), executable: true }],
});
const MIB = 1024 * 1024;

describe("the compile cache", () => {
  it("gives back what it was given, and says so", () => {
    const cache = createCompileCache(MIB);
    const plan = planOf();
    expect(cache.entry("a", language, plan)?.known).toBeNull();
    cache.entry("a", language, plan)?.keep(program(3));
    expect(cache.entry("a", language, planOf())?.known).toEqual({
      ...program(3),
      result: { ...result, cached: true },
    });
  });

  it.each<[string, string, InstalledLanguage, Plan]>([
    ["tenant", "b", language, planOf()],
    ["language", "a", { ...language, id: "cpp" }, planOf()],
    ["version", "a", { ...language, installedVersion: "14.3.0" }, planOf()],
    ["command", "a", language, planOf({ argv: ["gcc", "main.c", "-g"] })],
    ["environment", "a", language, planOf({ env: { X: "" } })],
    ["limit", "a", language, planOf({ limits: { ...limits, memoryBytes: 2 } })],
    ["source", "a", language, planOf({ files: [{ path: "main.c", content: "int y;" }] })],
    ["name of a file", "a", language, planOf({ files: [{ path: "main.cc", content: "int x;" }] })],
    [
      "split between name and content",
      "a",
      language,
      planOf({ files: [{ path: "main.ci", content: "nt x;" }] }),
    ],
  ])("knows nothing of another %s", (_, tenant, of, plan) => {
    const cache = createCompileCache(MIB);
    cache.entry("a", language, planOf())?.keep(program(3));
    expect(cache.entry(tenant, of, plan)?.known).toBeNull();
  });

  it("keeps what was used last, within its size", () => {
    const cache = createCompileCache(MIB);
    const numbered = (n: number) => cache.entry("a", language, planOf({ argv: [`${n}`] }));
    for (let n = 0; n < 6; n++) {
      numbered(n)?.keep(program(MIB / 5));
      expect(numbered(0)?.known).not.toBeNull();
    }
    expect(numbered(1)?.known).toBeNull();
    expect(numbered(5)?.known).not.toBeNull();
    numbered(7)?.keep(program(MIB / 2));
    expect(numbered(7)?.known).toBeNull();
  });

  it("leaves out what has no compile step, what shows the time, and everything when it has no size", () => {
    const cache = createCompileCache(MIB);
    expect(cache.entry("a", language, { ...planOf(), compile: null })).toBeNull();
    for (const content of ["__TIME__", Buffer.from("x\0__DATE__")])
      expect(cache.entry("a", language, planOf({ files: [{ path: "a.h", content }] }))).toBeNull();
    expect(createCompileCache(0).entry("a", language, planOf())).toBeNull();
  });
});
