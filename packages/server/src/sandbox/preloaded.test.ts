import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadLanguages } from "../languages/index.js";
import { testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner } from "./primed-programs.js";
import { createRig, lines, python, type Rig } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

const MIB = 1024 * 1024;
const PANDAS = "python-pandas";
const NUMPY = "python-numpy";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);
const programs = primedPrograms(
  {
    kind: NUMPY,
    folder: "python-preloaded",
    kindOf: (source) => (source.includes("pandas") ? PANDAS : NUMPY),
    command: "python3",
    entry: "main.py",
    extension: ".py",
  },
  run,
);

const preloaded = (source: string, overrides: Parameters<typeof python>[2] = {}): Promise<RunReport> =>
  run(python(source, "python", { kind: PANDAS, ...overrides }));

beforeAll(async () => {
  rig = await createRig(testRootfs(), { preloads: loadLanguages().flatMap(({ preload }) => preload) });
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a Python with preloaded packages does what python3 main.py does", () => {
  test.for(programs.names)("%s", { timeout: 60_000 }, async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });
});
