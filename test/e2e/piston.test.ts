import type { Execution } from "@neuron/contract";
import { describe, expect, it } from "vitest";
import { connect } from "../../packages/server/src/api/piston/test-connection.js";
import { useService } from "./service.js";

const service = useService({ NEURON_POOL_SIZE: "3" });

interface Answer {
  readonly compile?: Record<string, unknown>;
  readonly run: Record<string, unknown>;
  readonly language: string;
  readonly version: string;
}

const execute = async (request: object): Promise<Answer> => {
  const response = await service.fetch("/api/v2/execute", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const answer = await response.json();
  expect([response.status, answer]).toEqual([200, answer]);
  return answer as Answer;
};
const program = (language: string, content: string, options: object = {}) =>
  execute({ language, version: "*", files: [{ content }], ...options });
const python = (content: string, options: object = {}) => program("python", content, options);
const c = (content: string, options: object = {}) => program("c", content, options);

describe("a program", () => {
  it("runs with its input and arguments, whatever version of Piston's it names", async () => {
    const answer = await execute({
      ...{ language: "python", version: "3.10.0", stdin: "2", args: ["3", "a b"] },
      files: [{ name: "my_cool_code.py", content: "import sys\nprint(int(input()) * 3, *sys.argv)" }],
    });
    expect(answer).toMatchObject({ language: "python", version: expect.stringMatching(/^3\.\d+\.\d+$/) });
    expect(answer.run).toMatchObject({
      ...{ signal: null, stdout: "6 my_cool_code.py 3 a b\n", stderr: "", code: 0 },
      ...{ output: "6 my_cool_code.py 3 a b\n", message: null, status: null },
      ...{ memory: expect.any(Number), cpu_time: expect.any(Number), wall_time: expect.any(Number) },
    });
  });

  it("reads an end of line where nothing was sent", async () => {
    expect((await python("import sys\nprint(repr(sys.stdin.read()))")).run).toMatchObject({
      stdout: "'\\n'\n",
    });
  });

  it("has its output in the order in which it printed", async () => {
    const source = `import sys, time
for i in range(3):
    print("out", i, flush=True); time.sleep(0.05)
    print("err", i, file=sys.stderr, flush=True); time.sleep(0.05)`;
    expect((await python(source)).run).toMatchObject({
      ...{ stdout: "out 0\nout 1\nout 2\n", stderr: "err 0\nerr 1\nerr 2\n" },
      output: "out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\n",
    });
  });

  it("may print what is no text, and text of any length is whole", async () => {
    const bytes = "import os\nos.write(1, b'a\\xffb\\n')";
    expect((await python(bytes)).run).toMatchObject({ stdout: "a\ufffdb\n", output: "a\ufffdb\n", code: 0 });
    const chinese = (await python("print('漢字' * 10_000, end='')")).run;
    expect(chinese.stdout).toBe("漢字".repeat(10_000));
  });

  it("is compiled first where its language is", async () => {
    const main = { name: "main", content: '#include "util.h"\nint main() { say("it"); }' };
    const files = [
      main,
      { name: "util.h", content: "void say(const char *);" },
      { name: "util", content: "#include <stdio.h>\nvoid say(const char *s) { puts(s); }" },
    ];
    expect(await execute({ language: "c", version: "10.2.0", files })).toMatchObject({
      ...{ language: "c", compile: { code: 0, signal: null, status: null } },
      run: { stdout: "it\n", code: 0 },
    });
    const wrong = await c("int main() { return nothing; }");
    expect(wrong.run).toEqual(wrong.compile);
    expect(wrong.run).toMatchObject({
      ...{ code: 1, status: "RE", stdout: "", stderr: expect.stringContaining("nothing") },
      message: "Exited with error status 1",
    });
  });

  it("may be a Java class of any name in a file of any name", async () => {
    const content =
      "public class Hello { public static void main(String[] a) { System.out.println(a[0]); } }";
    for (const name of [undefined, "Main.java", "solution"])
      expect(
        await execute({ language: "java", version: "15.0.2", files: [{ name, content }], args: ["it"] }),
      ).toMatchObject({ compile: { code: 0 }, run: { stdout: "it\n", code: 0 } });
  });

  it("finds files of bytes beside it", async () => {
    const files = [
      { name: "bytes", content: "/wAK", encoding: "base64" },
      { content: "print(open('bytes', 'rb').read(), open('lib/hex').read())" },
      { name: "lib/hex", content: "6162", encoding: "hex" },
    ];
    expect((await execute({ language: "python", version: "*", files })).run).toMatchObject({
      stdout: "b'\\xff\\x00\\n' ab\n",
    });
  });

  it("may be an executable", async () => {
    const script = Buffer.from('#!/bin/sh\necho "$1"\ncat\n').toString("base64");
    const files = [{ name: "run-me", content: script, encoding: "base64" }];
    expect(await execute({ language: "file", version: "*", files, args: ["it"], stdin: "in" })).toMatchObject(
      { language: "file", version: "0.0.1", run: { stdout: "it\nin\n", code: 0 } },
    );
    const none = { language: "elf", version: "0.0.1", files: [{ content: "nothing that starts\0" }] };
    expect((await execute(none)).run).toMatchObject({ status: "RE", code: expect.any(Number) });
  });
});

describe("an end", () => {
  it("by an exit code, or by the true signal", async () => {
    expect((await c("int main() { return 3; }")).run).toMatchObject({
      ...{ code: 3, signal: null, status: "RE", message: "Exited with error status 3" },
    });
    expect((await c("int main() { *(volatile int *)0 = 1; }")).run).toMatchObject({
      ...{ code: null, signal: "SIGSEGV", status: "SG", message: "Caught fatal signal 11" },
    });
  });

  it("by a limit of time", async () => {
    const sleeping = await python("print(1, flush=True)\nimport time\ntime.sleep(9)", { run_timeout: 300 });
    expect(sleeping.run).toMatchObject({
      ...{ code: null, signal: "SIGKILL", status: "TO", stdout: "1\n" },
      message: "Time limit exceeded (wall clock)",
    });
    expect(sleeping.run.wall_time).toBeGreaterThan(299);
    expect((await python("while True: pass", { run_cpu_time: 200 })).run).toMatchObject({
      ...{ code: null, signal: "SIGKILL", status: "TO", message: "Time limit exceeded" },
    });
    // What Piston takes for no limit at all.
    const none = { run_timeout: 0, run_cpu_time: 0 };
    expect((await python("while True: pass", none)).run).toMatchObject({ status: "TO" });
  });

  it("by a limit of memory or of output, of which it keeps what came before", async () => {
    const memory = "x = bytearray(200_000_000)\nx[::4096] = b'1' * len(x[::4096])";
    expect((await python(memory, { run_memory_limit: 50_000_000 })).run).toMatchObject({
      ...{ code: null, signal: "SIGKILL", message: "Memory limit exceeded" },
    });
    const stdout = (await python("while True: print('x' * 1000)")).run;
    expect(stdout).toMatchObject({ signal: "SIGKILL", status: "OL", message: "stdout length exceeded" });
    expect(String(stdout.stdout).length).toBe(65_536);
    expect((await python("import sys\nwhile True: sys.stderr.write('x' * 1000)")).run).toMatchObject({
      ...{ signal: "SIGKILL", status: "EL", message: "stderr length exceeded" },
    });
  });
});

describe("a connection", () => {
  const init = (language: string, content: string, options: object = {}) => ({
    ...{ type: "init", language, version: "*", files: [{ content }] },
    ...options,
  });
  const started = async (language: string, content: string, options: object = {}) => {
    const connection = await connect(service.url);
    connection.say(init(language, content, options));
    return connection;
  };

  it("tells of its program from the beginning to the end, and passes on what is typed", async () => {
    const program = await started("python", "print('hello', input('name? '))");
    await program.prints(/name\? $/);
    program.say({ type: "data", stream: "stdin", data: "you\n" });
    expect(await program.closed).toEqual({ code: 4999, reason: "Job Completed" });
    expect(program.heard.filter(({ type }) => type !== "data")).toEqual([
      { type: "runtime", language: "python", version: expect.any(String) },
      { type: "stage", stage: "run" },
      { type: "exit", stage: "run", code: 0, signal: null },
    ]);
    expect(program.printed).toBe("name? hello you\n");
  });

  it("tells of compiling before", async () => {
    const passing = await started("c", '#include <stdio.h>\nint main() { puts("it"); return 2; }');
    await passing.closed;
    expect(passing.heard.slice(1)).toEqual([
      { type: "stage", stage: "compile" },
      { type: "exit", stage: "compile", code: 0, signal: null },
      { type: "stage", stage: "run" },
      { type: "data", stream: "stdout", data: "it\n" },
      { type: "exit", stage: "run", code: 2, signal: null },
    ]);
    const failing = await started("c", "nonsense");
    expect(await failing.closed).toEqual({ code: 4999, reason: "Job Completed" });
    expect(failing.heard.slice(1)).toEqual([
      { type: "stage", stage: "compile" },
      { type: "data", stream: "stderr", data: expect.stringContaining("nonsense") },
      { type: "exit", stage: "compile", code: 1, signal: null },
    ]);
  });

  it("passes on signals", async () => {
    // Python does not print from a handler while it prints.
    const source = `import os, signal, time
def on_signal(*_): os.write(1, b"interrupted")
signal.signal(signal.SIGINT, on_signal)
print("ready", flush=True)
while True: time.sleep(0.01)`;
    const program = await started("python", source);
    await program.prints(/ready/);
    program.say({ type: "signal", signal: "SIGINT" });
    await program.prints(/interrupted/);
    program.say({ type: "signal", signal: "SIGTERM" });
    expect(await program.closed).toEqual({ code: 4999, reason: "Job Completed" });
    expect(program.heard.at(-1)).toEqual({ type: "exit", stage: "run", code: null, signal: "SIGTERM" });
  });

  it("ends a program at its limits of time and output", async () => {
    const sleeping = await started("python", "import time\ntime.sleep(60)", { run_timeout: 300 });
    await sleeping.closed;
    expect(sleeping.heard.at(-1)).toEqual({ type: "exit", stage: "run", code: null, signal: "SIGKILL" });
    const printing = await started("python", "while True: print('x' * 1000)");
    expect(await printing.closed).toEqual({ code: 4999, reason: "Job Completed" });
    expect(printing.heard.at(-1)).toEqual({ type: "exit", stage: "run", code: null, signal: "SIGKILL" });
    expect(printing.printed.length).toBe(65_536);
  });

  it("ends its program when the client leaves, or says what is not to be said", async () => {
    const source = "print('ready', flush=True)\nimport time\ntime.sleep(2.9)";
    const last = async (): Promise<Execution> => {
      const { executions } = (await (await service.fetch("/v1/executions?limit=1")).json()) as {
        executions: Execution[];
      };
      const [execution] = executions;
      if (!execution) throw new Error("There is none.");
      return service.finished(execution.id);
    };
    for (const leave of [
      (program: Awaited<ReturnType<typeof started>>) => program.socket.terminate(),
      (program: Awaited<ReturnType<typeof started>>) => program.say({ type: "signal", signal: "SIGNONE" }),
    ]) {
      const program = await started("python", source);
      await program.prints(/ready/);
      leave(program);
      await program.closed;
      expect(await last()).toMatchObject({ outcome: "cancelled" });
    }
  });
});
