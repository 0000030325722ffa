import type { ExecutionRequest } from "@neuron/contract";
import { describe, expect, it } from "vitest";
import type { InstalledLanguage } from "../languages/types.js";
import type { Job } from "../queue/types.js";
import { planJob } from "./plan.js";

const base: InstalledLanguage = {
  id: "cpp",
  name: "C++",
  aliases: [],
  file: "main.cpp",
  extensions: [".cpp"],
  packages: [],
  version: { command: [], pattern: "" },
  compile: ["g++", "-o", "a.out", "{compileArgs}", "{sources}"],
  run: ["./a.out", "{args}"],
  env: { LANG: "C.UTF-8" },
  prime: "launcher",
  hello: { source: "", stdout: "" },
  installedVersion: "14",
};
const python: InstalledLanguage = {
  ...base,
  id: "python",
  file: "main.py",
  extensions: [".py"],
  compile: null,
  run: ["python3", "{entry}", "{args}"],
  prime: "python",
};
const job = (request: Partial<ExecutionRequest>): Job => ({
  id: "x",
  tenant: "local",
  language: { id: "any", version: "1" },
  request: { language: "any", ...request },
  createdAt: 0,
  maxQueueMs: 1,
});

describe("planJob", () => {
  it("hands entry and arguments to a booted runtime", () => {
    const plan = planJob(job({ source: "print(1)", args: ["a", "b"], stdin: "ü", env: { X: "1" } }), python);
    expect(plan).toMatchObject({ kind: "python", compile: null });
    expect(plan.run).toMatchObject({
      kind: "python",
      argv: ["main.py", "a", "b"],
      files: [{ path: "main.py", content: "print(1)" }],
      stdin: "ü",
      env: { LANG: "C.UTF-8", X: "1" },
      keepWork: false,
      useKeptWork: false,
    });
  });

  it("starts the whole command where only a launcher waits", () => {
    const plan = planJob(job({ source: "" }), { ...python, prime: "launcher" });
    expect(plan.run.argv).toEqual(["python3", "main.py"]);
  });

  it("has the booted runtime compile where its definition says so", () => {
    const checked = { ...python, compile: ["python3", "/lib/check.py", "{sources}"], compilePrimed: true };
    const plan = planJob(job({ source: "" }), checked);
    expect(plan.kind).toBe("python");
    expect(plan.compile).toMatchObject({
      kind: "python",
      argv: ["/lib/check.py", "main.py"],
      keepWork: true,
    });
    expect(plan.run).toMatchObject({ kind: "python", argv: ["main.py"], files: [], useKeptWork: true });
    const bare = planJob(job({ source: "" }), { ...checked, prime: "launcher" });
    expect(bare.compile).toMatchObject({ kind: "launcher", argv: ["python3", "/lib/check.py", "main.py"] });
  });

  it("gives no entry as an option", () => {
    const files = [{ path: "-c", content: "" }];
    expect(planJob(job({ files, entry: "-c" }), python).run.argv).toEqual(["./-c"]);
  });

  it("compiles in the folder that the run then starts in, with limits of its own", () => {
    const files = [
      { path: "lib/a.cpp", content: "" },
      { path: "prog.cpp", content: Buffer.from("int").toString("base64"), encoding: "base64" as const },
      { path: "data.txt", content: "d" },
    ];
    const limits = { cpuTimeMs: 100, compileCpuTimeMs: 7_000, outputBytes: 10 };
    const request = { files, entry: "prog.cpp", compileArgs: ["-g"], args: ["1"], limits, env: { X: "1" } };
    const plan = planJob(job(request), base);
    expect(plan.kind).toBe("launcher");
    expect(plan.compile).toMatchObject({
      argv: ["g++", "-o", "a.out", "-g", "prog.cpp", "lib/a.cpp"],
      keepWork: true,
      useKeptWork: false,
      limits: { cpuTimeMs: 7_000, outputBytes: 1024 * 1024 },
      env: { LANG: "C.UTF-8" },
    });
    expect(plan.compile?.files[1]?.content.toString()).toBe("int");
    expect(plan.run).toMatchObject({
      argv: ["./a.out", "1"],
      files: [],
      keepWork: false,
      useKeptWork: true,
      limits: { cpuTimeMs: 100, outputBytes: 10 },
    });
  });
});
