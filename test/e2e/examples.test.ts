import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useService } from "./service.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const service = useService({ NEURON_POOL_SIZE: "3", NEURON_LANGUAGES: "core" });
/** An empty folder: what is not in the package is not there. */
let folder: string;

const run = async (command: string, args: string[]): Promise<string> => {
  const env = {
    ...process.env,
    NEURON_URL: service.url,
    NEURON: `${process.execPath} ${ROOT}bin/neuron.mjs`,
  };
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env });
  return stdout;
};
const node = (...args: string[]) => run(process.execPath, args);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "neuron-examples-"));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await run("npm", ["pack", join(ROOT, "packages/sdk"), "--silent"]);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  // Offline, since it needs no other package.
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--silent", `./${tarball}`]);
  cpSync(join(ROOT, "examples"), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the package is alone, and has what it needs and no more", () => {
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "@neuron",
  ]);
  const files = readdirSync(join(folder, "node_modules/@neuron/sdk"), { recursive: true }).map(String);
  expect(files).toEqual(
    expect.arrayContaining(["package.json", "README.md", "dist/index.js", "dist/index.d.ts"]),
  );
  expect(files.filter((name) => /test|tsbuildinfo|\.map$/.test(name))).toEqual([]);
});

test("its types need neither Node's nor any other package's", async () => {
  writeFileSync(
    join(folder, "use.ts"),
    `import { createNeuron, NeuronError, type Execution } from "@neuron/sdk";
const neuron = createNeuron({ url: "http://x" });
const execution: Execution = await neuron.run({ language: "python", source: "", tests: [{ expected: "1" }] });
for await (const event of neuron.stream(execution.id)) if (event.type === "stdout") event.data.data.trim();
// @ts-expect-error
await neuron.run({ language: "python", sorce: "" });
try { await neuron.languages({ timeoutMs: 1 }); } catch (error) { if (error instanceof NeuronError && error.code === "queue_full") error.retryAfterMs?.toFixed(); }
`,
  );
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2023", "dom", "dom.asynciterable"],
    types: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  expect(
    await node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".").catch((error) => error.stdout),
  ).toBe("");
});

test("run.sh", async () => {
  const printed = await run("sh", ["run.sh"]);
  expect(printed).toMatch(/"stdout":"hello world\\n".*\nHTTP 200\n/);
  expect(printed).toMatch(/"code":"unknown_field".*source.*\nHTTP 422\n/);
});

test("judge.mjs", async () => {
  expect(await node("judge/judge.mjs")).toMatch(
    /^1: accepted, \d+ ms\n2: accepted, .*\n3: accepted, .*\naccepted\n$/,
  );
  writeFileSync(join(folder, "wrong.cpp"), '#include <cstdio>\nint main() { std::puts("1"); }');
  expect(await node("judge/judge.mjs", "wrong.cpp")).toMatch(
    /^1: wrong_answer, .*\n2: accepted.*\n3: accepted.*\nwrong_answer\n$/,
  );
});

test("live.mjs", async () => {
  expect(await node("live.mjs")).toMatch(
    /^tick 1\ntick 2\ntick 3\ntick 4\ntick 5\n(tick \d+\n)*cancelled after \d+ ms\n$/,
  );
});

test("batch.mjs", async () => {
  expect(await node("batch.mjs", "60")).toBe("60 right of 60, 0 refused\n");
});

test("grade.sh", async () => {
  expect(await run("sh", ["grade/grade.sh"])).toBe(
    "submission,verdict\nada.py,passed\nbob.c,wrong answer\neve.c,does not compile\n",
  );
});
