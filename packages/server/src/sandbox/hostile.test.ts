import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { command, createRig, lines, type Overrides, python, type Rig, shell } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

/**
 * Programs that mean harm. Each must end with an ordinary outcome, leave the agent and the booted runtime alive (the very
 * same processes), and the next jail clean.
 */
let rig: Rig;
let sandbox: Sandbox;
let staff: number[];
beforeAll(async () => {
  rig = await createRig(testRootfs());
  sandbox = await rig.driver.boot("python");
  staff = rig.pids(sandbox).slice(0, 2); // the agent and the booted python
});
afterEach(async () => {
  const begun = performance.now();
  await sandbox.prepare("launcher");
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(await sandbox.probe()).toBeNull();
  expect(rig.pids(sandbox).slice(0, 2)).toEqual(staff);
  expect(lines(await sandbox.run(command(["echo", "fine"])))).toEqual(["fine"]);
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

const LIBC = `
import ctypes, errno, os, signal, socket, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def call(*a):
  ctypes.set_errno(0)
  r = libc.syscall(*[ctypes.c_long(x) if isinstance(x, int) else x for x in a])
  return errno.errorcode[ctypes.get_errno()] if r == -1 else r
`;
const run = async (kind: JailKind, source: string, overrides: Overrides = {}): Promise<RunReport> => {
  await sandbox.prepare(kind);
  return sandbox.run(python(LIBC + source, kind === "python" ? "python" : "launcher", overrides));
};

describe.each<JailKind>(["launcher", "python"])("in a %s jail", (kind) => {
  test("others cannot be signalled, traced or looked into", async () => {
    const report = await run(
      kind,
      `
def attempt(f, *a):
  try: return f(*a) or "done"
  except OSError as e: return errno.errorcode[e.errno]
print(attempt(os.kill, 1, 9), attempt(os.kill, -1, 0), attempt(os.kill, 1, 19))
print(call(101, 16, 1, 0, 0), call(310, 1, 0, 0, 0, 0, 0), call(311, 1, 0, 0, 0, 0, 0), call(312, 1, 1, 0, 0, 0))
fd = os.pidfd_open(1)
print(call(424, fd, 9, 0, 0), call(438, fd, 0, 0))
print([attempt(lambda: open("/proc/1/" + n, "rb").read(1)) for n in ["environ", "maps", "mem", "stack", "auxv", "syscall"]])
print([attempt(os.readlink, "/proc/1/" + n) for n in ["exe", "cwd", "root"]], attempt(os.listdir, "/proc/1/fd"))
print(sorted(os.listdir("/proc/self/root/run/neuron")), attempt(os.listdir, "/proc/self/root/proc/1/root"))`,
    );
    const denied = "EACCES";
    const shown = lines(report).join("\n");
    // kill(-1) finds nobody but the caller itself.
    expect(lines(report)[0]).toMatch(/^EPERM (EPERM|ESRCH|done) EPERM$/);
    expect(lines(report).slice(1, 3)).toEqual(["EPERM EPERM EPERM EPERM", "EPERM EPERM"]);
    expect(shown).not.toMatch(/b'/);
    expect(lines(report)[3]).toMatch(/^\[('(EACCES|EPERM)'(, )?){6}\]$/);
    expect(lines(report)[4]).toBe(`['${denied}', '${denied}', '${denied}'] ${denied}`);
    expect(lines(report)[5]).toBe(`[] ${denied}`);
  });

  test("no namespace, mount, root, key, module or ring can be had", async () => {
    const report = await run(
      kind,
      `
flags = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
print({call(272, f) for f in flags}, {call(56, f | 17, 0, 0, 0, 0) for f in flags}, call(435, 0, 0))
print({call(308, os.open("/proc/self/ns/" + n, os.O_RDONLY), 0) for n in os.listdir("/proc/self/ns")})
print(call(165, b"none", b"/tmp", b"tmpfs", 0, 0), call(166, b"/proc", 2), call(161, b"/tmp"), call(155, b"/", b"/"))
print(call(250, 0, 0), call(248, 0, 0, 0, 0), call(321, 0, 0, 0), call(425, 1, 0), call(323, 0), call(298, 0, 0, -1, -1, 0))
print(call(105, 0), call(117, 0, 0, 0), call(157, 8, 1), call(135, 8))
print(call(56, 0x8000 | 17, 0, 0, 0, 0), call(133, b"/tmp/null", 0o20666, 0x103))`,
    );
    expect(lines(report)).toEqual([
      "{'EPERM'} {'EPERM'} ENOSYS",
      "{'EPERM'}",
      "EPERM EPERM EPERM EPERM",
      "EPERM EPERM EPERM EPERM EPERM EPERM",
      "EPERM EPERM 0 EPERM",
      "EPERM EPERM",
    ]);
  });

  test("what all sandboxes share tells nothing of others", async () => {
    const report = await run(
      kind,
      `
import fcntl
print(call(253), call(294, 0), call(300, 0, 0), call(206, 1, ctypes.byref(ctypes.c_long(0))))
fd = os.open("/usr", os.O_RDONLY)
for command in [1026, 1024]:
  try: fcntl.fcntl(fd, command, 1); print("done")
  except OSError as e: print(errno.errorcode[e.errno])
print(call(162), call(306, fd), call(74, fd))`,
    );
    expect(lines(report).slice(0, 2)).toEqual(["ENOSYS ENOSYS EPERM ENOSYS", "EINVAL"]);
    expect(lines(report)[2]).toMatch(/^(EACCES|EPERM|EINVAL)$/);
    expect(lines(report)[3]).toBe("0 0 0");
  });

  test("limits and priorities cannot be raised", async () => {
    const report = await run(
      kind,
      `
import resource
def attempt(f, *a):
  try: f(*a); return "done"
  except (OSError, ValueError) as e: return "refused"
R = resource
print([attempt(R.setrlimit, r, (1 << 20, 1 << 20)) for r in [R.RLIMIT_NPROC, R.RLIMIT_NOFILE, R.RLIMIT_CORE, R.RLIMIT_MEMLOCK, R.RLIMIT_MSGQUEUE]])
print(attempt(os.setpriority, os.PRIO_PROCESS, 0, -1), attempt(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1)))
print(attempt(os.setuid, 0), attempt(os.setgid, 0), attempt(os.setgroups, [0]))
class Attr(ctypes.Structure): _fields_ = [("n", ctypes.c_int)]
print(call(240, b"q", 0o102, 0o600, 0))`,
    );
    expect(lines(report)).toEqual([
      `[${Array.from({ length: 5 }, () => "'refused'").join(", ")}]`,
      "refused refused",
      "refused refused refused",
      "EMFILE",
    ]);
  });

  test("pipes that outlive every process do not hold the run up", async () => {
    const begun = performance.now();
    const report = await run(
      kind,
      `
import array
a, b = socket.socketpair()
for s in [a, b]: s.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [a.fileno(), b.fileno(), 1, 2]))])
print("done", flush=True)
os._exit(0)`,
    );
    expect(lines(report)).toEqual(["done"]);
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  const ends: [string, string, Overrides, object][] = [
    [
      "stops itself",
      "os.kill(os.getpid(), signal.SIGSTOP)",
      { limits: { wallTimeMs: 300 } },
      { outcome: "time_limit" },
    ],
    [
      "ignores every signal, closes everything and sleeps",
      "for s in range(1, 65):\n  try: signal.signal(s, signal.SIG_IGN)\n  except (OSError, ValueError): pass\nos.closerange(0, 4096)\ntime.sleep(99)",
      { limits: { wallTimeMs: 300 } },
      { outcome: "time_limit" },
    ],
    [
      "fills its own stdin and reads its own stdout",
      "w = os.open('/proc/self/fd/0', os.O_RDWR); os.write(w, b'x' * 1000); r = os.open('/proc/self/fd/1', os.O_RDWR); os.write(r, b'y'); os._exit(0)",
      { stdin: Buffer.alloc(1 << 20), limits: { wallTimeMs: 300 } },
      { outcome: "time_limit" },
    ],
    [
      "prints frames of the agent's protocol",
      "os.write(1, b'\\x2b\\0\\0\\0\\x45' + bytes(43)); os.write(2, b'\\0\\0\\0\\0\\x47'); os._exit(3)",
      {},
      { outcome: "runtime_error", exitCode: 3 },
    ],
    ["dies of its own hand", "os.kill(os.getpid(), 9)", {}, { outcome: "runtime_error", signal: "SIGKILL" }],
    [
      "fills memory by children",
      "for i in range(30):\n  if os.fork() == 0: x = bytearray(20 << 20); time.sleep(99)\nos.wait(); time.sleep(99)",
      { limits: { memoryBytes: 64 << 20, wallTimeMs: 10_000 } },
      { outcome: "memory_limit" },
    ],
    [
      "fills memory by files",
      "for i in range(4):\n  if os.fork() == 0: break\nf = open(str(os.getpid()), 'wb')\nwhile True: f.write(bytes(65536))",
      { limits: { memoryBytes: 16 << 20, wallTimeMs: 10_000 } },
      { outcome: "memory_limit" },
    ],
    [
      "fills memory by unix sockets",
      "keep = []\nwhile True:\n  a, b = socket.socketpair(); a.setblocking(False); keep += [a, b]\n  try:\n    while True: a.send(bytes(60000))\n  except BlockingIOError: pass",
      { limits: { memoryBytes: 32 << 20, wallTimeMs: 10_000 } },
      { outcome: "memory_limit" },
    ],
    [
      "forks without end",
      "while True:\n  try: os.fork()\n  except OSError: pass",
      { limits: { wallTimeMs: 700, processes: 30 } },
      { outcome: "time_limit" },
    ],
    [
      "starts threads without end",
      "import threading\nn = 0\ntry:\n  while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start(); n += 1\nexcept RuntimeError: os._exit(n)",
      { limits: { processes: 20 } },
      { exitCode: 19, dirty: "process_limit" },
    ],
    [
      "makes sockets in many processes, which die while the agent is asked",
      "import random\nkids = []\nend = time.time() + 0.3\nwhile time.time() < end:\n  while len(kids) < 12:\n    pid = os.fork()\n    while pid == 0:\n      try: socket.socket(), socket.socketpair()\n      except OSError: pass\n    kids.append(pid)\n  pid = kids.pop(random.randrange(12)); os.kill(pid, 9); os.waitpid(pid, 0)\nos._exit(4)",
      {},
      { exitCode: 4, dirty: null },
    ],
    [
      "leaves its streams in a socket that nobody reads",
      "a, b = socket.socketpair()\nfor i in range(30): socket.send_fds(a, [b'x'], [0, 1, 2, a.fileno(), b.fileno()])\nos._exit(5)",
      {},
      { exitCode: 5, dirty: null },
    ],
    [
      "takes every descriptor",
      "n = 0\ntry:\n  while True: os.open('/', os.O_RDONLY); n += 1\nexcept OSError as e: print(e.errno, n > 1000, flush=True)\nos._exit(0)",
      {},
      { outcome: "accepted" },
    ],
    [
      "leaves a tree too deep to walk, and names by the thousand",
      "for i in range(3000): os.mkdir('d'); os.chdir('d')\nfor i in range(5000): os.link('/work/main.py', 'l%d' % i)",
      {},
      { outcome: "accepted" },
    ],
    [
      "leaves memory dying behind it, more than an idle sandbox may have",
      "r, w = os.pipe()\nif os.fork() == 0: x = bytearray(600 << 20); os.write(w, b'x'); os.closerange(0, 3); time.sleep(99)\nos.read(r, 1); os._exit(0)",
      { limits: { memoryBytes: 1 << 30 } },
      { outcome: "accepted" },
    ],
  ];
  test.each(ends)("a program that %s", async (_, source, overrides, want) => {
    expect(await run(kind, source, overrides)).toMatchObject(want);
  });
});

describe("a work folder kept for the next run", () => {
  test("cannot turn the agent, the host or the next run against anybody", async () => {
    await sandbox.prepare("launcher");
    const plant = await sandbox.run(
      shell(
        `ln -s / tmp1; ln -s /etc shm1; ln -s ../../../../etc vartmp1; mkdir -p work0/tmp1; ln -s /proc/1/root root
         mkfifo pipe 2>/dev/null; ln -s loop loop; ln -s /etc/passwd main; truncate -s 1T sparse 2>/dev/null
         touch /tmp/left /dev/shm/left; chmod 0 /tmp 2>/dev/null; chmod 0 .`,
        { keepWork: true },
      ),
    );
    expect(plant.outcome).toBe("accepted");
    const next = await sandbox.run(
      shell("ls; ls -A /tmp /dev/shm /var/tmp; stat -c %a:%u /work /tmp; echo x > main", {
        useKeptWork: true,
      }),
    );
    const said = next.stdout.toString().split("\n");
    for (const name of ["loop", "main", "root", "shm1", "tmp1", "vartmp1", "work0"])
      expect(said).toContain(name);
    expect(said).not.toContain("left");
    expect(said.slice(-3, -1)).toEqual(["700:1000", "1777:0"]);
    expect(next.stderr.toString()).toMatch(/main: (Read-only file system|Permission denied)/);
  });

  test("files of a request are not written through planted links", async () => {
    await sandbox.prepare("launcher");
    await sandbox.run(shell("ln -s /tmp/elsewhere main.py; ln -s /etc sub", { keepWork: true }));
    const next = await sandbox.run(
      command(["cat", "main.py"], {
        useKeptWork: true,
        files: [{ path: "main.py", content: Buffer.from("x") }],
      }),
    );
    expect(next).toMatchObject({ outcome: "runtime_error", message: "could not start cat: EEXIST" });
  });
});
