// What programs are told, and what they are said to have used.
import assert from "node:assert/strict";
import { MIB, mib, ms } from "./checks.mjs";

/** Emulated compilers take many times what they are given by default. */
const SLOW = { compileCpuTimeMs: 60_000, compileWallTimeMs: 120_000, wallTimeMs: 60_000, cpuTimeMs: 30_000 };

const HELLO = {
  python: "print('hello')",
  c: '#include <stdio.h>\nint main(void) { puts("hello"); }',
  cpp: '#include <iostream>\nint main() { std::cout << "hello\\n"; }',
};

const python = (/** @type {string} */ source, limits = {}) => ({
  language: "python",
  source,
  limits: { ...SLOW, ...limits },
});

/** @param {import("./checks.mjs").Checks} checks @param {import("./service.mjs").Service} service */
export const checkOutcomes = async ({ check }, service) => {
  /** @param {object} request @param {string} outcome */
  const expect = async (request, outcome) => {
    const execution = await service.execute(request);
    assert.equal(execution.outcome, outcome, JSON.stringify(execution.run ?? execution.compile));
    return execution;
  };
  const figures = (/** @type {{ cpuTimeMs: number, wallTimeMs: number, memoryBytes: number }} */ run) =>
    `${ms(run.cpuTimeMs)} CPU, ${ms(run.wallTimeMs)} wall, ${mib(run.memoryBytes)}`;

  for (const [language, source] of Object.entries(HELLO)) {
    await check(`hello in ${language}`, async () => {
      const { run, compile } = await expect({ language, source, limits: SLOW }, "accepted");
      assert.equal(run.stdout, "hello\n");
      assert.ok(run.cpuTimeMs > 0 && run.cpuTimeMs < 10_000, figures(run));
      assert.ok(run.memoryBytes > 0 && run.memoryBytes < 64 * MIB, figures(run));
      return figures(run) + (compile ? `; compiled with ${figures(compile)}` : "");
    });
  }

  await check("a program that burns CPU: time_limit", async () => {
    const { run } = await expect(python("while True: pass", { cpuTimeMs: 1_000 }), "time_limit");
    assert.ok(run.cpuTimeMs >= 1_000 && run.cpuTimeMs < 3_000, figures(run));
    return figures(run);
  });
  await check("a program that sleeps: time_limit by the wall clock", async () => {
    const { run } = await expect(python("import time\ntime.sleep(100)", { wallTimeMs: 3_000 }), "time_limit");
    assert.ok(run.wallTimeMs >= 3_000 && run.cpuTimeMs < 2_000, figures(run));
    return figures(run);
  });
  await check("a program that takes memory: memory_limit", async () => {
    const { run } = await expect(python("x = bytearray(1 << 30)", { memoryBytes: 64 * MIB }), "memory_limit");
    assert.ok(run.memoryBytes > 60 * MIB && run.memoryBytes <= 64 * MIB, figures(run));
    return figures(run);
  });
  await check("a child that takes memory: memory_limit", () =>
    expect(
      python("import os\nif os.fork() == 0: bytearray(1 << 30)\nos.wait()\nprint('parent lives')", {
        memoryBytes: 64 * MIB,
      }),
      "memory_limit",
    ).then(({ run }) => figures(run)),
  );
  await check("a program that prints: output_limit", async () => {
    const source = "while True: print('x' * 1000)";
    const { run } = await expect(python(source, { outputBytes: 100_000 }), "output_limit");
    assert.equal(run.stdout.length, 100_000);
    assert.equal(run.stdoutTruncated, true);
  });
  await check("a program that crashes: runtime_error", async () => {
    assert.equal((await expect(python("raise SystemExit(3)"), "runtime_error")).run.exitCode, 3);
    const kill = "import os\nos.kill(os.getpid(), 11)";
    assert.equal((await expect(python(kill), "runtime_error")).run.signal, "SIGSEGV");
  });
  await check("a program that does not compile: compile_error", async () => {
    const { compile } = await expect({ language: "c", source: "int main(", limits: SLOW }, "compile_error");
    assert.match(compile.stderr, /error/);
  });
  await check("a program that forks: its processes are bounded, its sandbox is replaced", async () => {
    const source =
      "import os, time\nn = 0\ntry:\n  while True:\n    if os.fork() == 0: time.sleep(100); os._exit(0)\n    n += 1\nexcept OSError: print(n)";
    const { run, sandbox } = await expect(python(source, { processes: 16 }), "accepted");
    assert.equal(Number(run.stdout), 15);
    await service.full();
    assert.ok(!service.sandboxes().some(({ id }) => id === sandbox.id));
  });
  await check("a running program is cancelled", async () => {
    const { id } = await service.submit(python("import time\ntime.sleep(50)"));
    while ((await service.get(id)).status === "queued");
    await service.cancel(id);
    let execution = await service.get(id);
    while (execution.status !== "finished") execution = await service.get(id);
    assert.equal(execution.outcome, "cancelled");
  });

  await check("memory is what the program touched, not what the one before it did", async () => {
    const touch = async (/** @type {number} */ size) => {
      const source = `x = bytearray(${size} << 20)`;
      return (await expect(python(source), "accepted")).run.memoryBytes / MIB;
    };
    const base = await touch(0);
    const said = [];
    for (const size of [120, 16, 64]) {
      const used = (await touch(size)) - base;
      said.push(`${size} MiB are ${used.toFixed(1)}`);
      assert.ok(Math.abs(used - size) < 2 + size * 0.03, said.join(", "));
    }
    return `${said.join(", ")} above ${base.toFixed(1)}`;
  });
  await check("files in the work folder are memory", async () => {
    const source = `f = open("f", "wb")\nfor i in range(40): f.write(bytes(1 << 20))`;
    const { run } = await expect(python(source), "accepted");
    // Where the peak cannot be reset, it is what was left at the end: the files, without the interpreter.
    assert.ok(run.memoryBytes > 38 * MIB && run.memoryBytes < 64 * MIB, figures(run));
    return figures(run);
  });
  await check("CPU time is what getrusage says, children included", async () => {
    const source = `
import os, resource
def used(who): u = resource.getrusage(who); return u.ru_utime + u.ru_stime
def burn(seconds):
  while used(resource.RUSAGE_SELF) < seconds: pass
if os.fork() == 0: burn(0.5); os._exit(0)
os.wait()
burn(1)
print((used(resource.RUSAGE_SELF) + used(resource.RUSAGE_CHILDREN)) * 1000)`;
    const { run } = await expect(python(source), "accepted");
    const said = Number(run.stdout);
    assert.ok(
      run.cpuTimeMs > said * 0.97 - 5 && run.cpuTimeMs < said * 1.1 + 500,
      `${figures(run)}, not ${said}`,
    );
    return `${ms(run.cpuTimeMs)}, getrusage ${ms(said)}`;
  });
  await check("what sockets hold is bounded", async () => {
    const source = `
import socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.setblocking(False)
keep = []
for i in range(400):
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
    const { outcome, run } = await service.execute(python(source, { memoryBytes: 64 * MIB }));
    if (outcome === "memory_limit") return "memory_limit";
    assert.equal(outcome, "accepted", run.stderr);
    assert.ok(Number(run.stdout) < 64 * MIB, run.stdout);
    return `${mib(Number(run.stdout))} held, ${figures(run)}`;
  });
};
