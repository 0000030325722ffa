import { closeSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testKind, testRootfs } from "../test-image.js";
import { command, createRig, lines, python, type Rig, shell } from "./rig.js";
import type { JailKind, Sandbox } from "./types.js";

/** What can be seen of a run: from the host, and by itself. */
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

const status = (pid: number): Map<string, string> =>
  new Map(
    readFileSync(`/proc/${pid}/status`, "utf8")
      .split("\n")
      .map((line) => line.split(/:\s+/) as [string, string]),
  );
const firstId = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/uid_map`, "utf8").trim().split(/\s+/)[1]);
const score = (pid: number): number => Number(readFileSync(`/proc/${pid}/oom_score_adj`, "utf8"));

/** In both kinds of jail. */
const both = describe.each<JailKind>(["launcher", "python"]);
const run = async (kind: JailKind, source: string, overrides = {}) => {
  await sandbox.prepare(kind);
  return sandbox.run(python(source, kind === "python" ? "python" : "launcher", overrides));
};

both("from the host, a program of a %s jail", (kind) => {
  test("is nobody: own ids, no capability, no new privileges, filtered, first to be killed", async () => {
    await sandbox.prepare(kind);
    const pids = rig.pids(sandbox);
    const agent = pids[0] ?? Number.NaN;
    const waiting = pids.at(-1) ?? Number.NaN;
    const first = firstId(waiting);
    expect(first).toBeGreaterThanOrEqual(0x7000_0000);
    const facts = status(waiting);
    const ids = Array.from({ length: 4 }, () => String(first + 1000)).join("\t");
    expect([facts.get("Uid"), facts.get("Gid"), facts.get("Groups")?.trim()]).toEqual([ids, ids, ""]);
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
      expect([set, facts.get(set)]).toEqual([set, "0000000000000000"]);
    expect([facts.get("NoNewPrivs"), facts.get("Seccomp")]).toEqual(["1", "2"]);
    const others = pids.filter((pid) => pid !== waiting);
    expect([score(waiting), ...others.map(score)]).toEqual([1000, ...others.map(() => 0)]);
    const spaceOf = (space: string, pid: number | "self"): string => readlinkSync(`/proc/${pid}/ns/${space}`);
    for (const space of ["pid", "mnt", "ipc", "net"])
      expect(spaceOf(space, waiting)).not.toBe(spaceOf(space, agent));
    for (const space of ["user", "uts", "cgroup"])
      expect(spaceOf(space, waiting)).toBe(spaceOf(space, agent));
    for (const space of ["pid", "mnt", "ipc", "net", "user", "uts", "cgroup"])
      expect(spaceOf(space, waiting)).not.toBe(spaceOf(space, "self"));
    expect(Number(status(agent).get("Uid")?.split("\t")[0])).toBe(first);
    expect(await sandbox.run(command(["true"]))).toMatchObject({ outcome: "accepted" });
  });
});

test("every sandbox has ids of its own", async () => {
  const other = await rig.driver.boot("launcher");
  const [a, b] = [firstId(rig.pids(sandbox)[0] ?? 0), firstId(rig.pids(other)[0] ?? 0)];
  expect(Math.abs(a - b)).toBeGreaterThanOrEqual(65_536);
  await other.destroy();
});

both("inside a %s jail", (kind) => {
  test("nothing is writable but four folders and four devices", async () => {
    const report = await run(
      kind,
      `
import os
free = {"/work", "/tmp", "/var/tmp", "/dev/shm"}
found = []
for folder, subfolders, files in os.walk("/"):
  subfolders[:] = [s for s in subfolders if os.path.join(folder, s) not in free | {"/proc"}]
  if os.access(folder, os.W_OK): found.append(folder)
  for name in files:
    path = os.path.join(folder, name)
    if not os.path.islink(path) and os.access(path, os.W_OK): found.append(path)
for folder in free:
  open(folder + "/probe", "w").close()
  os.symlink("/", folder + "/link")
for path in ["/x", "/usr/x", "/dev/x", "/etc/x", "/run/x", "/run/neuron/x", "/proc/x"]:
  try: open(path, "w"); found.append("made " + path)
  except OSError: pass
for path in ["/proc/sys/kernel/hostname", "/proc/self/oom_score_adj", "/proc/self/oom_adj", "/proc/sysrq-trigger",
             "/proc/self/uid_map", "/proc/sys/kernel/core_pattern", "/proc/self/timerslack_ns", "/proc/self/coredump_filter"]:
  try:
    with open(path, "w") as f: f.write("0")
    found.append("wrote " + path)
  except OSError: pass
print(sorted(found))`,
    );
    expect(lines(report)).toEqual([
      JSON.stringify(["/dev/full", "/dev/null", "/dev/random", "/dev/tty", "/dev/urandom", "/dev/zero"])
        .replaceAll('"', "'")
        .replaceAll(",", ", "),
    ]);
  });

  test("what is written to the host's devices leaves no trace on them", async () => {
    const source = `
import os, stat
for name in os.listdir("/dev"):
  path = "/dev/" + name
  if not os.path.exists(path) or not stat.S_ISCHR(os.stat(path).st_mode): continue
  was = os.stat(path)
  if name not in ("random", "tty"):
    with open(path, "r+b", buffering=0) as device:
      try: device.read(1), device.write(b"x")
      except OSError as e: print(path, e.errno)
  for change in (os.utime, lambda p: os.utime(p, (1, 1)), lambda p: os.chmod(p, 0o600)):
    try: change(path); print(path, "changed")
    except OSError: pass
  now = os.stat(path)
  if (was.st_atime_ns, was.st_mtime_ns, was.st_ctime_ns) != (now.st_atime_ns, now.st_mtime_ns, now.st_ctime_ns): print(path, "differs")`;
    expect(lines(await run(kind, source))).toEqual(["/dev/full 28"]);
  });

  test("the files are bounded: bytes and their number", async () => {
    const report = await run(
      kind,
      `
import os
def fill(folder):
  written = 0
  try:
    with open(folder + "/big", "wb", 0) as f:
      while True: written += f.write(bytes(65536))
  except OSError as e: print(folder, e.errno, written >> 10)
  os.remove(folder + "/big")
for folder in ["/work", "/tmp", "/var/tmp", "/dev/shm"]: fill(folder)
made = 0
try:
  while True:
    os.mkdir("/tmp/%d" % made); made += 1
except OSError as e: print(e.errno, made < 20000)`,
      { limits: { diskBytes: 8 << 20 } },
    );
    expect(report.outcome).toBe("accepted");
    expect(
      lines(report)
        .slice(0, 4)
        .map((line) => line.split(" ").slice(0, 2).join(" ")),
    ).toEqual(["/work 28", "/tmp 28", "/var/tmp 28", "/dev/shm 28"]);
    for (const line of lines(report).slice(0, 4))
      expect(Number(line.split(" ")[2])).toBeLessThanOrEqual(8 << 10);
    expect(lines(report)[4]).toBe("28 True");
  });

  test("only its own descriptors, processes and environment are there, and nobody's network", async () => {
    const report = await run(
      kind,
      `
import os, socket
print(sorted(int(f) for f in os.listdir("/proc/self/fd"))[:-1])
print(sorted(p for p in os.listdir("/proc") if p.isdigit()) == sorted({"1", str(os.getpid())}), os.getpid() != 1)
print(sorted(e.split(b"=")[0] for e in open("/proc/self/environ", "rb").read().split(b"\\0") if e))
print(os.listdir("/run/neuron"), [i[1] for i in socket.if_nameindex()])
try: socket.create_connection(("192.0.2.1", 80), 1)
except OSError as e: print(e.errno)
s = socket.create_server(("127.0.0.1", 0)); socket.create_connection(s.getsockname()); print("loopback")
print(os.getcwd(), os.uname().nodename, oct(os.umask(0)), os.getsid(0) == os.getpid(), os.nice(0))
print(open("/proc/self/cgroup").read().splitlines()[0].rpartition(":")[2])`,
    );
    const [fds, pids, env, run1, unreachable, loopback, place, group] = lines(report);
    expect(fds).toBe("[0, 1, 2]");
    expect(pids).toBe("True True");
    expect(env).toBe("[b'HOME', b'LANG', b'PATH']");
    expect(run1).toBe("[] ['lo']");
    expect([unreachable, loopback, place, group]).toEqual([
      "101",
      "loopback",
      "/work sandbox 0o22 True 0",
      "/",
    ]);
  });

  test("nothing of it is there for the next one", async () => {
    const leave = `
import ctypes, os, socket, signal, threading
libc = ctypes.CDLL(None, use_errno=True)
for folder in ["/work", "/tmp", "/var/tmp", "/dev/shm"]: open(folder + "/left", "w").close()
print(libc.shmget(4242, 4096, 0o1666) >= 0, libc.semget(4242, 1, 0o1666) >= 0, libc.msgget(4242, 0o1666) >= 0)
a = socket.socket(socket.AF_UNIX); a.bind("\\0left"); a.listen()
t = socket.create_server(("127.0.0.1", 4242))
signal.alarm(100)
if os.fork() == 0:
  os.setsid()
  for s in range(1, 32):
    try: signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError): pass
  while True: signal.pause()`;
    const look = `
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
print([f for f in ["/work", "/tmp", "/var/tmp", "/dev/shm"] if os.path.exists(f + "/left")])
print(libc.shmget(4242, 4096, 0), libc.semget(4242, 1, 0), libc.msgget(4242, 0))
for family, address in [(socket.AF_UNIX, "\\0left"), (socket.AF_INET, ("127.0.0.1", 4242))]:
  try: socket.socket(family).connect(address); print("connected")
  except OSError as e: print(e.errno)
print(len([p for p in os.listdir("/proc") if p.isdigit()]), open("/proc/net/unix").read().count("\\n") - 1)`;
    expect(lines(await run(kind, leave))).toEqual(["True True True"]);
    expect(lines(await run(kind, look))).toEqual(["[]", "-1 -1 -1", "111", "111", "2 0"]);
    await sandbox.prepare("launcher");
    expect(await sandbox.probe()).toBeNull();
  });

  test("a network namespace serves the next run only if nobody made a socket in it", async () => {
    /** Of the jail that waits now. Held open, so that no later one can get its number. */
    const space = async () => {
      await sandbox.prepare(kind);
      const file = `/proc/${rig.pids(sandbox).at(-1)}/ns/net`;
      return { fd: openSync(file, "r"), id: readlinkSync(file) };
    };
    /** Whether the jail after a run of it is in the same one. */
    const keeps = async (source: string): Promise<boolean> => {
      const before = await space();
      const report = await sandbox.run(python(source, kind === "python" ? "python" : "launcher"));
      expect(lines(report)).toEqual(["fine"]);
      const after = await space();
      for (const { fd } of [before, after]) closeSync(fd);
      return before.id === after.id;
    };
    const harmless = [
      "",
      "try: socket.socket(socket.AF_VSOCK)\nexcept OSError: pass",
      "open('/proc/net/tcp').read(); os.system('cat /proc/net/unix > /dev/null')",
    ];
    const makers = [
      "socket.socket(socket.AF_UNIX)",
      "socket.socketpair()",
      "socket.if_nameindex()",
      "if os.fork() == 0: socket.socket(); os._exit(0)\nos.wait()",
      "t = threading.Thread(target=socket.socket); t.start(); t.join()",
      "for i in range(300): socket.socket(socket.AF_INET6)",
      // A signal may come while the agent is asked.
      `signal.setitimer(signal.ITIMER_REAL, 1e-3, 1e-3)
for i in range(300):
  try: socket.socket()
  except InterruptedError: pass
signal.setitimer(signal.ITIMER_REAL, 0)`,
    ];
    const source = (statements: string) =>
      `import os, signal, socket, threading\nsignal.signal(signal.SIGALRM, lambda *_: None)\n${statements}\nprint("fine")`;
    for (const one of harmless) expect([one, await keeps(source(one))]).toEqual([one, true]);
    for (const one of makers) expect([one, await keeps(source(one))]).toEqual([one, false]);
  });

  test("what the network counted is not there for the next one", async () => {
    const count = `
tcp = [line.split() for line in open("/proc/net/snmp") if line.startswith("Tcp:")]
print(dict(zip(*tcp))["PassiveOpens"], sum(1 for _ in open("/proc/net/tcp")) - 1)`;
    const talk = `
import socket
server = socket.create_server(("127.0.0.1", 0)); a = socket.create_connection(server.getsockname()); b = server.accept()[0]
a.close(); b.close() # leaves one in TIME_WAIT`;
    expect(lines(await run(kind, talk + count))).toEqual(["1 2"]);
    expect(lines(await run(kind, count))).toEqual(["0 0"]);
  });
});

test.each([
  ["python", "python"],
  ["php", "php"],
])("a %s that is booted after a run does not keep what that wrote", async (language, prime) => {
  await sandbox.prepare(testKind(language, prime));
  const before = sandbox.memoryBytes();
  await sandbox.renew("launcher");
  const filled = await sandbox.run(shell("head -c 60000000 /dev/zero >x; wc -c <x"));
  expect(lines(filled)).toEqual(["60000000"]);
  await sandbox.prepare(testKind(language, prime));
  await expect.poll(() => sandbox.memoryBytes()).toBeLessThan(before + (30 << 20));
  await sandbox.prepare("launcher");
});

test("a terminal gives nothing but itself", async () => {
  await sandbox.prepare("launcher");
  const source = `
import errno, fcntl, os, struct
def tried(what, act, *args):
  try: act(*args); print(what)
  except OSError as e: print(what, errno.errorcode[e.errno])
number = struct.pack("i", 1)
# The first four are refused by the filter; the others only the master's owner or an administrator may.
for name, request, argument in [("STI", 0x5412, b"x"), ("LINUX", 0x541c, b"\\2"), ("CONS", 0x541d, b""), ("SETD", 0x5423, number),
    ("SPTLCK", 0x40045431, number), ("PKT", 0x5420, number), ("SIG", 0x40045436, 9), ("GPTPEER", 0x5441, 0),
    ("VHANGUP", 0x5437, 0), ("SLCKTRMIOS", 0x5457, b"\\xff" * 64)]: tried(name, fcntl.ioctl, 0, request, argument)
for path in ["/dev/ptmx", "/dev/pts/ptmx"]:
  tried(path, os.open, path, os.O_RDWR | os.O_NOCTTY); tried(path, os.chmod, path, 0o666); tried(path, os.utime, path)
tried("device", os.mknod, "ptmx", 0o020666, os.makedev(5, 2))
fcntl.ioctl(0, 0x5414, struct.pack("HHHH", *[65535] * 4)); print(*os.get_terminal_size(), *sorted(os.listdir("/dev/pts")))`;
  const report = await sandbox.run(python(source, "launcher", { terminal: { columns: 80, rows: 24 } }));
  expect(lines(report).map((line) => line.trimEnd())).toEqual([
    ...["STI EPERM", "LINUX EPERM", "CONS EPERM", "SETD EPERM", "SPTLCK ENOTTY", "PKT ENOTTY", "SIG ENOTTY"],
    ...["GPTPEER EIO", "VHANGUP EPERM", "SLCKTRMIOS EPERM"],
    ...["/dev/ptmx EACCES", "/dev/ptmx EPERM", "/dev/ptmx EACCES"],
    ...["/dev/pts/ptmx EACCES", "/dev/pts/ptmx EPERM", "/dev/pts/ptmx EACCES"],
    ...["device EPERM", "65535 65535 0 ptmx"],
  ]);
});

test("set-user-id programs of the image are ordinary programs", async () => {
  await sandbox.prepare("launcher");
  const report = await sandbox.run(
    shell(
      "cp /bin/id .; chmod u+s id; ./id -u; find / -xdev -perm -4000 -type f 2>/dev/null | head -1 | grep -c . ; true",
    ),
  );
  expect(lines(report)[0]).toBe("1000");
});
