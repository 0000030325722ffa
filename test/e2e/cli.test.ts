import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Execution } from "@neuron/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useService } from "./service.js";

const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));
const service = useService({ NEURON_POOL_SIZE: "3", NEURON_LANGUAGES: "core" });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts files into the folder that commands are started in. */
const put = (files: Record<string, string | Buffer>): void => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (args: string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [NEURON, ...args], {
    cwd: folder,
    env: { ...process.env, NEURON_URL: service.url, ...env },
  });

const neuron = async (
  args: string[],
  input: string | Buffer = "",
  env?: Record<string, string>,
): Promise<Ended> => {
  const child = start(args, env);
  const { stdin, stdout, stderr } = child;
  const ended = once(child, "close");
  stdin.on("error", () => undefined).end(input);
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), ended]);
  return { code, stdout: out, stderr: err };
};

describe("neuron run", () => {
  test("is the program: its input, arguments, output, errors and exit code", async () => {
    put({ "say.py": "import sys\nprint(input(), *sys.argv[1:])\nprint('no', file=sys.stderr)\nsys.exit(7)" });
    expect(await neuron(["run", "say.py", "--", "-a", "b c"], "hello\n")).toEqual({
      code: 7,
      stdout: "hello -a b c\n",
      stderr: "no\n",
    });
  });

  test.each<[string, string, number, string]>([
    ["loop.py", "while True: pass", 124, "neuron: it ran for longer than it may"],
    ["memory.py", "x = bytearray(10**9)\nprint(len(x))", 137, "neuron: it used more memory than it may"],
    ["flood.py", "while True: print('x' * 10000)", 153, "neuron: it printed more than it may"],
    ["kill.py", "import os\nos.kill(os.getpid(), 6)", 134, "neuron: it was ended by SIGABRT"],
    ["wrong.c", "int main() { return x; }", 65, "neuron: it did not compile"],
  ])("%s ends with a code and a line that say why", async (name, source, code, line) => {
    put({ [name]: source });
    const ended = await neuron(["run", name, "--time", "500ms", "--memory", "64M"]);
    expect(ended.stderr).toContain(line);
    expect(ended.code).toBe(code);
  });

  test("a compiler's messages name the file and come before", async () => {
    put({ "prog.c": "int main() { return x; }" });
    expect((await neuron(["run", "prog.c"])).stderr).toMatch(/^prog\.c:.*error: .x. undeclared/ms);
  });

  test("prints while the program runs", async () => {
    put({ "slow.py": "import time\nprint('first', flush=True)\ntime.sleep(5)\nprint('second')" });
    const child = start(["run", "slow.py"]);
    child.stdin.end();
    const ended = once(child, "close");
    const [first] = await once(child.stdout, "data");
    expect(String(first)).toBe("first\n");
    expect(child.exitCode).toBeNull();
    const rest = await text(child.stdout);
    await ended;
    expect([rest, child.exitCode]).toEqual(["second\n", 0]);
  });

  test("passes bytes on as they are", async () => {
    put({ "bytes.py": "import sys\nsys.stdout.buffer.write(bytes(range(256)) * 100)" });
    const child = start(["run", "bytes.py"]);
    child.stdin.end();
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    const all = Buffer.from(Array.from({ length: 25_600 }, (_, i) => i % 256));
    expect(Buffer.concat(chunks).equals(all)).toBe(true);
  });

  test("takes more files, and directories, with their places", async () => {
    put({
      "app/main.py": "from lib.deep import x\nprint(x, open('data.txt').read(), open('named').read())",
      "app/lib/deep.py": "x = 1",
      "app/lib/.hidden.py": "x = 2",
      "app/data.txt": "2",
      "other.txt": "3",
    });
    const more = ["--file", "app/lib", "--file", "app/data.txt", "--file", "other.txt=named"];
    expect(await neuron(["run", "app/main.py", ...more])).toMatchObject({ code: 0, stdout: "1 2 3\n" });
  });

  test("takes the program from its input, where the language is said", async () => {
    expect(await neuron(["run", "-", "-l", "python"], "print(1 + 1)")).toMatchObject({
      code: 0,
      stdout: "2\n",
    });
    expect(await neuron(["run", "-"], "print(1 + 1)")).toMatchObject({
      code: 64,
      stderr: "neuron: A program from standard input needs --language.\n",
    });
  });

  test("gives the environment, and its input from a file", async () => {
    put({ "env.py": "import os\nprint(os.environ['A'], input())", "in.txt": "from a file\n" });
    const ended = await neuron(["run", "env.py", "-e", "A=b=c", "--stdin", "in.txt"], "from the pipe\n");
    expect(ended.stdout).toBe("b=c from a file\n");
  });

  test("gives the execution as JSON", async () => {
    put({ "one.py": "print(1)" });
    const { stdout, code } = await neuron(["run", "one.py", "--json"]);
    const execution = JSON.parse(stdout) as Execution;
    expect([code, execution.outcome, execution.run?.stdout]).toEqual([0, "accepted", "1\n"]);
  });

  test("is cancelled by Ctrl-C, and so is the execution", async () => {
    put({ "forever.py": "import time\nprint('up', flush=True)\ntime.sleep(100)" });
    const child = start(["run", "forever.py"]);
    child.stdin.end();
    const errors = text(child.stderr);
    await once(child.stdout, "data");
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect([code, await errors]).toEqual([130, "neuron: cancelled\n"]);
    await service.until("the execution to be cancelled", async () => (await service.stats()).running === 0);
  });

  test("is cancelled when nobody reads what it prints", async () => {
    put({ "endless.py": "import time\nwhile True:\n    print('x', flush=True)\n    time.sleep(0.01)" });
    const child = start(["run", "endless.py"]);
    child.stdin.end();
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code] = await once(child, "close");
    expect(code).toBe(141);
    await service.until("the execution to be cancelled", async () => (await service.stats()).running === 0);
  });

  test("a control character in a message does not reach the terminal", async () => {
    const { stderr } = await neuron(["run", "one.py", "-l", "x\u001b[2J"]);
    expect(stderr).toContain("There is no language");
    expect(stderr).not.toContain("\u001b");
  });
});

describe("neuron run --interactive", () => {
  const game = [
    "number = 7",
    "while True:",
    "    guess = int(input('guess? '))",
    "    if guess == number: break",
    "    print('more' if guess < number else 'less', flush=True)",
    "print('right')",
  ].join("\n");

  test("a conversation, answer by answer, until the input ends", async () => {
    put({ "game.py": game });
    const child = start(["run", "-i", "game.py", "-e", "PYTHONUNBUFFERED=1"]);
    let heard = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      heard += chunk;
    });
    for (const [guess, answer] of [
      ["3", "more"],
      ["9", "less"],
    ]) {
      await service.until("a question", () => heard.endsWith("guess? "));
      child.stdin.write(`${guess}\n`);
      await service.until("an answer", () => heard.includes(`${answer}\n`));
    }
    child.stdin.end("7\n");
    const [code] = await once(child, "close");
    expect([code, heard]).toEqual([0, "guess? more\nguess? less\nguess? right\n"]);
  });

  test("the end of the input is the program's", async () => {
    put({ "all.py": "import sys\nprint(len(sys.stdin.buffer.read()))\nsys.exit(3)" });
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 256));
    expect(await neuron(["run", "-i", "all.py"], bytes)).toEqual({ code: 3, stdout: "200000\n", stderr: "" });
  });

  test("on a terminal the program has one, and Ctrl-C is the program's", async () => {
    put({
      "tty.py": [
        "import sys, time",
        "print(sys.stdin.isatty(), sys.stdout.isatty())",
        "try:",
        "    time.sleep(60)",
        "except KeyboardInterrupt:",
        "    print('interrupted')",
        "print('hello', input('name? '))",
      ].join("\n"),
    });
    const command = `stty cols 91 rows 33; ${process.execPath} ${NEURON} run -i tty.py`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      cwd: folder,
      env: { ...process.env, NEURON_URL: service.url },
    });
    let heard = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      heard += chunk;
    });
    await service.until("it to begin", () => heard.includes("True True"), 30_000);
    child.stdin.write("\u0003");
    await service.until("it to be interrupted", () => heard.includes("interrupted"));
    await service.until("its question", () => heard.includes("name? "));
    child.stdin.write("Ada\r");
    await service.until("its answer", () => heard.includes("hello Ada"));
    const [code] = await once(child, "close");
    expect(code).toBe(0);
  });

  test("what it goes with", async () => {
    put({ "game.py": game });
    const { code, stderr } = await neuron(["run", "-i", "game.py", "--json"]);
    expect([code, stderr]).toEqual([64, "neuron: --interactive goes with neither --json nor --tests.\n"]);
  });
});

describe("neuron run --tests", () => {
  const sum = "print(sum(map(int, input().split())))";

  test("a table of verdicts, in the order in which people number them", async () => {
    put({ "sum.py": sum, "t/1.in": "1 2\n", "t/1.out": "3\n", "t/10.in": "1 1\n", "t/10.ans": "2" });
    put({ "t/2.in": "2 2\n", "t/2.out": "5\n", "t/readme.txt": "" });
    const { code, stdout } = await neuron(["run", "sum.py", "--tests", "t"]);
    expect(code).toBe(1);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^TEST +VERDICT +CPU +MEMORY/);
    expect(lines.slice(1, 4).map((line) => line.replace(/ {2,}.*/, ""))).toEqual(["1", "2", "10"]);
    expect(lines[2]).toMatch(/wrong answer .*expected "5", got "4"/);
    expect(lines[4]).toBe("wrong answer: 2 of 3 passed");
  });

  test("all passed", async () => {
    put({ "sum.py": sum, "good/a.in": "1 2\n", "good/a.out": "3" });
    const { code, stdout } = await neuron(["run", "sum.py", "--tests", "good", "--checker", "tokens"]);
    expect([code, stdout.split("\n").at(-2)]).toEqual([0, "accepted: 1 of 1 passed"]);
  });

  test("stops where it is told to", async () => {
    put({ "sum.py": sum, "s/1.in": "1", "s/1.out": "2", "s/2.in": "1", "s/2.out": "1" });
    const { stdout } = await neuron(["run", "sum.py", "--tests", "s", "--stop-on-first-failure"]);
    expect(stdout.split("\n").at(-2)).toBe("wrong answer: 0 of 2 passed, 1 not run");
  });

  test.each<[Record<string, string>, RegExp]>([
    [{}, /There is no directory e0/],
    [{ "e1/x.txt": "" }, /e1 has no tests/],
    [{ "e2/a.in": "" }, /e2\/a\.in has no answer: a\.out or a\.ans/],
  ])("says what is wrong with a folder: %j", async (files, message) => {
    put({ "sum.py": sum, ...files });
    const at = Object.keys(files)[0]?.split("/")[0] ?? "e0";
    const { code, stderr } = await neuron(["run", "sum.py", "--tests", at]);
    expect([code, stderr]).toEqual([64, expect.stringMatching(message)]);
  });
});

describe("neuron bench", () => {
  test("measures, and says how it went", async () => {
    const { code, stdout, stderr } = await neuron(["bench", service.url, "-c", "16", "--duration", "1s"]);
    expect([code, stderr]).toEqual([
      0,
      `16 clients, python, on ${service.url}, for 1000 ms; Ctrl-C ends it\n`,
    ]);
    expect(stdout).toMatch(/^EXECUTIONS +PER SECOND +P50 +P95 +P99 +MAX\n\d+ +[\d.]+ +[\d.]+ ms/);
    expect(stdout).toMatch(/\nafter [\d.]+ (ms|s): \d+ accepted/);
  });

  test("as JSON, of a program of one's own", async () => {
    put({ "fail.py": "raise SystemExit(3)" });
    const { stdout } = await neuron(["bench", "-c", "1", "-d", "5s", "-p", "fail.py", "--json"]);
    const figures = JSON.parse(stdout);
    expect(figures).toMatchObject({ clients: 1, language: "python" });
    expect(figures.executions).toBeGreaterThan(0);
    expect(figures.endings).toEqual({ runtime_error: figures.executions });
    expect(figures.latencyMs.p50).toBeLessThanOrEqual(figures.latencyMs.max);
  });

  test("ends at Ctrl-C with what it has", async () => {
    const accepted = async () => (await service.stats()).outcomes.accepted ?? 0;
    const before = await accepted();
    const child = start(["bench", "-c", "1", "-d", "5m"]);
    const output = text(child.stdout);
    await service.until("it to run", async () => (await accepted()) > before + 30, 60_000);
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect([code, await output]).toEqual([0, expect.stringMatching(/^EXECUTIONS/)]);
  });

  test.each<[string, string[], number, RegExp]>([
    ["no such language", ["-l", "klingon"], 64, /has no language "klingon"\. It has: .*python/],
    ["nobody there", ["127.0.0.1:4999"], 69, /Nothing answers/],
  ])("%s", async (_name, args, code, message) => {
    const ended = await neuron(["bench", ...args]);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});

describe("what cannot be done", () => {
  test.each<[string, string[], number, RegExp]>([
    ["no such file", ["run", "nope.py"], 64, /^neuron: There is no file nope\.py\.\n$/],
    ["no such language", ["run", "x.unknown"], 64, /cannot be told by its name.*--language: .*python/],
    ["a wrong time", ["run", "one.py", "--time", "fast"], 1, /It must be a time such as 2s/],
    ["a limit out of range", ["run", "one.py", "--memory", "1k"], 64, /limits\.memoryBytes must be between/],
    ["no address", ["run", "one.py", "--url", "ftp://x"], 64, /is no address of a service/],
    ["nobody there", ["run", "one.py", "--url", "127.0.0.1:4999"], 69, /Nothing answers on .*npm start/],
  ])("%s", async (_name, args, code, message) => {
    put({ "one.py": "print(1)", "x.unknown": "" });
    const ended = await neuron(args);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(ended.stdout).toBe("");
  });

  test("input that is no text", async () => {
    put({ "one.py": "print(1)" });
    const { code, stderr } = await neuron(["run", "one.py"], Buffer.from([0xff]));
    expect([code, stderr]).toEqual([64, "neuron: Standard input is not UTF-8 text.\n"]);
  });
});
