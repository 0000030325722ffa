import { expect, test } from "vitest";
import { bash, c, python } from "../e2e/service.js";
import { useSlot } from "./slot.js";

/** Programs that take all there is of something, or do not go away. */
const slot = useSlot();
const MIB = 1024 * 1024;

test("fork bombs", async () => {
  const limits = { wallTimeMs: 1_500, cpuTimeMs: 1_000, processes: 40 };
  await slot.attack(
    python("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", { limits }),
    "time_limit",
  );
  await slot.attack(bash(":(){ :|:& };: ; sleep 60", { limits }), [
    "time_limit",
    "runtime_error",
    "output_limit",
  ]);
  await slot.attack(
    c(
      "#include <unistd.h>\n#include <signal.h>\nint main(void) { signal(SIGCHLD, SIG_IGN); for (;;) if (fork() == 0) setsid(); }",
      {
        limits,
      },
    ),
    "time_limit",
  );
});

test("as many processes as the limit says, and no more", async () => {
  const source = `
import os, time
made = 0
try:
    while made < 500:
        if os.fork() == 0: time.sleep(9)
        made += 1
except OSError as e: print(made, e.strerror)`;
  const run = await slot.attack(python(source, { limits: { processes: 10 } }), ["accepted", "runtime_error"]);
  expect(run.stdout).toBe("9 Resource temporarily unavailable\n");
});

test("a thread bomb", async () => {
  const source = `#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static void *stay(void *p) { pause(); return p; }
int main(void) { pthread_t t; int n = 0; while (pthread_create(&t, NULL, stay, NULL) == 0) n++; printf("%d\\n", n); fflush(stdout); _exit(0); }`;
  const run = await slot.attack(
    c(source, { compileArgs: ["-pthread"], limits: { processes: 30 } }),
    "accepted",
  );
  expect(Number(run.stdout)).toBeLessThanOrEqual(29);
});

test("children that leave the session and ignore every signal count for the limits", async () => {
  const source = `
import os, signal, time
for n in signal.valid_signals():
    try: signal.signal(n, signal.SIG_IGN)
    except OSError: pass
if os.fork():
    os.wait()
os.setsid()
if os.fork(): time.sleep(60)
while True: pass`;
  const run = await slot.attack(python(source, { limits: { cpuTimeMs: 300 } }), "time_limit");
  expect(run.cpuTimeMs).toBeLessThan(700);
});

test("killing everything that can be killed", async () => {
  const source = `
import os, signal
for pid in (-1, 1, 0):
    for n in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
        if pid == 0: break
        try: os.kill(pid, n); print("sent", pid, n)
        except OSError as e: pass
for pid in range(1, 1000):
    if pid != os.getpid():
        try: os.kill(pid, 9); print("killed", pid)
        except OSError: pass
print("alive", flush=True)
os.kill(0, 9)`;
  const run = await slot.attack(python(source), "runtime_error");
  expect(run).toMatchObject({ stdout: "alive\n", signal: "SIGKILL" });
  await slot.attack(
    bash("kill -STOP $PPID; kill -9 $PPID; kill -9 1; kill -STOP -1; echo still"),
    "accepted",
  );
  await slot.attack(bash("kill -STOP $$", { limits: { wallTimeMs: 500 } }), "time_limit");
});

test("memory of every kind is counted", async () => {
  const limits = { memoryBytes: 64 * MIB, diskBytes: 256 * MIB };
  const cs = (body: string) =>
    c(
      `#define _GNU_SOURCE\n#include <fcntl.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <sys/ipc.h>
#include <sys/mman.h>\n#include <sys/shm.h>\n#include <sys/socket.h>\n#include <sys/resource.h>\n#include <unistd.h>
int main(void) { static char block[1 << 20]; memset(block, 1, sizeof block);\n${body}\nputs("all of it"); }`,
      { limits },
    );
  for (const body of [
    // Anonymous, shared, in a file of memory, System V, and the writable file systems.
    "for (int i = 0; i < 200; i++) memset(mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1, 1 << 20);",
    "for (int i = 0; i < 200; i++) memset(mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 1, 1 << 20);",
    'int f = memfd_create("x", 0); for (int i = 0; i < 200; i++) if (write(f, block, sizeof block) < 0) return 9;',
    "for (int i = 0; i < 200; i++) { int id = shmget(IPC_PRIVATE, 1 << 20, 0600); if (id < 0) return 9; memset(shmat(id, 0, 0), 1, 1 << 20); }",
    'int f = open("/tmp/x", O_CREAT | O_RDWR, 0600); for (int i = 0; i < 200; i++) if (write(f, block, sizeof block) < 0) return 9;',
    'int f = open("/dev/shm/x", O_CREAT | O_RDWR, 0600); for (int i = 0; i < 200; i++) if (write(f, block, sizeof block) < 0) return 9;',
  ]) {
    const run = await slot.attack(cs(body), "memory_limit");
    expect(run.memoryBytes, body).toBeLessThan(66 * MIB);
  }
  // What the kernel holds in pipes and sockets may be refused earlier, but never exceeds the limit.
  for (const body of [
    "for (int i = 0; i < 500; i++) { int p[2]; if (pipe(p)) break; fcntl(p[1], F_SETPIPE_SZ, 1 << 20); fcntl(p[1], F_SETFL, O_NONBLOCK); if (write(p[1], block, sizeof block) < 0) break; }",
    "for (int i = 0; i < 500; i++) { int p[2], n = 1 << 24; if (socketpair(AF_UNIX, SOCK_STREAM, 0, p)) break; setsockopt(p[0], SOL_SOCKET, SO_SNDBUF, &n, sizeof n); fcntl(p[0], F_SETFL, O_NONBLOCK); while (write(p[0], block, sizeof block) > 0); }",
  ]) {
    const run = await slot.attack(cs(body), ["accepted", "memory_limit", "runtime_error"]);
    expect(run.memoryBytes, body).toBeLessThan(66 * MIB);
  }
});

test("many processes with a little memory each", async () => {
  const source = `
import os, time
for _ in range(30):
    if os.fork() == 0:
        x = bytearray(8 << 20); x[::4096] = b"1" * len(x[::4096]); time.sleep(2)
time.sleep(2)`;
  await slot.attack(python(source, { limits: { memoryBytes: 100 * MIB } }), "memory_limit");
});

test("descriptors", async () => {
  const source = `
import os, socket
n = 0
try:
    while True: os.dup(0); n += 1
except OSError as e: print(e.strerror, n < 5000)`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("Too many open files True\n");
});

test("output without end, and to closed streams", async () => {
  await slot.attack(bash("yes"), "output_limit");
  await slot.attack(bash("yes >&2"), "output_limit");
  await slot.attack(bash("exec cat /dev/zero"), "output_limit");
  await slot.attack(bash("for i in 1 2 3 4 5 6 7 8; do yes & done; wait"), "output_limit");
  const closed = "import os, time\nos.close(1); os.close(2); os.close(0)\ntime.sleep(0.2)\nos._exit(5)";
  expect(await slot.attack(python(closed), "runtime_error")).toMatchObject({ exitCode: 5, stdout: "" });
  const later =
    "import os, time\nif os.fork() == 0:\n  time.sleep(0.5); os.write(1, b'late')\nelse: print('now')";
  expect((await slot.attack(python(later), "accepted")).stdout).toBe("now\n");
  await slot.attack(
    python("import os\nwhile True: os.write(1, b'')", { limits: { cpuTimeMs: 300 } }),
    "time_limit",
  );
  const byByte = "import os\nwhile True: os.write(1, b'x')";
  await slot.attack(python(byByte, { limits: { outputBytes: 2_000 } }), "output_limit");
});

test("streams that are handed on, changed, or read by force", async () => {
  const source = `
import fcntl, os, socket, array
for fd in (0, 1, 2):
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
    try: fcntl.fcntl(fd, 1031, 1 << 20)
    except OSError: pass
for name in ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/proc/self/fd/0", "/proc/self/fd/1"):
    for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
        try: os.open(name, mode | os.O_NONBLOCK)
        except OSError: pass
a, b = socket.socketpair()
for _ in range(100): socket.send_fds(a, [b"x"], [0, 1, 2])
os.set_blocking(1, True)
print("kept")`;
  const run = await slot.attack(python(source, { stdin: "unread" }), "accepted");
  expect(run.stdout).toBe("kept\n");
  expect(run.wallTimeMs).toBeLessThan(2_000);
});

test("an input that nobody reads", async () => {
  const stdin = "x".repeat(3 * MIB);
  expect((await slot.attack(python("print(1)", { stdin }), "accepted")).stdout).toBe("1\n");
  await slot.attack(python("import os; os.close(0); import time; time.sleep(0.1)", { stdin }), "accepted");
});

test("time spent in every way", async () => {
  const limits = { cpuTimeMs: 300, wallTimeMs: 1_500 };
  await slot.attack(python("while True: pass", { limits }), "time_limit");
  await slot.attack(bash("while :; do /bin/true; done", { limits }), "time_limit");
  await slot.attack(bash("trap '' XCPU TERM INT; while :; do :; done", { limits }), "time_limit");
  await slot.attack(python("import signal; signal.pause()", { limits }), "time_limit");
  await slot.attack(bash("exec sleep infinity", { limits }), "time_limit");
  await slot.attack(bash("read -r < <(sleep 60)", { limits }), "time_limit");
  const vfork = "#include <unistd.h>\nint main(void) { if (vfork() == 0) for (;;) pause(); return 0; }";
  await slot.attack(c(vfork, { limits }), "time_limit");
});

test("deep recursion, deep folders, long names", async () => {
  await slot.attack(python("def f(): return f()\nf()"), "runtime_error");
  await slot.attack(python("import sys; sys.setrecursionlimit(10**9)\ndef f(n): return [f(n + 1)]\nf(0)"), [
    "runtime_error",
    "memory_limit",
  ]);
  const folders = `
import os
n = 0
try:
    while True: os.mkdir("d" * 200); os.chdir("d" * 200); n += 1
except OSError as e: print(n > 500, e.strerror)`;
  expect((await slot.attack(python(folders), "accepted")).stdout).toBe("True No space left on device\n");
});
