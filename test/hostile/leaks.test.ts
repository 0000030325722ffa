import { expect, test } from "vitest";
import { bash, c, python } from "../e2e/service.js";
import { INSPECTOR, useSlot } from "./slot.js";

/** What one program could leave for the next, and what it could find of the one before. */
const slot = useSlot();

test("the inspector finds what is there to be found", async () => {
  const request = (rest: object) => ({
    language: "python",
    entry: "main.py",
    files: [
      {
        path: "main.py",
        content: `open("/tmp/x", "w"); import os, runpy; os.nice(3); runpy.run_path("inspector.py")`,
      },
      { path: "inspector.py", content: INSPECTOR },
    ],
    ...rest,
  });
  const { stdout } = await slot.attack(request({ env: { WORD: slot.word } }), "accepted");
  const findings = JSON.parse(stdout);
  expect(findings["memory of others"]).toEqual([slot.word]);
  expect(findings.files.map(([path]: [string]) => path)).toContain("/tmp/x");
  expect(findings.inherited.nice).toBe(3);
  expect(findings.environment[0].WORD).toBe(slot.word);
});

test("files in every place that can be written to", async () => {
  const source = `
import os
word = "${slot.word}"
kept = []
for top, folders, files in os.walk("/", onerror=None):
    if top.startswith(("/proc", "/sys")): folders.clear(); continue
    try:
        with open(os.path.join(top, word), "w") as f: f.write(word * 100)
        os.mkdir(os.path.join(top, word + ".d")); kept.append(top)
    except OSError: pass
print(*sorted(kept))
os.chmod("/tmp", 0o700) if os.access("/tmp", os.W_OK) and os.stat("/tmp").st_uid == os.getuid() else None
os.chmod("/work", 0o777)`;
  const { stdout } = await slot.attack(python(source), "accepted");
  expect(stdout).toBe("/dev/shm /tmp /var/tmp /work\n");
});

test("a full disk, by size and by number of files", async () => {
  const big = `
import os
for folder in ("/work", "/tmp", "/var/tmp", "/dev/shm"):
    try:
        with open(folder + "/big", "wb") as f:
            while True: f.write(b"x" * 65536)
    except OSError as e: print(folder, e.strerror, os.path.getsize(folder + "/big") <= 64 << 20)`;
  const run = await slot.attack(python(big), "accepted");
  expect(run.stdout.match(/No space left on device True/g)?.length).toBe(4);
  const many = `
import os
n = 0
try:
    while True: os.mkdir("/tmp/%d" % n); n += 1
except OSError as e: print(e.strerror, n < 200000)`;
  expect((await slot.attack(python(many), "accepted")).stdout).toBe("No space left on device True\n");
});

test("System V and POSIX objects, memory files, timers, keys", async () => {
  const source = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
int main(void) {
  for (int key = 1; key < 20; key++) {
    int shm = shmget(key, 4096, IPC_CREAT | 0666);
    char *p = shmat(shm, 0, 0);
    if (p != (void *)-1) strcpy(p, "${slot.word}");
    int q = msgget(key, IPC_CREAT | 0666);
    struct { long type; char text[64]; } m = {1, "${slot.word}"};
    msgsnd(q, &m, sizeof m.text, IPC_NOWAIT);
    semget(key, 4, IPC_CREAT | 0666);
  }
  sem_open("/word", O_CREAT, 0666, 1);
  int posix = shm_open("/word", O_CREAT | O_RDWR, 0666);
  if (ftruncate(posix, 4096)) puts("no POSIX memory");
  if (mq_open("/word", O_CREAT | O_RDWR, 0666, NULL) >= 0) puts("a message queue");
  int memory = memfd_create("word", 0);
  if (write(memory, "${slot.word}", 20) != 20) puts("no memory file");
  struct itimerval soon = {{0, 1000}, {3600, 0}};
  setitimer(ITIMER_REAL, &soon, NULL);
  timer_t timer;
  timer_create(CLOCK_MONOTONIC, NULL, &timer);
  if (syscall(SYS_add_key, "user", "word", "x", 1, -3) >= 0) puts("a key");
  puts("done");
}`;
  expect((await slot.attack(c(source), "accepted")).stdout).toBe("done\n");
});

test("limits, priority, umask, signals, personality, working folder", async () => {
  const source = `
import ctypes, os, resource, signal
os.umask(0); os.nice(19); os.chdir("/"); os.environ["WORD"] = "${slot.word}"
for name in dir(resource):
    if name.startswith("RLIMIT_") and name not in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_STACK"):
        try: resource.setrlimit(getattr(resource, name), (0, 0))
        except (OSError, ValueError): pass
for n in signal.valid_signals():
    try: signal.signal(n, signal.SIG_IGN)
    except OSError: pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
libc = ctypes.CDLL(None)
libc.personality(0x0040000)
libc.prctl(29, 1 << 30, 0, 0, 0); libc.prctl(4, 0, 0, 0, 0); libc.prctl(36, 1, 0, 0, 0); libc.prctl(1, 9, 0, 0, 0); libc.prctl(41, 1, 0, 0, 0)
try: os.sched_setaffinity(0, {0})
except OSError: pass
try: os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
except OSError: pass
for path in ("/proc/self/oom_score_adj", "/proc/self/coredump_filter", "/proc/self/timerslack_ns", "/proc/self/comm"):
    try: open(path, "w").write("1"); print(path)
    except OSError: pass
try: libc.sethostname(b"word", 4) == 0 and print("host name")
except OSError: pass`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("");
});

test("an interpreter bent in every way", async () => {
  const source = `
import builtins, gc, random, sys, types, warnings, threading, atexit, site, codecs, importlib, encodings
builtins.print = builtins.open = None
builtins.word = "${slot.word}"
sys.modules["json"] = types.ModuleType("json"); sys.word = 1
sys.path[:] = ["/nowhere"]; sys.argv[:] = ["word"]; sys.meta_path.clear(); sys.path_hooks.clear()
sys.setrecursionlimit(77777); sys.setswitchinterval(9); gc.disable(); gc.set_threshold(1, 1, 1); gc.callbacks.append(print)
sys.excepthook = sys.displayhook = sys.unraisablehook = lambda *a: None
sys.settrace(lambda *a: None); threading.settrace(lambda *a: None)
warnings.filters.clear(); random.seed(0); atexit.register(lambda: 1)
importlib._bootstrap_external.PathFinder = None
codecs.register(lambda name: None)
type.__call__
import os
os.write(1, b"done")`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("done");
});

test("each run has randomness and addresses of its own", async () => {
  const source =
    "import random, os, uuid, tempfile, secrets\nprint(random.random(), random.getrandbits(64), os.urandom(8), uuid.uuid4(), secrets.token_hex(8), tempfile.mktemp())";
  const seen = new Set<string>();
  for (let i = 0; i < 6; i++)
    for (const word of (await slot.attack(python(source), "accepted")).stdout.trim().split(" ")) {
      expect(seen.has(word), word).toBe(false);
      seen.add(word);
    }
  const place = `#include <stdio.h>\n#include <stdlib.h>\nint main(void) { int x; printf("%p", (void *)&x); }`;
  const stacks: string[] = [];
  for (let i = 0; i < 3; i++) stacks.push((await slot.attack(c(place), "accepted")).stdout);
  expect(new Set(stacks).size).toBe(3);
});

test("processes that outlive the program, each in its own way", async () => {
  const source = `
import os, signal, sys, time
def stay(word):
    for n in signal.valid_signals():
        try: signal.signal(n, signal.SIG_IGN)
        except OSError: pass
    while True:
        try: open("/tmp/alive", "a").write(word)
        except OSError: pass
        time.sleep(0.01)
for way in range(6):
    if os.fork() == 0:
        if way % 2: os.setsid()
        if way > 2 and os.fork(): os._exit(0)
        if way == 5:
            for fd in range(1024):
                try: os.close(fd)
                except OSError: pass
        stay("${slot.word}")
print("gone")`;
  const run = await slot.attack(python(source), "accepted");
  expect(run.stdout).toBe("gone\n");
  expect(run.wallTimeMs).toBeLessThan(2_000);
  await slot.attack(
    bash("(trap '' TERM HUP INT; setsid nohup sleep 1000 >/dev/null 2>&1 &) ; disown -a; echo bye"),
    "accepted",
  );
});

test("a process that the compiler leaves behind does not see the run", async () => {
  const files = [
    {
      path: "main.c",
      content:
        '#include <unistd.h>\n#include <stdio.h>\nint main(void) { usleep(300000); printf("%d\\n", access("/tmp/seen", F_OK)); }',
    },
    {
      path: "wrap.sh",
      content:
        "(trap '' TERM HUP; setsid sh -c 'while :; do echo x >> /tmp/seen; echo x >> /work/seen; sleep 0.01; done' >/dev/null 2>&1 &)\nexec \"$@\"\n",
    },
  ];
  const request = { language: "c", entry: "main.c", files, compileArgs: ["-wrapper", "/bin/sh,wrap.sh"] };
  expect((await slot.attack(request, "accepted")).stdout).toBe("-1\n");
});

test("nothing of the program before is to be found", async () => {
  // Its source, arguments, variables, input and output, all with a word that must not turn up.
  const words = { args: [slot.word], env: { WORD: slot.word }, stdin: slot.word };
  await slot.attack(python(`word = "${slot.word}" * 1000; print(word, input())`, words), "accepted");
  const grep = `
grep -rls 'neuron-hostil[e]-' /proc/[0-9]*/{environ,cmdline,maps} /work /tmp /var/tmp /dev/shm /run /etc 2>/dev/null | grep -v main.sh
ls /proc | grep -c '^[0-9]'; for p in /proc/1/{environ,mem,maps,exe,root,cwd,fd,stack,syscall}; do cat $p >/dev/null 2>&1 && echo "can read $p"; done; exit 0`;
  const { stdout } = await slot.attack(bash(grep), "accepted");
  expect(stdout.split("\n").filter((line) => line.includes("/"))).toEqual([]);
});
