import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testImage, testRootfs } from "../test-image.js";
import { agentFiles } from "./driver.js";
import { AGENT_BUILD, command, createRig, lines, python, type Rig, shell, tracesOf } from "./rig.js";
import { type Sandbox, SandboxLostError } from "./types.js";

const agentOf = (rig: Rig, sandbox: Sandbox): number => rig.pids(sandbox)[0] ?? Number.NaN;
const sleeping = command(["sleep", "99"], { limits: { wallTimeMs: 99_000 } });

/** Resolves when the program has certainly begun: a byte of its output cannot be seen, its CPU account can. */
const untilBusy = async (rig: Rig, sandbox: Sandbox): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!rig.cgroup(sandbox, (group) => group.processIds()).some((pid) => nameOf(pid) === "sleep")) {
    if (Date.now() > deadline) throw new Error("the program did not begin");
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("a sandbox whose agent is killed", () => {
  let rig: Rig;
  let sandbox: Sandbox;
  let lost: Promise<string>;
  beforeAll(async () => {
    rig = await createRig(testRootfs());
  });
  beforeEach(async () => {
    sandbox = await rig.driver.boot("python");
    lost = new Promise((resolve) => sandbox.onLost(resolve));
  });
  afterAll(async () => {
    await rig.stop();
    expect(rig.traces()).toEqual([]);
  });

  test("idle and thawed: says that it is lost, refuses, can be destroyed", async () => {
    rig.cgroup(sandbox, (group) => group.thaw());
    process.kill(agentOf(rig, sandbox), "SIGKILL");
    expect(await lost).toBe("the agent ended");
    await expect(sandbox.prepare("launcher")).rejects.toThrow(SandboxLostError);
    await expect(sandbox.run(sleeping)).rejects.toThrow(SandboxLostError);
    await expect(sandbox.probe()).rejects.toThrow(SandboxLostError);
    await sandbox.destroy();
  });

  test("frozen: the next thing asked of it says so", async () => {
    process.kill(agentOf(rig, sandbox), "SIGKILL");
    await expect(sandbox.run(sleeping)).rejects.toThrow(SandboxLostError);
    await sandbox.destroy();
  });

  test("busy: the run is lost, not failed", async () => {
    const run = sandbox.run(sleeping);
    await untilBusy(rig, sandbox);
    process.kill(agentOf(rig, sandbox), "SIGKILL");
    await expect(run).rejects.toThrow(SandboxLostError);
    await sandbox.destroy();
  });

  test("busy, and only the jail's init is killed: the run is lost, the sandbox is not", async () => {
    await sandbox.prepare("launcher");
    const run = sandbox.run(sleeping);
    await untilBusy(rig, sandbox);
    const init = rig.pids(sandbox).find((pid) => nameOf(pid) === "init") ?? Number.NaN;
    process.kill(init, "SIGKILL");
    await expect(run).rejects.toThrow("the jail died");
    await sandbox.prepare("launcher");
    expect(await sandbox.probe()).toBeNull();
    await sandbox.destroy();
  });

  test("its booted runtime is killed: another one is booted, and nobody is left behind", async () => {
    const runtime = rig.pids(sandbox).find((pid) => nameOf(pid).startsWith("python")) ?? Number.NaN;
    rig.cgroup(sandbox, (group) => group.thaw());
    process.kill(runtime, "SIGKILL");
    await sandbox.prepare("python");
    expect(rig.pids(sandbox)).toHaveLength(4);
    expect(await sandbox.probe()).toBeNull();
    expect(lines(await sandbox.run(python("print('ok')", "python")))).toEqual(["ok"]);
    await sandbox.destroy();
  });
});

describe("destroying", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(testRootfs());
  });
  afterAll(async () => {
    await rig.stop();
    await rig.stop();
    expect(rig.traces()).toEqual([]);
  });

  test("while busy: what is under way rejects, and nobody calls that a loss", async () => {
    const sandbox = await rig.driver.boot("launcher");
    let losses = 0;
    sandbox.onLost(() => {
      losses += 1;
    });
    const run = sandbox.run(sleeping);
    await untilBusy(rig, sandbox);
    const gone = sandbox.destroy();
    await expect(run).rejects.toThrow(SandboxLostError);
    await gone;
    await sandbox.destroy();
    expect(losses).toBe(0);
    expect(rig.traces().join("\n")).not.toContain(sandbox.id);
  });

  test("while preparing, while probing, while frozen, twice at once", async () => {
    const sandboxes = await Promise.all([1, 2, 3].map(() => rig.driver.boot("launcher")));
    const [preparing, probing, frozen] = sandboxes as [Sandbox, Sandbox, Sandbox];
    const prepare = preparing.prepare("python");
    const probe = probing.probe();
    const gone = sandboxes.map((sandbox) => sandbox.destroy());
    await expect(prepare).rejects.toThrow(SandboxLostError);
    await expect(probe).rejects.toThrow(SandboxLostError);
    await Promise.all([...gone, frozen.destroy()]);
  });

  test("stop ends what is booted and what is booting", async () => {
    const other = await createRig(testRootfs());
    await other.driver.boot("launcher");
    const booting = other.driver.boot("launcher").then(
      () => "booted",
      () => "refused",
    );
    await other.stop();
    expect(["booted", "refused"]).toContain(await booting);
    await expect(other.driver.boot("launcher")).rejects.toThrow("stopping");
    expect(other.traces()).toEqual([]);
  });
});

describe("a boot that fails", () => {
  const failing = async (rig: Rig, why: RegExp): Promise<void> => {
    try {
      await expect(rig.driver.boot("launcher")).rejects.toThrow(why);
      // The name of a sandbox begins with its slot.
      expect(rig.traces().filter((trace) => /\/s\d+-/.test(trace))).toEqual([]);
    } finally {
      await rig.stop();
    }
    expect(rig.traces()).toEqual([]);
  };

  test("a root without mount points", async () => {
    const empty = mkdtempSync(join(tmpdir(), "neuron-empty-"));
    chmodSync(empty, 0o755);
    try {
      await failing(await createRig(empty), /runc ended with 1: .*(no such file|read-only)/i);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  test("no such runtime", async () => {
    await failing(await createRig(testRootfs(), { runtime: "nosuch-runtime" }), /nosuch-runtime/);
  });

  test("a runtime that says no", async () => {
    await failing(
      await createRig(testRootfs(), { runtime: "runc --nosuch-flag" }),
      /runc ended with 1: .*nosuch-flag/s,
    );
  });

  test("an agent that cannot be executed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "neuron-agent-"));
    try {
      for (const name of agentFiles(AGENT_BUILD)) writeFileSync(join(folder, name), "not a program");
      await failing(await createRig(testRootfs(), { agentDir: folder }), /exec format error/i);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a worker that is killed", () => {
  test("leaves what the next of its name removes, frozen sandboxes too", async () => {
    const instance = `doomed${process.pid}`;
    const stateDir = `/run/neuron/${instance}`;
    const bystander = await createRig(testRootfs());
    const other = await bystander.driver.boot("launcher");
    const worker = spawn(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `
        const { createSandboxDriver } = await import(${JSON.stringify(new URL("../../dist/sandbox/index.js", import.meta.url).href)});
        const { default: pino } = await import("pino");
        const driver = createSandboxDriver({ ...${JSON.stringify({ instance, rootfs: testRootfs(), imagesDir: testImage().imagesDir, agentDir: AGENT_BUILD, stateDir, runtime: "runc" })}, layersOf: () => [], logger: pino({ level: "silent" }) });
        await driver.start();
        const boots = [await driver.boot("launcher"), await driver.boot("launcher"), await driver.boot("python")];
        boots[0].run(${JSON.stringify({ ...sleeping, stdin: undefined })}.argv && { ...${JSON.stringify({ ...sleeping, stdin: null })}, stdin: Buffer.alloc(0) }).catch(() => {});
        while (boots.slice(1).some((one) => one.awake)) await new Promise((resolve) => setTimeout(resolve, 5));
        console.log("busy");
        setInterval(() => {}, 1000);
        `,
      ],
      { stdio: ["ignore", "pipe", "inherit"], cwd: new URL("../..", import.meta.url) },
    );
    const exited = once(worker, "exit");
    const output = createInterface({ input: worker.stdout as Readable });
    const [said] = await once(output, "line");
    expect(said).toBe("busy");
    worker.kill("SIGKILL");
    await exited;
    const left = tracesOf(instance, stateDir);
    // Of two frozen sandboxes: agents, inits, launchers, one booted and one forked python.
    expect(left.filter((trace) => trace.startsWith("process")).length).toBeGreaterThanOrEqual(6);
    expect(left.filter((trace) => trace.startsWith("mount"))).not.toEqual([]);

    const next = await createRig(testRootfs(), { instance, stateDir });
    expect(next.traces().filter((trace) => trace.startsWith("process"))).toEqual([]);
    expect(next.traces().filter((trace) => /\/s\d+-/.test(trace))).toEqual([]);
    const sandbox = await next.driver.boot("launcher");
    expect(lines(await sandbox.run(command(["echo", "ok"])))).toEqual(["ok"]);
    expect(lines(await other.run(command(["echo", "untouched"])))).toEqual(["untouched"]);
    await next.stop();
    expect(next.traces()).toEqual([]);
    await bystander.stop();
    expect(bystander.traces()).toEqual([]);
  });
});

test("two instances side by side do not know each other", async () => {
  const [one, two] = [await createRig(testRootfs()), await createRig(testRootfs())];
  const sandboxes = [await one.driver.boot("launcher"), await two.driver.boot("launcher")];
  await one.stop();
  expect(lines(await (sandboxes[1] as Sandbox).run(shell("echo still here")))).toEqual(["still here"]);
  await two.stop();
  expect([...one.traces(), ...two.traces()]).toEqual([]);
});

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}
