import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { command, createRig, lines, python, type Rig } from "./rig.js";
import type { InputFile, JailKind, RunReport, RunRequest, Sandbox } from "./types.js";

/**
 * A primed Python against `python3 main.py` in the same kind of jail: every program below test/programs/python must end
 * the same way, byte for byte. Beside `name.py` there may be `name.files/`, copied into the work folder, and `name.json`.
 */
interface ProgramOptions {
  /** Path of the program in the work folder. Default main.py. */
  readonly entry?: string;
  /** What follows the entry on the command line. */
  readonly args?: readonly string[];
  /** The whole command line after `python3`, instead of entry and args. */
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly stdinBase64?: string;
  readonly stdinRepeat?: number;
}

const FOLDER = fileURLToPath(new URL("../../../../test/programs/python", import.meta.url));
const PROGRAMS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.slice(0, -".py".length));
const MIB = 1024 * 1024;

function filesBelow(folder: string, prefix = ""): InputFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return filesBelow(join(folder, entry.name), `${path}/`);
    return [{ path, content: readFileSync(join(folder, entry.name)) }];
  });
}

function stdinOf({ stdin, stdinBase64, stdinRepeat }: ProgramOptions): Buffer {
  const once = stdinBase64 === undefined ? Buffer.from(stdin ?? "") : Buffer.from(stdinBase64, "base64");
  return Buffer.concat(Array<Buffer>(stdinRepeat ?? 1).fill(once));
}

function requestFor(name: string, kind: "launcher" | "python"): RunRequest {
  const optionsFile = join(FOLDER, `${name}.json`);
  const options: ProgramOptions = existsSync(optionsFile)
    ? JSON.parse(readFileSync(optionsFile, "utf8"))
    : {};
  const entry = options.entry ?? "main.py";
  const argv = options.argv ?? [entry, ...(options.args ?? [])];
  return command(kind === "python" ? argv : ["python3", ...argv], {
    kind,
    files: [
      { path: entry, content: readFileSync(join(FOLDER, `${name}.py`)) },
      ...filesBelow(join(FOLDER, `${name}.files`)),
    ],
    env: options.env ?? {},
    stdin: stdinOf(options),
    limits: { memoryBytes: 512 * MIB, outputBytes: 4 * MIB },
  });
}

/** All that a client sees of a run, but for addresses, which differ between any two runs. */
function seen(report: RunReport): object {
  const text = (bytes: Buffer): string => bytes.toString("latin1").replace(/0x[0-9a-f]{6,}/g, "0x…");
  const { outcome, exitCode, signal, message } = report;
  return { outcome, exitCode, signal, message, stdout: text(report.stdout), stderr: text(report.stderr) };
}

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();

/** Runs in the one sandbox of that kind, with a jail that was made before; a dirty sandbox gives way to a new one. */
async function run(request: RunRequest): Promise<RunReport> {
  const { kind } = request;
  const sandbox = sandboxes.get(kind) ?? (await rig.driver.boot(kind));
  sandboxes.set(kind, sandbox);
  if (sandbox.kind !== kind) await sandbox.prepare(kind);
  const report = await sandbox.run(request);
  expect(report.primed).toBe(true);
  if (report.dirty === null) return report;
  sandboxes.delete(kind);
  await sandbox.destroy();
  return report;
}

const primed = (source: string): Promise<RunReport> => run(python(source, "python"));

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed Python does what python3 main.py does", () => {
  test.for(PROGRAMS)("%s", async (name) => {
    const [native, forked] = await Promise.all([
      run(requestFor(name, "launcher")),
      run(requestFor(name, "python")),
    ]);
    expect(seen(forked)).toEqual(seen(native));
    // A program that shows nothing at all would agree with anything.
    const { exitCode, stdout, stderr } = native;
    if (name !== "empty-source") expect(exitCode !== 0 || stdout.length + stderr.length > 0).toBe(true);
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

  test("it used hardly any CPU time when its first line runs", async () => {
    const [native, forked] = await both("import time; print(time.process_time())");
    expect(Number(forked[0])).toBeLessThan(Number(native[0]));
  });
});
