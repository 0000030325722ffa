import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner } from "./primed-programs.js";
import { createRig, lines, python, type Rig } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);
const programs = primedPrograms(
  { kind: "python", language: "python", command: "python3", entry: "main.py", extension: ".py" },
  run,
);

const primed = (source: string): Promise<RunReport> => run(python(source, "python"));

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed Python does what python3 main.py does", () => {
  test.for(programs.names)("%s", async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    // A program that shows nothing at all would agree with anything.
    if (name !== "empty-source") expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });
});

describe("runs in one booted interpreter", () => {
  const MARK = "tsixe-ton-tsum";
  const leave = `
import builtins, gc, os, sys, tempfile, types
mark = "${MARK}"[::-1]
builtins.left = mark
sys.left = sys.modules["left"] = types.ModuleType(mark)
os.environ["LEFT"] = mark
os.left = [mark] * 1000
len.__class__, gc.callbacks.append(lambda *args: mark)
sys.path.insert(0, mark)
sys.setrecursionlimit(77_777)
sys.intern(mark)
for folder in (".", "/tmp", "/var/tmp", "/dev/shm"):
    open(os.path.join(folder, mark), "w").write(mark)
os.nice(5)
os.umask(0o777)
kept = [mark + str(n) for n in range(100_000)]
print(os.getpid())
`;
  const look = `
import os, sys
mark = "${MARK}"[::-1]
found = []
for name in ("builtins", "os", "sys", "__main__"):
    if hasattr(sys.modules[name], "left"):
        found.append(name)
if "left" in sys.modules or mark in sys.path or "LEFT" in os.environ or sys.getrecursionlimit() != 1000:
    found.append("state")
for folder in (".", "/tmp", "/var/tmp", "/dev/shm"):
    found += [folder for name in os.listdir(folder) if name == mark]
needle = mark.encode() + b"9"
with open("/proc/self/mem", "rb", 0) as memory:
    for line in open("/proc/self/maps"):
        fields = line.split()
        if "r" not in fields[1] or fields[-1] in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
            continue
        first, end = (int(x, 16) for x in fields[0].split("-"))
        try:
            memory.seek(first)
            data = memory.read(end - first)
        except OSError:
            continue
        if needle in data.replace(needle, b"", data.count(needle) if data.count(needle) < 20 else 0):
            found.append(line)
if os.nice(0) or os.umask(0) != 0o022:
    found.append("process")
print(found)
`;

  test("see nothing of the run before", async () => {
    expect(lines(await primed(leave))).toEqual(["2"]);
    expect(lines(await primed(look))).toEqual(["[]"]);
  });

  test("started anew for another TZ are timed like any other", async () => {
    const source = "import time; time.sleep(0.05); print(time.tzname[0])";
    const report = await run(python(source, "python", { env: { TZ: "XYZ-1" } }));
    expect(lines(report)).toEqual(["XYZ"]);
    expect(report.wallTimeMs).toBeGreaterThan(50);
    expect(report.startMs).toBeGreaterThan(0);
  });

  test("draw their own random numbers", async () => {
    const source = `
import random, secrets, tempfile, uuid, os
print(random.random(), secrets.token_hex(8), uuid.uuid4(), next(tempfile._get_candidate_names()), os.urandom(8).hex())`;
    const words = [await primed(source), await primed(source)].map((report) =>
      lines(report).join(" ").split(" "),
    );
    const [first = [], second = []] = words;
    expect(first).toHaveLength(5);
    expect(first.filter((word, index) => word === second[index])).toEqual([]);
  });

  test("see no more of the sandbox than descriptors 0 to 2 and themselves", async () => {
    const source = `
import os, re
print(sorted(os.listdir("/proc/self/fd"))[:-1], os.listdir("/proc/self/task"))
print(open("/proc/self/cmdline").read().split("\\0"))
print(sorted(x for x in open("/proc/self/environ").read().split("\\0") if x))
print([p for p in os.listdir("/proc") if p.isdigit()])
print(sorted({l.split()[-1] for l in open("/proc/self/maps") if "/run" in l or "/work" in l}))
print([l for l in open("/proc/self/maps") if l.split()[1][1:] in ("w-s", "wxs")])
print(os.path.exists("/run/neuron/agent"), [n for n in os.environ if "NEURON" in n or n.startswith("LD_")])`;
    expect(lines(await primed(source))).toEqual([
      "['0', '1', '2'] ['2']",
      "['python3', 'main.py', '']",
      "['HOME=/work', 'LANG=C.UTF-8', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']",
      "['1', '2']",
      "['/run/neuron/zygote.so']",
      "[]",
      "False []",
    ]);
  });
});

/** docs/reference/primed-python.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a primed Python", () => {
  const both = async (source: string): Promise<[string[], string[]]> => [
    lines(await run(python(source))),
    lines(await primed(source)),
  ];

  test("its parent is outside of its world", async () => {
    expect(await both("import os; print(os.getppid())")).toEqual([["1"], ["0"]]);
  });

  test("/proc shows the command line and environment of the boot", async () => {
    const source =
      'import os; print(open("/proc/self/cmdline").read().count("\\0"), "X=1" in open("/proc/self/environ").read())';
    const overrides = { env: { X: "1" } };
    const native = await run(python(source, "launcher", { ...overrides, argv: ["python3", "main.py", "a"] }));
    const forked = await run(python(source, "python", { ...overrides, argv: ["main.py", "a"] }));
    expect([lines(native), lines(forked)]).toEqual([["3 True"], ["2 False"]]);
  });

  test("hash seed and addresses are one per boot, and change when the sandbox is renewed", async () => {
    const source = "print(hash('seed'), id(len))";
    const [first, second] = [lines(await primed(source)), lines(await primed(source))];
    expect(second).toEqual(first);
    await sandboxes.get("python")?.renew("python");
    const renewed = lines(await primed(source));
    expect(renewed).not.toEqual(first);
    expect(renewed[0]?.split(" ")[0]).not.toBe(first[0]?.split(" ")[0]);
  });

  test("references to what was booted are not counted", async () => {
    expect(await both("import os, sys; print(sys.getrefcount(os.path.join) < 100_000)")).toEqual([
      ["True"],
      ["False"],
    ]);
  });

  test("it used hardly any CPU time when its first line runs", async () => {
    const [native, forked] = await both("import time; print(time.process_time())");
    expect(Number(forked[0])).toBeLessThan(Number(native[0]));
  });
});
