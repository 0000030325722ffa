import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testRootfs } from "../../test-image.js";
import { createRig, lines, python, type Rig } from "../rig.js";
import type { RunRequest, Sandbox } from "../types.js";
import { v1Mounts } from "./v1.js";

const MIB = 1024 * 1024;

test("v1 controllers are found wherever they are mounted", () => {
  const mounts = v1Mounts(
    [
      "22 27 0:20 / /sys rw,nosuid - sysfs sysfs rw",
      "31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate",
      "32 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw shared:15 master:3 - cgroup cgroup rw,cpu,cpuacct",
      "33 30 0:29 / /elsewhere/memory rw - cgroup cgroup rw,memory",
      "34 30 0:29 / /a/second/memory rw - cgroup cgroup rw,memory",
      "35 30 0:30 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd",
      "",
    ].join("\n"),
  );
  expect(mounts.get("cpu")).toBe("/sys/fs/cgroup/cpu,cpuacct");
  expect(mounts.get("cpuacct")).toBe("/sys/fs/cgroup/cpu,cpuacct");
  expect(mounts.get("memory")).toBe("/elsewhere/memory");
  expect(mounts.has("pids")).toBe(false);
  expect(v1Mounts("").size).toBe(0);
});

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

test("programs leave the CPU to those who serve them", () => {
  const parent = `neuron-${rig.instance}`;
  const cpu = v1Mounts().get("cpu");
  const [file, whole] = cpu
    ? [`${cpu}/${parent}/cpu.shares`, 1024]
    : [`/sys/fs/cgroup/${parent}/cpu.weight`, 100];
  expect(Number(readFileSync(file, "utf8"))).toBe(whole / 2);
});

const measure = async (request: RunRequest) => {
  await sandbox.prepare("launcher");
  // Some of what the one before had is given back a grace period after its end, which is long on a busy machine.
  await delay(100);
  const report = await sandbox.run(request);
  expect(lines(report).slice(1)).toEqual([]);
  expect(report.outcome).toBe("accepted");
  return { report, said: Number(lines(report)[0]) };
};

test("memory is what the program touched, not what the one before it did", async () => {
  const touch = (mib: number) => python(`x = bytearray(${mib} << 20)`);
  await measure(touch(0)); // the first one may have files to read
  const base = (await measure(touch(0))).report.memoryBytes;
  for (const mib of [150, 16, 64]) {
    const used = (await measure(touch(mib))).report.memoryBytes - base;
    expect(used / MIB).toBeGreaterThan(mib * 0.97 - 1);
    expect(used / MIB).toBeLessThan(mib * 1.03 + 1);
  }
});

test("files in the work folder are memory", async () => {
  const { report } = await measure(
    python(`f = open("f", "wb")\nfor i in range(40): f.write(bytes(1 << 20))`),
  );
  expect(report.memoryBytes / MIB).toBeGreaterThan(40);
  expect(report.memoryBytes / MIB).toBeLessThan(60);
});

/** A sandbox where a run was the first to read a large file of the image. */
const chargedWithFiles = async (): Promise<Sandbox> => {
  const unused = "/usr/bin/x86_64-linux-gnu-lto-dump-14"; // 31 MiB
  // Out of the machine's cache: whoever reads it next is charged with it.
  execFileSync("dd", [`if=${join(testRootfs(), unused)}`, "iflag=nocache", "count=0", "status=none"]);
  const other = await rig.driver.boot("launcher");
  const before = { own: other.memoryBytes(), charged: chargedBytes(other) };
  const read = python(`f = open("${unused}", "rb")\nwhile f.read(1 << 16): pass`);
  expect(lines(await other.run(read))).toEqual([]);
  await other.prepare("launcher");
  expect((chargedBytes(other) - before.charged) / MIB).toBeGreaterThan(25);
  expect((other.memoryBytes() - before.own) / MIB).toBeLessThan(5);
  return other;
};

/** As the kernel counts it, files and all. */
const chargedBytes = (sandbox: Sandbox): number => {
  const groups = readFileSync(`/proc/${rig.pids(sandbox)[0]}/cgroup`, "utf8").split("\n");
  const memory = groups.find((line) => /^\d+:memory:/.test(line))?.split(":")[2];
  const file =
    memory === undefined
      ? `${groups.find((line) => line.startsWith("0::"))?.slice(3)}/memory.current`
      : `/memory${memory}/memory.usage_in_bytes`;
  return Number(readFileSync(`/sys/fs/cgroup${file}`, "utf8"));
};

test("what an earlier one was first to read of the image is no room for the next one", async () => {
  const other = await chargedWithFiles();
  const use = (mib: number, most: number) =>
    other.run(python(`x = bytearray(${mib} << 20)`, "launcher", { limits: { memoryBytes: most * MIB } }));
  const fits = await use(50, 64);
  expect([fits.outcome, lines(fits)]).toEqual(["accepted", []]);
  expect(fits.memoryBytes / MIB).toBeGreaterThan(49);
  await other.prepare("launcher");
  const exceeds = await use(80, 64);
  expect(exceeds.outcome).toBe("memory_limit");
  expect(exceeds.memoryBytes / MIB).toBeGreaterThan(60);
  await other.destroy();
});

test("nor where that is more than the next one may use", async () => {
  for (const [mib, outcome] of [
    [8, "accepted"],
    [22, "memory_limit"],
  ] as const) {
    const other = await chargedWithFiles();
    const limits = { memoryBytes: 20 * MIB };
    expect((await other.run(python(`x = bytearray(${mib} << 20)`, "launcher", { limits }))).outcome).toBe(
      outcome,
    );
    await other.destroy();
  }
});

test("CPU time is what getrusage says, children included", async () => {
  const burn = `
import os, resource, time
def used(who): u = resource.getrusage(who); return u.ru_utime + u.ru_stime
def burn(seconds):
  while used(resource.RUSAGE_SELF) < seconds: pass
if os.fork() == 0: burn(0.15); os._exit(0)
os.wait()
burn(0.3)
print((used(resource.RUSAGE_SELF) + used(resource.RUSAGE_CHILDREN)) * 1000)`;
  const { report, said } = await measure(python(burn));
  expect(said).toBeGreaterThan(445);
  expect(report.cpuTimeMs).toBeGreaterThan(said * 0.97 - 5);
  expect(report.cpuTimeMs).toBeLessThan(said * 1.05 + 25);
});

test("sleeping is wall time and no CPU time", async () => {
  const before = sandbox.cpuMs();
  const sleep = `
import time
begun = time.monotonic()
time.sleep(0.3)
print((time.monotonic() - begun) * 1000)`;
  const { report, said } = await measure(python(sleep));
  expect(report.wallTimeMs).toBeGreaterThanOrEqual(said - 1);
  expect(report.cpuTimeMs).toBeLessThan(100);
  expect(sandbox.cpuMs()).toBeGreaterThan(before);
  expect(rig.driver.totalCpuMs()).toBeGreaterThanOrEqual(sandbox.cpuMs());
});

test("a killed child is an out-of-memory kill, and the sandbox lives on", async () => {
  await sandbox.prepare("launcher");
  const child = python(
    "import os\nif os.fork() == 0: bytearray(1 << 30)\nos.wait()\nprint('parent lives')",
    "launcher",
    { limits: { memoryBytes: 32 * MIB } },
  );
  const report = await sandbox.run(child);
  expect(report).toMatchObject({ outcome: "memory_limit", dirty: "memory_limit" });
  expect(report.memoryBytes / MIB).toBeGreaterThan(31);
  expect(report.memoryBytes / MIB).toBeLessThan(33);
  await sandbox.prepare("launcher");
  expect(await sandbox.probe()).toBeNull();
});

test("what sockets hold is bounded, too", async () => {
  const hoard = `
import os, socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.setblocking(False)
keep = []
for i in range(900):
  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 30)
  s.bind(("127.0.0.1", 0))
  keep.append(s)
  for k in range(6):
    try: sender.sendto(bytes(60000), s.getsockname())
    except OSError: break
held = 0
for s in keep:
  s.setblocking(False)
  try:
    while True: held += len(s.recv(65536))
  except OSError: pass
print(held)`;
  await sandbox.prepare("launcher");
  const report = await sandbox.run(python(hoard));
  if (report.outcome === "memory_limit") return; // where sockets are charged as memory
  expect(report.outcome).toBe("accepted");
  expect(Number(lines(report)[0]) / MIB).toBeLessThan(64);
});

test("what a jail took that was made in an awake sandbox is not the run's", async () => {
  const other = await rig.driver.boot("launcher");
  await other.prepare("launcher");
  await delay(150); // its idle state is noted, and it is not frozen yet
  const report = await other.run(python("print(1)", "python"));
  expect(report).toMatchObject({ outcome: "accepted", primed: false });
  // One thread: it cannot have used more than the time that went by. Booting the runtime took ten times as much.
  expect(report.cpuTimeMs).toBeLessThan(report.wallTimeMs + 5);
  await other.destroy();
});
