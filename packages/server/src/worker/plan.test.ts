import type { ExecutionRequest } from "@neuron/contract";
import { describe, expect, it } from "vitest";
import type { InstalledLanguage } from "../languages/types.js";
import type { Job } from "../queue/types.js";
import { planJob } from "./plan.js";

const base: InstalledLanguage = {
  home: "/languages",
  root: null,
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
  preload: [],
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

  describe("with modules that can be there ahead", () => {
    const set = { prime: "python", modules: [], seeders: [], rehearsal: "" };
    const preload = [
      { ...set, kind: "python-two", mentions: ["two"], env: ["TWO_", "ONE_"] },
      { ...set, kind: "python-one", mentions: ["one"], env: ["ONE_"] },
    ];
    const kindOf = (request: Partial<ExecutionRequest>) => planJob(job(request), { ...python, preload }).kind;

    it.each([
      ["print(1)", "python"],
      ["import one", "python-one"],
      ["import one, two", "python-two"],
      ["# what one mentions is enough", "python-one"],
    ])("chooses by a word in the source: %s", (source, kind) => {
      expect(kindOf({ source })).toBe(kind);
      expect(planJob(job({ source }), { ...python, preload }).run.argv).toEqual(["main.py"]);
    });

    it("looks into all sources, but not into data", () => {
      const content = Buffer.from("import one").toString("base64");
      const file = (path: string) => ({ path, content, encoding: "base64" as const });
      const main = { path: "main.py", content: "" };
      expect(kindOf({ files: [main, file("lib/a.py")], entry: "main.py" })).toBe("python-one");
      expect(kindOf({ files: [main, file("lib/a.txt")], entry: "main.py" })).toBe("python");
    });

    it("chooses none where the environment has its say in their import", () => {
      expect(kindOf({ source: "import one", env: { TWO_X: "1" } })).toBe("python-one");
      expect(kindOf({ source: "import one", env: { ONE_X: "1" } })).toBe("python");
    });
  });

  it("starts the whole command where only a launcher waits", () => {
    const plan = planJob(job({ source: "" }), { ...python, prime: "launcher" });
    expect(plan.run.argv).toEqual(["python3", "main.py"]);
  });

  it("has a forked runtime compile where its definition says so", () => {
    const compile = ["python3", "/lib/check.py", "{sources}"];
    const checked = { ...python, compile, compilePrime: "python" };
    const plan = planJob(job({ source: "" }), checked);
    expect(plan.kind).toBe("python");
    expect(plan.compile).toMatchObject({
      kind: "python",
      argv: ["/lib/check.py", "main.py"],
      keepWork: true,
    });
    expect(plan.run).toMatchObject({ kind: "python", argv: ["main.py"], files: [], useKeptWork: true });
    const bare = planJob(job({ source: "" }), { ...checked, prime: "launcher", compilePrime: "launcher" });
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

  it("compiles in the jail of a compiler that is booted ahead, and tells each step its own memory limit", () => {
    const compile = ["javac", "-m{memoryMiB}", "{sources}"];
    const java = { ...base, compilePrime: "javac", compile, run: ["java", "-m{memoryMiB}"] };
    const limits = { memoryBytes: 64 * 1024 * 1024, compileMemoryBytes: 128 * 1024 * 1024 + 1 };
    const plan = planJob(job({ source: "", limits }), java);
    expect(plan).toMatchObject({
      kind: "javac",
      compile: { kind: "javac", argv: ["javac", "-m128", "main.cpp"] },
      run: { kind: "launcher", argv: ["java", "-m64"] },
    });
  });
});
