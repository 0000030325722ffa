import type { Execution } from "@neuron/contract";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Rig, type RigWorker, startRig } from "./worker-rig.js";

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
});

const tally = (executions: readonly Execution[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of executions) counts[`${outcome}`] = (counts[`${outcome}`] ?? 0) + 1;
  return counts;
};

/** The most that ran at once, looked at often. */
const watchRunning = (worker: RigWorker) => {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(worker.report().running), 5);
  return () => {
    clearInterval(timer);
    return { most: Math.max(0, ...samples), mean: samples.reduce((a, b) => a + b, 0) / samples.length };
  };
};

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 15_000, interval: 10 });

test("one execution: from the waiting jail to a settled result and one line in the log", async () => {
  const worker = await rig.worker();
  expect(worker.report()).toMatchObject({ ready: true, draining: false, running: 0, deaths: {} });
  const execution = await rig.run("python", "print(input() * 2)", { stdin: "secret-input" });
  expect(execution).toMatchObject({
    outcome: "accepted",
    run: { stdout: "secret-inputsecret-input\n", encoding: "utf8", exitCode: 0 },
    sandbox: { primed: true, uses: 1 },
    attempts: 1,
  });
  await until(() => worker.log.some((line) => line.msg === "execution"));
  const lines = worker.log.filter((line) => line.msg === "execution");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    execution: execution.id,
    language: "python",
    outcome: "accepted",
    attempt: 1,
    settled: "done",
    runMs: expect.any(Number),
    queuedMs: expect.any(Number),
  });
  expect(JSON.stringify(worker.log)).not.toMatch(/secret|print/);
});

test("packages that a source mentions are there ahead from the second time on", async () => {
  const worker = await rig.worker({ poolSize: 8 });
  const kinds = () => worker.report().sandboxes.map(({ kind }) => kind);
  expect(kinds()).not.toContain("python-numpy");
  const source = "import sys; n = len(sys.modules); import numpy; print(numpy.arange(4).sum(), n < 60)";
  const stdout = "6 True\n";
  expect(await rig.run("python", source)).toMatchObject({ run: { stdout }, sandbox: { primed: false } });
  await until(() =>
    worker.report().sandboxes.some(({ kind, state }) => kind === "python-numpy" && state === "warm"),
  );
  expect(await rig.run("python", source)).toMatchObject({ run: { stdout }, sandbox: { primed: true } });
  expect(await rig.run("python", "print(1)")).toMatchObject({
    run: { stdout: "1\n" },
    sandbox: { primed: true },
  });
});

test("compiles, then runs what was compiled", async () => {
  await rig.worker();
  const source = '#include <stdio.h>\nint main(void) { puts("compiled"); return 7; }';
  expect(await rig.run("c", source)).toMatchObject({
    outcome: "runtime_error",
    compile: { exitCode: 0, stderr: "" },
    run: { stdout: "compiled\n", exitCode: 7 },
    timings: { compileMs: expect.any(Number), runMs: expect.any(Number) },
  });
  const broken = await rig.run("c", "int main(void) {");
  expect(broken).toMatchObject({ outcome: "compile_error", compile: { exitCode: 1 }, run: null });
  expect(broken.compile?.stderr).toContain("main.c:1");
  const slow = await rig.run("c", source, { limits: { compileCpuTimeMs: 1 } });
  expect(slow).toMatchObject({ outcome: "compile_error", run: null });
  expect(slow.compile?.stderr).toContain("The compiler was stopped at its time limit");
});

test("output beyond the limit never splits a character; other bytes come as base64", async () => {
  await rig.worker();
  const cut = await rig.run("python", "print('é' * 5000)", { limits: { outputBytes: 1001 } });
  expect(cut).toMatchObject({
    outcome: "output_limit",
    run: { stdout: "é".repeat(500), stdoutTruncated: true, encoding: "utf8" },
  });
  const bytes = await rig.run(
    "python",
    "import sys; sys.stdout.buffer.write(b'\\xff'); sys.stderr.write('e')",
  );
  expect(bytes).toMatchObject({
    outcome: "accepted",
    run: { stdout: "/w==", stderr: "ZQ==", encoding: "base64" },
  });
});

describe("cancelling", () => {
  test("kills a running one at once", async () => {
    const worker = await rig.worker();
    const { id, finished } = await rig.submit("python", "import time; time.sleep(60)");
    await until(() => worker.report().running === 1);
    const from = performance.now();
    await rig.client.cancel("local", id);
    expect(await finished).toMatchObject({ outcome: "cancelled" });
    expect(performance.now() - from).toBeLessThan(3_000);
    await until(() => worker.report().deaths.cancelled === 1);
  });

  test("kills a compiler, too", async () => {
    const worker = await rig.worker();
    // Takes seconds: each level doubles the work.
    const source = "#define A(x) x x\n#define B(x) A(A(A(A(x))))\nint main() { B(B(B(B(B(;))))) }";
    const { id, finished } = await rig.submit("c", source);
    await until(() => worker.report().running === 1);
    await rig.client.cancel("local", id);
    expect(await finished).toMatchObject({ outcome: "cancelled", run: null });
  });
});

describe("how many run at once", () => {
  test("200 sleepers share a pool of 50", async () => {
    const worker = await rig.worker({ poolSize: 50 });
    const watched = watchRunning(worker);
    const from = performance.now();
    const all = await Promise.all(
      Array.from({ length: 200 }, () => rig.run("python", "import time; time.sleep(1)")),
    );
    expect(tally(all)).toEqual({ accepted: 200 });
    // Two at a time would take 100 s. On a machine of its own it is about 5 s, with 50 at a time.
    expect(watched().most).toBeGreaterThan(10);
    expect(performance.now() - from).toBeLessThan(40_000);
  });

  test("200 busy loops run as many at a time as there are cores, and none reaches a limit", async () => {
    const worker = await rig.worker({ poolSize: 50 });
    const watched = watchRunning(worker);
    const source = "import time\nwhile time.process_time() < 0.03: pass";
    const limits = { cpuTimeMs: 150, wallTimeMs: 5_000 };
    const all = await Promise.all(Array.from({ length: 200 }, () => rig.run("python", source, { limits })));
    expect(tally(all)).toEqual({ accepted: 200 });
    expect(watched().mean).toBeLessThan(5);
  });

  test("busy ones pass by sleeping ones", async () => {
    await rig.worker({ poolSize: 30 });
    const sleepers = Array.from({ length: 20 }, () => rig.run("python", "import time; time.sleep(5)"));
    const from = performance.now();
    await Promise.all(Array.from({ length: 20 }, () => rig.run("python", "print(1)")));
    expect(performance.now() - from).toBeLessThan(4_000);
    expect(tally(await Promise.all(sleepers))).toEqual({ accepted: 20 });
  });
});

describe("what waits in the pool", () => {
  test("follows a burst, within the budget of memory", async () => {
    const poolMemoryMib = 128;
    const languages = ["bash", "javascript", "python"];
    const worker = await rig.worker({ poolSize: 20, poolMemoryMib, languages });
    const waiting = (kind: string) =>
      worker.report().sandboxes.filter((one) => one.state === "warm" && one.kind === kind).length;
    const idleMib = () =>
      worker.report().sandboxes.reduce((sum, one) => sum + one.memoryBytes, 0) / 1024 ** 2;
    for (const [language, kind, source, least] of [
      ["javascript", "node", "setTimeout(() => {}, 300)", 4],
      ["python", "python", "import time; time.sleep(0.3)", 6],
    ] as const) {
      const before = waiting(kind);
      expect(before).toBeGreaterThanOrEqual(1);
      const all = await Promise.all(Array.from({ length: 40 }, () => rig.run(language, source)));
      expect(tally(all)).toEqual({ accepted: 40 });
      await until(() => waiting(kind) > before && waiting(kind) >= least);
    }
    // What each takes is known on average only.
    await until(() => idleMib() <= 1.25 * poolMemoryMib);
    // Each language would still be served at once.
    for (const kind of ["launcher", "python", "node"]) expect(waiting(kind)).toBeGreaterThanOrEqual(1);
  });
});

describe("sandboxes", () => {
  test("one that hit a limit is replaced; the others go on", async () => {
    const worker = await rig.worker({ poolSize: 3 });
    const limits = { cpuTimeMs: 100 };
    const endless = await Promise.all(
      Array.from({ length: 12 }, () => rig.run("python", "while True: pass", { limits })),
    );
    expect(tally(endless)).toEqual({ time_limit: 12 });
    expect(new Set(endless.map((execution) => execution.sandbox?.id)).size).toBe(12);
    await until(() => worker.report().sandboxes.filter(({ state }) => state === "warm").length === 3);
    expect(worker.report().deaths).toEqual({ time_limit: 12 });
    for (const { id } of worker.report().sandboxes) {
      expect(endless.map((execution) => execution.sandbox?.id)).not.toContain(id);
    }
  });

  test("one that is killed while it waits is replaced", async () => {
    // A frozen process dies only when it is thawed, which the next probe does.
    const worker = await rig.worker({ poolSize: 2, tuning: { upkeep: { probeIntervalMs: 500 } } });
    const victim = worker.report().sandboxes[0]?.id ?? "";
    const [agent = 0] = worker.processesOf(victim);
    process.kill(agent, "SIGKILL");
    await until(() => worker.report().sandboxes.every(({ id, state }) => id !== victim && state === "warm"));
    expect(worker.report().sandboxes).toHaveLength(2);
    expect(worker.processesOf(victim)).toEqual([]);
  });

  test("an execution whose sandbox dies is run again elsewhere", async () => {
    const worker = await rig.worker({ poolSize: 3 });
    const { finished } = await rig.submit("python", "import time; time.sleep(1); print('done')");
    await until(() => worker.report().running === 1);
    const busy = worker.report().sandboxes.find(({ state }) => state === "busy")?.id ?? "";
    const [agent = 0] = worker.processesOf(busy);
    process.kill(agent, "SIGKILL");
    expect(await finished).toMatchObject({ outcome: "accepted", attempts: 2, run: { stdout: "done\n" } });
    expect(worker.report().deaths).toEqual({ lost: 1 });
  });

  test("serve one execution only where so configured", async () => {
    const worker = await rig.worker({ poolSize: 2, singleUse: true });
    const all = await Promise.all(Array.from({ length: 6 }, () => rig.run("bash", "echo $$")));
    expect(new Set(all.map((execution) => execution.sandbox?.id)).size).toBe(6);
    expect(tally(all)).toEqual({ accepted: 6 });
    await until(() => worker.report().deaths.single_use === 6);
  });

  test("are renewed and probed in quiet moments, and stay good", async () => {
    const upkeep = { probeIntervalMs: 300, choresAfterQuietMs: 20, lastOneAfterQuietMs: 20 };
    const worker = await rig.worker({ poolSize: 1, tuning: { upkeep } });
    const hashes = new Set<string | undefined>();
    const source = "print(hash('a'))";
    await vi.waitFor(
      async () => {
        hashes.add((await rig.run("python", source)).run?.stdout);
        expect(hashes.size).toBeGreaterThan(1);
      },
      { timeout: 15_000, interval: 400 },
    );
    expect(worker.report().sandboxes).toHaveLength(1);
    expect(worker.report().deaths).toEqual({});
  });
});

describe("stopping", () => {
  test("lets what runs end in time", async () => {
    const worker = await rig.worker();
    const { finished } = await rig.submit("python", "import time; time.sleep(0.5); print('ended')");
    await until(() => worker.report().running === 1);
    const stopping = worker.stop(10_000);
    expect(worker.report()).toMatchObject({ draining: true, ready: false });
    expect(await finished).toMatchObject({ outcome: "accepted", attempts: 1, run: { stdout: "ended\n" } });
    await stopping;
  });

  test("gives back what does not, and another worker runs it", async () => {
    const worker = await rig.worker();
    const { finished } = await rig.submit("python", "import time; time.sleep(2); print('ended')");
    await until(() => worker.report().running === 1);
    const from = performance.now();
    await worker.stop(100);
    expect(performance.now() - from).toBeLessThan(5_000);
    await rig.worker();
    expect(await finished).toMatchObject({ outcome: "accepted", attempts: 2, run: { stdout: "ended\n" } });
  });

  test("works in the middle of starting", async () => {
    const starting = rig.worker({ poolSize: 20, name: "hasty" });
    await expect(starting.then((worker) => worker.stop(0))).resolves.toBeUndefined();
  });
});
