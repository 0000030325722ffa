import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { v1Mounts } from "./cgroups/v1.js";
import { createRig, javascript, lines, python, type Rig } from "./rig.js";
import { type RunReport, type RunRequest, type Sandbox, SandboxLostError } from "./types.js";

/** The end of programs in forked runtimes, of which the agent is told before the kernel has taken them apart. */
let rig: Rig;
let sandbox: Sandbox;
beforeAll(async () => {
  rig = await createRig(testRootfs());
  sandbox = await rig.driver.boot("python");
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

const run = async (request: RunRequest): Promise<RunReport> => {
  await sandbox.prepare(request.kind);
  return sandbox.run(request);
};

test("all that was printed before the end is there", async () => {
  const report = await run(
    python(
      `import sys
sys.stderr.write("e" * 40_000)
print("o" * 60_000)
sys.exit(7)`,
      "python",
    ),
  );
  expect(report).toMatchObject({ outcome: "runtime_error", exitCode: 7, signal: null, dirty: null });
  expect(report.stdout.toString()).toBe(`${"o".repeat(60_000)}\n`);
  expect(report.stderr.toString()).toBe("e".repeat(40_000));
});

test("a code is cut to eight bits", async () => {
  expect((await run(python("import sys\nsys.exit(256 + 9)", "python"))).exitCode).toBe(9);
  expect((await run(javascript("process.exit(-1)", "node"))).exitCode).toBe(255);
});

test("children that end do not end the program", async () => {
  const forks = `
import os, sys
for code in (5, 0):
  pid = os.fork()
  if pid == 0:
    print("child", flush=True)
    sys.exit(code)
  print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
many = [os.fork() or sys.exit(3) for _ in range(30)]
print(sum(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in many))
sys.exit(2)`;
  const report = await run(python(forks, "python"));
  expect(lines(report)).toEqual(["child", "5", "child", "0", "90"]);
  expect(report.exitCode).toBe(2);
});

test("another thread ends it", async () => {
  const report = await run(
    python(
      `import os, threading, time
threading.Thread(target=lambda: os._exit(3)).start()
time.sleep(60)`,
      "python",
    ),
  );
  expect(report).toMatchObject({ outcome: "runtime_error", exitCode: 3 });
});

test("what a child still holds is not waited for", async () => {
  const report = await run(
    python(
      `import os, time
if os.fork() == 0:
  time.sleep(60)
print("parent ends")`,
      "python",
    ),
  );
  expect(report.outcome).toBe("accepted");
  expect(lines(report)).toEqual(["parent ends"]);
  await sandbox.prepare("launcher");
  expect(await sandbox.probe()).toBeNull();
});

test("signals that are caught while it ends", async () => {
  const source = `
import signal, sys
signal.signal(signal.SIGALRM, lambda number, frame: None)
signal.setitimer(signal.ITIMER_REAL, 0.0003, 0.0001)
sys.exit(4)`;
  for (let i = 0; i < 30; i++) {
    const { exitCode, signal } = await run(python(source, "python"));
    // Python gives the signal its default action while it ends, where anything can be seen of its end.
    expect([4, "SIGALRM"]).toContain(exitCode ?? signal);
  }
});

test("an IPC namespace serves the next program, too, until one has made something in it", async () => {
  const look = async (more = ""): Promise<string[]> => {
    const source = `import ctypes, os\nprint(os.readlink("/proc/self/ns/ipc"))\nlibc = ctypes.CDLL(None)\n${more}`;
    return lines(await run(python(source, "python")));
  };
  const [first] = await look();
  expect(await look()).toEqual([first]);
  const made = await look("print(libc.shmget(0x5eed, 4096, 0o1666) >= 0)");
  expect(made).toEqual([first, "True"]);
  const [after, found] = await look("print(libc.shmget(0x5eed, 4096, 0) >= 0)");
  expect(after).not.toBe(first);
  expect(found).toBe("False");
});

test("what a run leaves behind meets the memory limit after its end: the next one is not charged with it", async () => {
  const other = await rig.driver.boot("python");
  expect((await other.run(python("print(1)", "python"))).outcome).toBe("accepted");
  const memory = v1Mounts().get("memory") ?? "/sys/fs/cgroup";
  const procs = `${memory}/neuron-${rig.instance}/${other.id}/cgroup.procs`;
  // As a child would that is still being killed.
  // A line without an end, which is kept in memory; nowhere else than in there.
  const enter = 'echo 1000 > /proc/self/oom_score_adj && echo $$ > "$1" && exec tail /dev/zero';
  const child = spawn("/bin/sh", ["-c", enter, "sh", procs], { stdio: "ignore" });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  await expect(other.prepare("python")).rejects.toThrow(SandboxLostError);
  await other.destroy();
});
