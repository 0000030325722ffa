import { expect, test } from "vitest";
import { c, python } from "../e2e/service.js";
import { useSlot } from "./slot.js";

/** Attacks on the compile step, by its source and by its arguments. */
const slot = useSlot();
const limits = { compileWallTimeMs: 2_000, compileCpuTimeMs: 2_000, compileMemoryBytes: 256 * 1024 * 1024 };

test("files that are not the program's to include", async () => {
  for (const path of [
    "/etc/shadow",
    "/proc/1/environ",
    "/proc/kcore",
    "/dev/mem",
    slot.hostFile,
    "/run/neuron/agent",
  ]) {
    const stderr = await slot.attackCompiler(
      c(`#include "${path}"\nint main(void) { return 0; }`, { limits }),
    );
    expect(stderr, path).not.toMatch(/root:|untouched/);
    await slot.attackCompiler(
      c(`__asm__(".incbin \\"${path}\\"");\nint main(void) { return 0; }`, { limits }),
    );
  }
  // Readable, like everything in the image, but of no use: it is the jail's own.
  const own = await slot.service.execute(c('#include "/proc/self/environ"\nint main(void) { return 0; }'));
  expect(own.compile?.stderr).not.toMatch(/NEURON/);
});

test("devices that never end", async () => {
  for (const path of ["/dev/zero", "/dev/random", "/dev/stdin", "/dev/full", "/dev/tty", "/"]) {
    await slot.attackCompiler(c(`#include "${path}"`, { limits }));
  }
});

test("sources that blow up the compiler", async () => {
  const bomb = Array.from({ length: 30 }, (_, i) => `#define A${i + 1} A${i} A${i} A${i} A${i}`).join("\n");
  for (const source of [
    `#define A0 x;\n${bomb}\nint main(void) { int x; A30 }`,
    '#include "main.c"\n#include "main.c"\n',
    `int main(void) { return ${"(".repeat(100_000)}0${")".repeat(100_000)}; }`,
    '__asm__(".rept 1000000000\\n.quad 1\\n.endr");\nint main(void) { return 0; }',
    '__asm__(".macro m\\nm\\n.endm\\nm");\nint main(void) { return 0; }',
    "char a[1ul << 40] = {1};\nint main(void) { return a[0]; }",
    "char a[1 << 30] = {1};\nint main(void) { return a[0]; }",
  ]) {
    await slot.attackCompiler(c(source, { limits }));
  }
  const templates = `template<int N> struct A { static const int v = A<N - 1>::v + A<N + 1>::v; };
int main() { return A<1>::v; }`;
  await slot.attackCompiler({
    language: "cpp",
    source: templates,
    compileArgs: ["-ftemplate-depth=100000000"],
    limits,
  });
  const constant =
    "constexpr int f(unsigned long n) { return n ? f(n - 1) : 0; }\nconstexpr int g() { int s = 0; for (unsigned long i = 0; i < 1ul << 60; i++) s ^= 1; return s; }\nstatic_assert(g() == 0);\nint main() {}";
  await slot.attackCompiler({
    language: "cpp",
    source: constant,
    compileArgs: ["-fconstexpr-ops-limit=9000000000000000000", "-fconstexpr-loop-limit=2147483647"],
    limits,
  });
});

test("errors without end", async () => {
  const source = `${"@\n".repeat(200_000)}`;
  const stderr = await slot.attackCompiler(c(source, { limits }));
  expect(stderr.length).toBeLessThan(1.1 * 1024 * 1024);
});

test("arguments are arguments, whatever they hold", async () => {
  const main = "int main(void) { return 0; }";
  const odd = [
    "\n",
    "\r\n",
    "\\",
    '"',
    "'",
    "$(touch /tmp/x)",
    "`id`",
    "; id",
    "| id",
    "&& id",
    "> /work/main.c",
    "~",
    "*",
    "-",
    "--",
  ];
  for (const text of odd) {
    const execution = await slot.service.execute(c(main, { compileArgs: [`-DX=${text}`, `-L${text}`] }));
    expect(execution.compile?.stdout, text).toBe("");
    expect(execution.compile?.stderr ?? "", text).not.toContain("uid=");
  }
  for (const compileArgs of [
    ["@/etc/shadow"],
    ["@main.c"],
    ["-o", "/etc/passwd"],
    ["-o", slot.hostFile],
    ["-o", "../../out"],
    ["-o", "/run/neuron/agent"],
    ["-fplugin=/tmp/none.so"],
    ["-fplugin=./main.c"],
    ["-wrapper", "/nowhere"],
    ["-B/nowhere", "-specs=/etc/shadow"],
    ["-T/etc/passwd"],
    ["-T", "main.c"],
    ["--sysroot=/nowhere", "-include", "/etc/shadow"],
    ["-x", "none", "/etc/shadow"],
    ["-MD", "-MF", "/etc/x"],
    ["-save-temps=obj", "-dumpdir", "/etc/"],
  ]) {
    const execution = await slot.service.execute(c(main, { compileArgs }));
    expect(["compile_error", "runtime_error", "accepted"], compileArgs.join(" ")).toContain(
      execution.outcome,
    );
    const said = `${execution.compile?.stderr}${execution.run?.stdout}`;
    expect(said, compileArgs.join(" ")).not.toMatch(/root:[*!x$]|untouched/);
  }
  const long = await slot.service.execute(
    c(main, { compileArgs: Array.from({ length: 64 }, () => "-g".padEnd(1000, "0")) }),
  );
  expect(["compile_error", "accepted"]).toContain(long.outcome);
});

test("linker scripts and huge results", async () => {
  const script = (text: string) => ({
    language: "c",
    entry: "main.c",
    files: [
      { path: "main.c", content: "int main(void) { return 0; }" },
      { path: "s.ld", content: text },
    ],
    compileArgs: ["-Wl,-T,s.ld"],
    limits,
  });
  for (const text of [
    "INPUT(/etc/shadow)",
    "INCLUDE s.ld",
    "SECTIONS { . = 0x7fffffffffff; .x : { *(*) . += 0x40000000; BYTE(1) } }",
  ])
    await slot.attackCompiler(script(text));
});

test("a compiler that is made to run other programs is still in its jail", async () => {
  const files = [
    { path: "main.c", content: "int main(void) { return 0; }" },
    {
      path: "wrap.sh",
      content:
        "(echo x > /etc/x; echo x > ../etc/x; echo x > /run/neuron/agent; kill -9 -1 1; id -u; ls /proc | grep -c '^[0-9]*$') >&2\nexec \"$@\"",
    },
  ];
  const request = { language: "c", entry: "main.c", files, compileArgs: ["-wrapper", "/bin/sh,wrap.sh"] };
  const execution = await slot.service.execute(request);
  // kill -1 ends the rest of the compiler, too.
  expect(["compile_error", "accepted"]).toContain(execution.outcome);
  expect(execution.compile?.stderr).not.toMatch(/^0$/m);
});

test("program arguments of every kind reach the program as they are", async () => {
  const args = [
    "--run",
    "@file",
    "-c",
    "-m",
    "-o/etc/x",
    "a\rb",
    "\\n",
    "%s%n",
    "-".repeat(5000),
    "\u{1F98A}",
    "\u0001",
  ];
  const run = await slot.attack(
    python("import sys, json; print(json.dumps(sys.argv[1:]))", { args }),
    "accepted",
  );
  expect(JSON.parse(run.stdout)).toEqual(args);
});
