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
    language: "python",
    folder: "python-preloaded",
    kindOf: (source) => (source.includes("pandas") ? PANDAS : NUMPY),
    command: "python3",
    entry: "main.py",
    extension: ".py",
  },
  run,
);

const primed = (source: string, overrides: Parameters<typeof python>[2] = {}): Promise<RunReport> =>
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

describe.each([NUMPY, PANDAS])("runs in one booted interpreter (%s)", (kind) => {
  const here = (source: string): Promise<RunReport> => primed(source, { kind });

  test("draw their own random numbers, imported in whatever way", async () => {
    for (const imports of ["import numpy as np", "import random, numpy.random; np = numpy"]) {
      const source = `${imports}
import random, secrets, uuid
np.random.get_state()[2]
print(np.random.rand(), np.random.default_rng().random(), np.random.RandomState().rand(), np.random.PCG64().random_raw())
print(random.random(), secrets.token_hex(8), uuid.uuid4(), np.random.bytes(8).hex(), hash(tuple(np.random.permutation(99))))`;
      const words = [await here(source), await here(source)].map((report) =>
        lines(report).join(" ").split(" "),
      );
      const [first = [], second = []] = words;
      expect(first).toHaveLength(9);
      expect(first.filter((word, index) => word === second[index])).toEqual([]);
    }
  });

  test("see nothing of the run before", async () => {
    const leave = `
import sys, warnings, numpy as np
np.left = sys.modules["numpy"].linalg.left = "left"
np.random.seed(1)
np.seterr(all="raise")
np.set_printoptions(precision=1)
warnings.simplefilter("error")
print("left")`;
    const look = `
import _warnings, numpy as np
first = np.random.RandomState(1).rand()
print(hasattr(np, "left"), hasattr(np.linalg, "left"), np.random.rand() == first, np.geterr()["over"])
print(np.get_printoptions()["precision"], any(one[0] == "error" for one in _warnings.filters))`;
    expect(lines(await here(leave))).toEqual(["left"]);
    expect(lines(await here(look))).toEqual(["False False False warn", "8 False"]);
  });

  test("have one thread, three descriptors, and nothing of the boot in their environment", async () => {
    const source = `
import os, numpy
print(sorted(os.listdir("/proc/self/fd"))[:-1], os.listdir("/proc/self/task"))
print(sorted(x.split("=")[0] for x in open("/proc/self/environ").read().split("\\0") if x), [n for n in os.environ if "NEURON" in n])
print([l for l in open("/proc/self/maps") if l.split()[1][1:] in ("w-s", "wxs")], os.path.exists("/run/neuron/agent"))`;
    expect(lines(await here(source))).toEqual([
      "['0', '1', '2'] ['2']",
      "['HOME', 'LANG', 'PATH'] []",
      "[] False",
    ]);
  });

  test.each([64, 128, 512])("fit into %i MiB, whatever they share with the runtime", async (mib) => {
    const limits = { memoryBytes: mib * MIB };
    const source = `import ${kind === PANDAS ? "pandas" : "numpy"}; print("fits")`;
    const report = await run(python(source, "python", { kind, limits }));
    expect([report.outcome, ...lines(report)]).toEqual(["accepted", "fits"]);
    expect(report.memoryBytes).toBeLessThanOrEqual(limits.memoryBytes);
    expect(report.memoryBytes / MIB).toBeGreaterThan(10);
    expect(report.memoryBytes / MIB).toBeLessThan(100);
  });

  test("are stopped at their memory limit, which is for what they use themselves", async () => {
    const source = "import numpy; print(len(numpy.ones(14_000_000)))"; // 107 MiB
    const within = async (mib: number): Promise<string> =>
      (await run(python(source, "python", { kind, limits: { memoryBytes: mib * MIB } }))).outcome;
    expect([await within(64), await within(128)]).toEqual(["memory_limit", "accepted"]);
  });
});

test("a sandbox becomes one of theirs after a run with a small memory limit, and is plain again", async () => {
  const sandbox = await rig.driver.boot("python");
  await sandbox.run(python("print(1)", "python", { limits: { memoryBytes: 8 * MIB } }));
  await sandbox.prepare(PANDAS);
  const source = "import pandas; print(pandas.Series([1, 2]).sum())";
  expect(lines(await sandbox.run(python(source, "python", { kind: PANDAS })))).toEqual(["3"]);
  const large = sandbox.memoryBytes();
  await sandbox.prepare("python");
  expect(sandbox.memoryBytes()).toBeLessThan(large / 2);
  await sandbox.destroy();
});

test("a module that cannot be imported ahead is named", async () => {
  const preload = { prime: "python", modules: ["numpy", "not_there"], seeders: [], rehearsal: "1" };
  const other = await createRig(testRootfs(), { preloads: [{ ...preload, kind: "python-broken" }] });
  try {
    await expect(other.driver.boot("python-broken")).rejects.toThrow(
      "cannot import ahead: ModuleNotFoundError(\"No module named 'not_there'\")",
    );
  } finally {
    await other.stop();
  }
  expect(other.traces()).toEqual([]);
});

/** docs/reference/primed-python.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a Python with preloaded packages", () => {
  const both = async (source: string): Promise<[string[], string[]]> => [
    lines(await run(python(source))),
    lines(await primed(source)),
  ];

  test("references to what was booted are not counted", async () => {
    const source = "import sys, pandas; print(sys.getrefcount(pandas.DataFrame) < 100_000)";
    expect(await both(source)).toEqual([["True"], ["False"]]);
  });

  test("what was booted stays frozen, and gc does not show it", async () => {
    const source =
      "import gc, pandas; print(gc.get_freeze_count() > 0, any(one is pandas.DataFrame for one in gc.get_objects()))";
    expect(await both(source)).toEqual([["False True"], ["True False"]]);
  });

  test("what a hidden module registered is there before it shows", async () => {
    const source = 'import copyreg; print(any(one.__module__ == "re" for one in copyreg.dispatch_table))';
    expect(await both(source)).toEqual([["False"], ["True"]]);
  });
});
