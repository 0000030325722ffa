import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { testRootfs } from "../test-image.js";
import { command, createRig, lines, python, type Rig, shell } from "./rig.js";
import type { Sandbox } from "./types.js";

let rig: Rig;
let sandbox: Sandbox;
beforeAll(async () => {
  rig = await createRig(testRootfs());
  sandbox = await rig.driver.boot("launcher");
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

const run = async (...args: Parameters<Sandbox["run"]>) => {
  const report = await sandbox.run(...args);
  await sandbox.prepare("launcher");
  expect(await sandbox.probe()).toBeNull();
  return report;
};

describe("a sandbox", () => {
  test("boots to a waiting jail, runs, prepares, probes", async () => {
    const other = await rig.driver.boot("launcher");
    expect(other.kind).toBe("launcher");
    expect(await other.probe()).toBeNull();
    const report = await other.run(
      command(["cat", "-", "a/b"], { stdin: "in", files: [file("a/b", "+file")] }),
    );
    expect(report).toMatchObject({
      outcome: "accepted",
      exitCode: 0,
      signal: null,
      primed: true,
      dirty: null,
    });
    expect(report.stdout.toString()).toBe("in+file");
    expect(other.kind).toBeNull();
    expect(await other.probe()).toBe("no jail is waiting");
    await other.prepare("launcher");
    expect(other.uses).toBe(1);
    expect(other.memoryBytes()).toBeGreaterThan(0);
    await other.destroy();
    await expect(other.run(command(["true"]))).rejects.toThrow("destroyed");
    expect(other.cpuMs() + other.memoryBytes()).toBe(0);
  });

  test("forks a booted runtime, another one after renewal", async () => {
    const addresses = python("print(id(object), hash('x'))", "python");
    await sandbox.prepare("python");
    const first = await sandbox.run(addresses);
    expect(first).toMatchObject({ outcome: "accepted", primed: true });
    await sandbox.prepare("python");
    expect(await sandbox.probe()).toBeNull();
    await sandbox.renew("python");
    expect(await sandbox.probe()).toBeNull();
    const renewed = await sandbox.run(addresses);
    expect(lines(renewed)).not.toEqual(lines(first));
    await sandbox.prepare("launcher");
    expect(sandbox.kind).toBe("launcher");
  });

  test("makes another jail when the waiting one does not fit", async () => {
    const report = await run(shell("df --output=size -k . | tail -1", { limits: { diskBytes: 8 << 20 } }));
    expect(report).toMatchObject({ outcome: "accepted", primed: false });
    expect(Number(lines(report)[0])).toBe(8 << 10);
  });

  test("keeps the work folder of a compile step, and only that", async () => {
    const source = file("main.c", '#include <stdio.h>\nint main(void) { return puts("built") < 0; }');
    const compile = await sandbox.run(
      command(["gcc", "-o", "main", "main.c"], { files: [source], keepWork: true }),
    );
    expect(compile).toMatchObject({ outcome: "accepted", dirty: null });
    const built = await sandbox.run(command(["./main"], { useKeptWork: true, keepWork: true }));
    expect(lines(built)).toEqual(["built"]);
    const again = await sandbox.run(
      shell("ls; touch /tmp/x /dev/shm/x", { useKeptWork: true, keepWork: true }),
    );
    expect(lines(again)).toEqual(["main", "main.c"]);
    const third = await sandbox.run(shell("ls /tmp /dev/shm /var/tmp | grep x", { useKeptWork: true }));
    expect(lines(third)).toEqual([]);
    await sandbox.prepare("launcher");
    expect(lines(await run(command(["ls", "-A", "/work", "/tmp", "/dev/shm"])))).toEqual([
      "/dev/shm:",
      "/tmp:",
      "/work:",
    ]);
  });

  test("refuses to do two things at once", async () => {
    const first = sandbox.run(command(["true"]));
    await expect(sandbox.probe()).rejects.toThrow("two things at once");
    await first;
    await sandbox.prepare("launcher");
  });
});

describe("outcomes", () => {
  const cases: [string, ReturnType<typeof command>, object][] = [
    ["exit code", shell("exit 3"), { outcome: "runtime_error", exitCode: 3, signal: null, dirty: null }],
    ["128 and more", shell("exit 200"), { outcome: "runtime_error", exitCode: 200, dirty: null }],
    ["signal", shell("kill -SEGV $$"), { outcome: "runtime_error", exitCode: null, signal: "SIGSEGV" }],
    ["abort", python("import os; os.abort()"), { outcome: "runtime_error", signal: "SIGABRT" }],
    [
      "no such command",
      command(["nosuch"]),
      { outcome: "runtime_error", exitCode: null, signal: null, message: "could not start nosuch: ENOENT" },
    ],
    [
      "not executable",
      command(["./f"], { files: [{ path: "f", content: Buffer.from("x") }] }),
      { outcome: "runtime_error", message: "could not start ./f: EACCES" },
    ],
    [
      "wall time",
      command(["sleep", "9"], { limits: { wallTimeMs: 150 } }),
      { outcome: "time_limit", message: "stopped after 150 ms of wall time", dirty: "time_limit" },
    ],
    [
      "CPU time",
      shell("while :; do :; done", { limits: { cpuTimeMs: 150 } }),
      { outcome: "time_limit", message: "stopped after 150 ms of CPU time", dirty: "time_limit" },
    ],
    [
      "CPU time of many",
      shell("for i in 1 2 3 4; do (while :; do :; done) & done; wait", { limits: { cpuTimeMs: 200 } }),
      { outcome: "time_limit", message: "stopped after 200 ms of CPU time" },
    ],
    [
      "memory",
      python("x = bytearray(1 << 30)", "launcher", { limits: { memoryBytes: 64 << 20 } }),
      { outcome: "memory_limit", signal: "SIGKILL", dirty: "memory_limit" },
    ],
    [
      "output",
      shell("yes", { limits: { outputBytes: 5000 } }),
      { outcome: "output_limit", stdoutTruncated: true, stderrTruncated: false, dirty: "output_limit" },
    ],
    [
      "output in one go, larger than a pipe, and gone",
      python(
        "import fcntl, os\nfcntl.fcntl(1, 1031, 1 << 20)\nos.write(1, bytes(500000))\nos._exit(0)",
        "launcher",
        { limits: { outputBytes: 400_000 } },
      ),
      { outcome: "output_limit", stdoutTruncated: true },
    ],
    [
      "processes",
      python(
        "import os, time\nmade = 1\ntry:\n  while os.fork(): made += 1\n  time.sleep(99)\nexcept OSError: os._exit(made)",
        "launcher",
        { limits: { processes: 10 } },
      ),
      { outcome: "runtime_error", exitCode: 10, dirty: "process_limit" },
    ],
    ["stdin that nobody reads", command(["true"], { stdin: Buffer.alloc(1 << 20) }), { outcome: "accepted" }],
  ];
  test.each(cases)("%s", async (_, request, want) => {
    expect(await run(request)).toMatchObject(want);
  });

  test("everything that was printed comes, in full and apart", async () => {
    const big = Buffer.alloc(900_000, "0123456789");
    const echoed = await run(command(["cat"], { stdin: big }));
    expect(echoed.stdout.equals(big)).toBe(true);
    const both = await run(shell("echo out; echo err >&2"));
    expect([both.stdout.toString(), both.stderr.toString()]).toEqual(["out\n", "err\n"]);
    const exact = await run(shell("printf 1234567890", { limits: { outputBytes: 10 } }));
    expect(exact).toMatchObject({ outcome: "accepted", stdoutTruncated: false });
  });

  test.each([4, 16])("a request of %i MiB does not count against a small memory limit", async (mib) => {
    const big = Buffer.alloc(mib << 20, "x");
    const limits = { memoryBytes: 8 << 20 };
    expect(await run(command(["wc", "-c"], { stdin: big, limits }))).toMatchObject({ outcome: "accepted" });
    // As a file it is the program's: it lies in memory. What was allowed for the request's copies, which are gone by then, is
    // not enough for three of it.
    const [program, outcome] = mib === 4 ? ["wc -c f", "accepted"] : ["cat f f > g", "memory_limit"];
    const report = await run(shell(program, { files: [{ path: "f", content: big }], limits }));
    expect(report).toMatchObject({ outcome });
  });

  test("cancelled, at once and while it runs", async () => {
    const early = new Cancellation();
    early.cancel();
    expect(await run(command(["sleep", "9"]), early)).toMatchObject({
      outcome: "cancelled",
      dirty: "cancelled",
    });
    const late = new Cancellation();
    const begun = performance.now();
    const report = sandbox.run(command(["sleep", "9"]), late);
    setImmediate(() => late.cancel());
    expect(await report).toMatchObject({ outcome: "cancelled" });
    expect(performance.now() - begun).toBeLessThan(5000);
    await sandbox.prepare("launcher");
  });

  test("what is left running ends with the program", async () => {
    const report = await run(
      shell("(sleep 99 >/dev/null 2>&1 &) ; (trap '' TERM HUP; sleep 99 &) ; echo done"),
    );
    expect(report).toMatchObject({ outcome: "accepted", dirty: null });
    expect(report.wallTimeMs).toBeLessThan(5000);
    expect(rig.pids(sandbox)).toHaveLength(4); // agent, booted python, init, launcher
  });
});

const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });
