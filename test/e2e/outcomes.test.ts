import { setTimeout as delay } from "node:timers/promises";
import type { Execution, ExecutionRequest } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { bash, c, expectOutcome, python, runOf, useService } from "./service.js";

const service = useService();
const MIB = 1024 * 1024;

const run = async (request: ExecutionRequest, outcome: Execution["outcome"]) => {
  const execution = await service.execute(request);
  expectOutcome(execution, outcome ?? "internal_error");
  return runOf(execution);
};

test("a finished execution has every field, and its times are in order", async () => {
  const metadata = { user: "ü", "": "empty" };
  const execution = await service.execute(python("print('x')", { metadata }));
  expect(execution).toMatchObject({
    status: "finished",
    outcome: "accepted",
    language: { id: "python" },
    compile: null,
    run: { outcome: "accepted", exitCode: 0, signal: null, message: null, stdout: "x\n", stderr: "" },
    sandbox: { id: expect.any(String), primed: expect.any(Boolean), uses: expect.any(Number) },
    attempts: 1,
    metadata,
  });
  const { createdAt, startedAt, finishedAt, timings } = execution;
  expect([createdAt, startedAt, finishedAt]).toEqual([createdAt, startedAt, finishedAt].toSorted());
  for (const at of [createdAt, startedAt, finishedAt])
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(timings.compileMs).toBeNull();
  expect(timings.totalMs).toBeGreaterThanOrEqual((timings.runMs ?? 0) - 1);
});

describe("runtime_error", () => {
  test.each([
    ["an exit code", "import sys; sys.exit(3)", { exitCode: 3, signal: null }],
    ["the largest exit code", "import os; os._exit(255)", { exitCode: 255, signal: null }],
    ["an exception", "1/0", { exitCode: 1, signal: null }],
    [
      "SIGSEGV",
      "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
      { exitCode: null, signal: "SIGSEGV" },
    ],
    ["SIGKILL by itself", "import os; os.kill(os.getpid(), 9)", { exitCode: null, signal: "SIGKILL" }],
    ["SIGTERM by itself", "import os; os.kill(os.getpid(), 15)", { exitCode: null, signal: "SIGTERM" }],
    ["abort", "import os; os.abort()", { exitCode: null, signal: "SIGABRT" }],
  ])("%s", async (_name, source, ending) => {
    expect(await run(python(source), "runtime_error")).toMatchObject(ending);
  });

  test.each([
    ["a null pointer", "int main(void) { *(volatile int *)0 = 1; }", "SIGSEGV"],
    [
      "a division by zero",
      "int main(int n, char **v) { (void)v; volatile int z = n - n; return 100 / z; }",
      "SIGFPE",
    ],
    ["an illegal instruction", "int main(void) { __builtin_trap(); }", "SIGILL"],
    [
      "a stack overflow",
      "int f(int n) { volatile char a[4096]; a[0] = (char)n; return f(n + 1) + a[0]; }\nint main(void) { return f(0); }",
      "SIGSEGV",
    ],
  ])("%s in C", async (_name, source, signal) => {
    expect(await run(c(source), "runtime_error")).toMatchObject({ exitCode: null, signal });
  });

  test("the traceback names file, line and text", async () => {
    const { stderr } = await run(python("def f():\n    raise ValueError('bad')\n\nf()\n"), "runtime_error");
    expect(stderr).toBe(
      'Traceback (most recent call last):\n  File "/work/main.py", line 4, in <module>\n    f()\n    ~^^\n' +
        "  File \"/work/main.py\", line 2, in f\n    raise ValueError('bad')\nValueError: bad\n",
    );
  });

  test("output from before a crash is kept", async () => {
    const source = "import os\nprint('before', flush=True)\nos.kill(os.getpid(), 11)";
    expect(await run(python(source), "runtime_error")).toMatchObject({
      stdout: "before\n",
      signal: "SIGSEGV",
    });
  });
});

describe("time_limit", () => {
  test("by CPU time, of all processes together", async () => {
    const alone = await run(
      python("print(1, flush=True)\nwhile True: pass", { limits: { cpuTimeMs: 300 } }),
      "time_limit",
    );
    expect(alone).toMatchObject({ stdout: "1\n", message: "stopped after 300 ms of CPU time" });
    expect(alone.cpuTimeMs).toBeGreaterThanOrEqual(300);
    expect(alone.cpuTimeMs).toBeLessThan(600);
    const many = "import os\nfor _ in range(4): os.fork()\nwhile True: pass";
    const together = await run(python(many, { limits: { cpuTimeMs: 500, processes: 32 } }), "time_limit");
    expect(together.cpuTimeMs).toBeGreaterThanOrEqual(500);
    expect(together.cpuTimeMs).toBeLessThan(1_500);
  });

  test("by wall time", async () => {
    const result = await run(
      python("import time; time.sleep(60)", { limits: { wallTimeMs: 400 } }),
      "time_limit",
    );
    expect(result).toMatchObject({ message: "stopped after 400 ms of wall time" });
    expect(result.wallTimeMs).toBeGreaterThanOrEqual(400);
    expect(result.wallTimeMs).toBeLessThan(700);
    expect(result.cpuTimeMs).toBeLessThan(150);
  });

  test("of children that nobody waited for", async () => {
    const source = "(while :; do :; done) & (while :; do :; done) & wait";
    await run(bash(source, { limits: { cpuTimeMs: 400 } }), "time_limit");
  });

  test("of the compile step is a compile error that says so", async () => {
    const request = c('#include "main.c"\n'.repeat(40), { limits: { compileWallTimeMs: 300 } });
    const execution = await service.execute(request);
    expectOutcome(execution, "compile_error");
    expect(execution.compile?.stderr).toMatch(/stopped at its time limit|nested depth/);
  });
});

describe("memory_limit", () => {
  const limits = { memoryBytes: 64 * MIB };

  test.each([
    ["Python", python("x = bytearray(512 * 1024 * 1024)", { limits })],
    [
      "C",
      c(
        "#include <stdlib.h>\n#include <string.h>\nint main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }",
        { limits },
      ),
    ],
    [
      "a child",
      python("import os\nif os.fork() == 0:\n  x = bytearray(512 << 20)\nelse:\n  os.wait()", { limits }),
    ],
    ["Bash", bash("x=x; while :; do x=$x$x; done", { limits })],
  ])("%s", async (_name, request) => {
    const result = await run(request, "memory_limit");
    expect(result.message).toContain(`${64 * MIB} bytes`);
    expect(result.memoryBytes).toBeLessThanOrEqual(65 * MIB);
    expect(result.memoryBytes).toBeGreaterThan(48 * MIB);
  });

  test("memory that is not touched does not count", async () => {
    const source =
      '#include <stdio.h>\n#include <stdlib.h>\nint main(void) { char *p = malloc(1ul << 32); p[0] = 1; puts(p ? "ok" : "no"); }';
    const result = await run(c(source, { limits }), "accepted");
    expect(result.memoryBytes).toBeLessThan(16 * MIB);
  });
});

describe("output_limit", () => {
  test("the head is kept, byte for byte", async () => {
    const source = "import sys\nfor i in range(10**9): print(i)";
    const result = await run(python(source, { limits: { outputBytes: 1000 } }), "output_limit");
    const all = Array.from({ length: 400 }, (_, i) => `${i}\n`).join("");
    expect(result.stdout).toBe(all.slice(0, 1000));
    expect(result).toMatchObject({ stdoutTruncated: true, stderrTruncated: false, stderr: "" });
    expect(result.message).toContain("1000 bytes");
  });

  test("of stderr, and of both together", async () => {
    const limits = { outputBytes: 1000 };
    const stderr = await run(bash("yes >&2", { limits }), "output_limit");
    expect(stderr).toMatchObject({ stdout: "", stdoutTruncated: false, stderrTruncated: true });
    expect(stderr.stderr).toBe("y\n".repeat(500));
    const both = "import os\nos.write(1, b'a' * 600)\nos.write(2, b'b' * 600)\nimport time; time.sleep(5)";
    const together = await run(python(both, { limits }), "output_limit");
    expect(together.stdout.length + together.stderr.length).toBe(1000);
  });

  test("exactly at the limit is fine, and zero allows none", async () => {
    await run(python("print('x' * 999)", { limits: { outputBytes: 1000 } }), "accepted");
    await run(python("", { limits: { outputBytes: 0 } }), "accepted");
    await run(python("print()", { limits: { outputBytes: 0 } }), "output_limit");
  });
});

describe("cancelled", () => {
  test("while running: it is killed at once, and output so far is kept", async () => {
    const { id } = await service.submit(python("print('on', flush=True)\nimport time; time.sleep(60)"));
    await service.until("it runs", async () => (await service.read(id)).status === "running");
    await delay(200); // its one line of output is not announced
    const at = Date.now();
    await service.cancel(id);
    const execution = await service.finished(id);
    expect(Date.now() - at).toBeLessThan(1_000);
    expect(execution).toMatchObject({ outcome: "cancelled", run: { outcome: "cancelled", stdout: "on\n" } });
    // Again changes nothing.
    expect(await service.cancel(id)).toEqual(execution);
  });

  test("while compiling", async () => {
    const slow = `#define A(x) x x x x x x x x\nint n;int main(void){A(A(A(A(A(A(n++;))))))}`;
    const { id } = await service.submit(c(slow));
    await service.until("it compiles", async () => (await service.read(id)).status === "running");
    await service.cancel(id);
    expect(await service.finished(id)).toMatchObject({ outcome: "cancelled", run: null });
  });
});

describe("what is measured agrees with the kernel", () => {
  test("CPU time", async () => {
    const source = `
import os, time
while time.process_time() < 0.4: pass
t = os.times()
print(time.process_time())`;
    for (const language of ["python", "bash"]) {
      const request = language === "python" ? python(source) : bash(`exec python3 - <<'END'\n${source}\nEND`);
      const result = await run(request, "accepted");
      const own = Number(result.stdout) * 1000;
      // The kernel's figure is of the whole group: start and end of the process, its jail's init and the agent, too.
      expect(result.cpuTimeMs).toBeGreaterThan(own - 5);
      expect(result.cpuTimeMs).toBeLessThan(own + 60);
      expect(result.wallTimeMs).toBeGreaterThan(own - 5);
    }
  });

  test("CPU time of children", async () => {
    const source = `
import os, time
for _ in range(3):
  if os.fork() == 0:
    while time.process_time() < 0.15: pass
    os._exit(0)
for _ in range(3): os.wait()
t = os.times()
print(t.children_user + t.children_system)`;
    const result = await run(python(source), "accepted");
    expect(result.cpuTimeMs).toBeGreaterThan(430);
    expect(result.cpuTimeMs).toBeLessThan(700);
  });

  test("wall time", async () => {
    const result = await run(python("import time; time.sleep(0.3)"), "accepted");
    expect(result.wallTimeMs).toBeGreaterThanOrEqual(300);
    expect(result.wallTimeMs).toBeLessThan(400);
    expect(result.cpuTimeMs).toBeLessThan(60);
  });

  test("memory", async () => {
    const small = await run(python("pass"), "accepted");
    const large = await run(
      python("x = bytearray(100 << 20); x[::4096] = b'1' * len(x[::4096])"),
      "accepted",
    );
    expect(small.memoryBytes).toBeLessThan(16 * MIB);
    expect(large.memoryBytes - small.memoryBytes).toBeGreaterThan(98 * MIB);
    expect(large.memoryBytes - small.memoryBytes).toBeLessThan(112 * MIB);
    const peak =
      '#include <stdlib.h>\n#include <string.h>\nint main(void) { void *p = malloc(80 << 20); memset(p, 1, 80 << 20); __asm__ volatile("" ::"r"(p) : "memory"); free(p); }';
    const freed = await run(c(peak), "accepted");
    expect(freed.memoryBytes).toBeGreaterThan(79 * MIB);
    expect(freed.memoryBytes).toBeLessThan(90 * MIB);
  });
});
