import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadLanguages } from "../languages/index.js";
import { testKind, testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner, programFiles, programsFolder, someOf } from "./primed-programs.js";
import { command, createRig, lines, type Rig } from "./rig.js";
import type { InputFile, JailKind, RunReport, Sandbox } from "./types.js";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);

const language = loadLanguages().find(({ id }) => id === "typescript");
/** Between `node` and the entry, as the definition has it: the same transpiler in a Node that starts for each program. */
const options = language?.run.slice(1, -2) ?? [];
const programs = primedPrograms(
  {
    kind: "typescript",
    language: "typescript",
    command: "node",
    options,
    entry: "main.ts",
    extension: ".ts",
  },
  run,
);

const primed = (source: string, given: readonly InputFile[] = []): Promise<RunReport> =>
  run(
    command(["main.ts"], {
      kind: testKind("typescript", "typescript"),
      files: [{ path: "main.ts", content: source }, ...given],
    }),
  );

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed TypeScript does what it does in a Node of its own", () => {
  test.for(someOf(programs.names))("%s", async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    if (name !== "source-empty") expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });
});

describe("a program prints what the compiler's JavaScript prints", () => {
  const folder = programsFolder("typescript");
  const compiled = ({ path, content }: InputFile, legacy: boolean): InputFile => {
    if (!/\.[cm]?ts$/.test(path)) return { path, content };
    const { outputText } = ts.transpileModule(content.toString(), {
      fileName: path,
      compilerOptions: {
        esModuleInterop: true,
        experimentalDecorators: legacy,
        module: ts.ModuleKind.CommonJS,
        rewriteRelativeImportExtensions: true,
        target: ts.ScriptTarget.ES2022,
      },
    });
    return { path: path.replace(/ts$/, "js"), content: outputText };
  };

  // What awaits outside of functions, CommonJS does not have.
  const names = programs.names.filter((name) => name.startsWith("language-") && !name.includes("await"));
  test.for(names)("%s", async (name) => {
    const files = programFiles(folder, name, ".ts", "main.ts");
    const legacy = files.some(({ path }) => path === "tsconfig.json");
    // Node's own `import()` finds no TypeScript beside JavaScript, so all of it is compiled, under the names that imports have.
    const javascript = files.map((file) => compiled(file, legacy));
    const bare = await run(command(["node", "main.js"], { files: javascript }));
    const { primed } = await programs.both(name);
    expect(primed.stdout).toBe(bare.stdout.toString("latin1"));
    expect(bare.stderr.toString()).toBe("");
  });
});

describe("errors", () => {
  test("have the place and the line of the source", async () => {
    const report = await primed('type A = string;\n\nconst a: A = "a"; throw new Error(a as string);\n');
    expect(lines(report).slice(0, 4)).toEqual([
      "/work/main.ts:3",
      'const a: A = "a"; throw new Error(a as string);',
      "                  ^",
      "Error: a",
    ]);
    expect(lines(report)[4]).toBe("    at Object.<anonymous> (/work/main.ts:3:25)");
  });

  test("of syntax are the compiler's", async () => {
    const report = await primed("let a: number = 1;\nlet b: = 2;\nlet c = (;\n");
    expect(report.exitCode).toBe(1);
    expect(lines(report)).toEqual([
      "/work/main.ts:2",
      "let b: = 2;",
      "       ^",
      "main.ts(2,8): error TS1110: Type expected.",
      "main.ts(3,10): error TS1109: Expression expected.",
      "    at /work/main.ts:2:8",
      "Node.js v20.19.2",
    ]);
  });
});

test("runs share nothing: what one changes in the transpiler, the next does not see", async () => {
  const spoil = `
const transpiler = require("/usr/lib/neuron/typescript/transpile.cjs");
transpiler.transpile = () => { throw new Error("spoilt"); };
require.extensions[".ts"] = () => { throw new Error("spoilt"); };
Object.prototype.spoilt = true;
console.log("done");`;
  const files = [{ path: "other.ts", content: "export const other: string = 'fine';" }];
  expect(lines(await primed(spoil, files))).toEqual(["done"]);
  const look = "import { other } from './other';\nconsole.log(other, 'spoilt' in {});";
  expect(lines(await primed(look, files))).toEqual(["fine false"]);
});

/** What docs/reference/primed-typescript.md promises of the price. */
test("a primed one takes a small part of the CPU time", async () => {
  const source = "const n: number = 1;\nconsole.log(process.cpuUsage().user + process.cpuUsage().system);";
  const files = [{ path: "main.ts", content: source }];
  const kind = testKind("typescript", "launcher");
  const bare = await run(command(["node", ...options, "main.ts"], { kind, files }));
  expect(Number(lines(await primed(source))[0])).toBeLessThan(Number(lines(bare)[0]) / 4);
});
