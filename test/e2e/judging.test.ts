import { setTimeout as delay } from "node:timers/promises";
import { type Checker, type Execution, type ExecutionRequest, JUDGING_LIMITS } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { bash, c, python, useService } from "./service.js";

const service = useService({ NEURON_POOL_SIZE: "8" });

const SUM = "a, b = map(int, input().split())\nprint(a + b)\n";
const sums = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ stdin: `${i} ${i + 1}\n`, expected: `${2 * i + 1}` }));

const outcomes = ({ outcome, tests }: Execution) => [outcome, ...tests.map((one) => one.outcome)];

const allAccepted = (execution: Execution, tests: number): void =>
  expect(outcomes(execution), JSON.stringify(execution).slice(0, 2_000)).toEqual(
    Array(tests + 1).fill("accepted"),
  );

describe("tests", () => {
  test("each is run, in order, under its name", async () => {
    const tests = [
      { name: "small", stdin: "1 2", expected: "3" },
      { name: "grün \u{1f600}", stdin: "10 -3", expected: "7\n" },
      { stdin: "0 0", expected: "0" },
    ];
    const execution = await service.execute(python(SUM, { tests }));
    expect(execution).toMatchObject({
      status: "finished",
      outcome: "accepted",
      compile: null,
      run: null,
      attempts: 1,
      outputs: [],
      sandbox: { id: expect.any(String) },
      timings: { compileMs: null, runMs: expect.any(Number) },
    });
    expect(execution.tests).toMatchObject([
      { name: "small", outcome: "accepted", exitCode: 0, message: null, stdout: "3\n", stderr: "" },
      { name: "grün \u{1f600}", outcome: "accepted", stdout: "7\n" },
      { name: null, outcome: "accepted", stdout: "0\n" },
    ]);
    for (const one of execution.tests) expect(one.memoryBytes).toBeGreaterThan(0);
  });

  test("the first failure in order is the execution's outcome", async () => {
    const source = "n = int(input())\nif n == 2: print('two')\nelif n == 3: 1/0\nelse: print(n)\n";
    const tests = [1, 2, 3, 4].map((n) => ({ stdin: `${n}`, expected: `${n}` }));
    const execution = await service.execute(python(source, { tests }));
    expect(outcomes(execution)).toEqual([
      "wrong_answer",
      "accepted",
      "wrong_answer",
      "runtime_error",
      "accepted",
    ]);
    expect(execution.tests[1]?.message).toBe('line 1: expected "2", got "two"');
    expect(execution.tests[2]?.stderr).toContain("ZeroDivisionError");
  });

  test("or the end, when that is wanted", async () => {
    const source = "n = int(input())\nprint(n if n < 4 else -1)\n";
    const tests = Array.from({ length: 30 }, (_, n) => ({ stdin: `${n}`, expected: `${n}` }));
    const execution = await service.execute(python(source, { tests, stopOnFirstFailure: true }));
    expect(outcomes(execution)).toEqual([
      "wrong_answer",
      "accepted",
      "accepted",
      "accepted",
      "accepted",
      "wrong_answer",
    ]);
  });

  test("a slow test after the first failure is not waited for", async () => {
    const source = "import time\nn = int(input())\ntime.sleep(20 if n else 0.5)\nprint(n)\n";
    const tests = [{ stdin: "0", expected: "1" }, { stdin: "1" }, { stdin: "1" }];
    const limits = { wallTimeMs: 30_000 };
    const begun = Date.now();
    const execution = await service.execute(python(source, { tests, limits, stopOnFirstFailure: true }));
    expect(outcomes(execution)).toEqual(["wrong_answer", "wrong_answer"]);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  test("without anything expected, ending well is enough", async () => {
    const execution = await service.execute(python("print('x')", { tests: [{}, { stdin: "1" }] }));
    expect(outcomes(execution)).toEqual(["accepted", "accepted", "accepted"]);
  });

  test("stdin, arguments and limits are the execution's unless a test has its own", async () => {
    const source = "import sys\nprint(sys.argv[1:], sys.stdin.read())\n";
    const execution = await service.execute(
      python(source, {
        stdin: "common",
        args: ["a"],
        tests: [
          { expected: "['a'] common" },
          { stdin: "", args: [], expected: "[]" },
          { stdin: "own", args: ["b", "c"], expected: "['b', 'c'] own" },
          { limits: { outputBytes: 3 } },
        ],
      }),
    );
    expect(outcomes(execution)).toEqual(["output_limit", "accepted", "accepted", "accepted", "output_limit"]);
  });

  test("a test may have more time than the others", async () => {
    const source = "import time\nwhile time.process_time() < 0.6: pass\nprint('done')\n";
    const execution = await service.execute(
      python(source, {
        limits: { cpuTimeMs: 200 },
        tests: [{ expected: "done" }, { expected: "done", limits: { cpuTimeMs: 5_000 } }],
      }),
    );
    expect(outcomes(execution)).toEqual(["time_limit", "time_limit", "accepted"]);
  });

  test("nothing of one test is there in the next", async () => {
    const source =
      "ls -A . /tmp /dev/shm; echo x > left; echo x > /tmp/left; echo x > /dev/shm/left; mkdir d; ln -s /etc l; ps -e 2>/dev/null | grep -c sleep; (sleep 100 &)";
    const tests = Array.from({ length: 6 }, () => ({ expected: ".:\nmain.sh\n\n/dev/shm:\n\n/tmp:\n0" }));
    const execution = await service.execute(bash(source, { tests }));
    allAccepted(execution, 6);
  });

  test("a limit that one hits is no other's trouble", async () => {
    const source =
      "n = int(input())\nif n == 1:\n  x = bytearray(10**9)\nif n == 2:\n  while True: pass\nif n == 3:\n  while True: print('x' * 1000)\nprint(n)\n";
    const tests = [0, 1, 2, 3, 4, 5].map((n) => ({ stdin: `${n}`, expected: `${n}` }));
    const limits = { cpuTimeMs: 500, memoryBytes: 32 * 1024 * 1024 };
    const execution = await service.execute(python(source, { tests, limits }));
    expect(outcomes(execution)).toEqual([
      "memory_limit",
      ...["accepted", "memory_limit", "time_limit", "output_limit", "accepted", "accepted"],
    ]);
  });
});

describe("a compiled program", () => {
  const CPP = `#include <iostream>
int main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }
`;

  test("is compiled once for twenty tests, and not at all the second time", async () => {
    const request: ExecutionRequest = { language: "cpp", source: `${CPP}// ${Date.now()}`, tests: sums(20) };
    const first = await service.execute(request);
    allAccepted(first, 20);
    expect(first.compile).toMatchObject({ exitCode: 0, cached: false });
    const again = await service.execute(request);
    allAccepted(again, 20);
    expect(again.compile).toMatchObject({ exitCode: 0, cached: true, cpuTimeMs: first.compile?.cpuTimeMs });
    expect(again.timings.compileMs).toBeNull();
  });

  test("that does not compile has no tests", async () => {
    for (let i = 0; i < 2; i++) {
      const execution = await service.execute(c("int main(void) { return x; }", { tests: sums(3) }));
      expect(execution).toMatchObject({ outcome: "compile_error", run: null, tests: [] });
      expect(execution.compile?.stderr).toContain("undeclared");
    }
  });

  test("starts each test from what the compiler left", async () => {
    const source = `#include <stdio.h>
#include <unistd.h>
int main(void) { FILE *f = fopen("mark", "r"); puts(f ? "used" : "clean"); fopen("mark", "w"); unlink("main.c"); return access("a.out", X_OK); }
`;
    const execution = await service.execute(c(source, { tests: Array(8).fill({ expected: "clean" }) }));
    allAccepted(execution, 8);
  });

  test("whose folder is too large to be kept is compiled for each test", async () => {
    const source = `static char large[40 << 20] = {1};
#include <stdio.h>
int main(void) { puts(large[0] ? "yes" : "no"); }
`;
    const limits = { diskBytes: 256 * 1024 * 1024, memoryBytes: 512 * 1024 * 1024 };
    const execution = await service.execute(c(source, { limits, tests: Array(2).fill({ expected: "yes" }) }));
    expect(outcomes(execution)).toEqual(["accepted", "accepted", "accepted"]);
  });

  test.each(["java", "go", "rust", "typescript"])("in %s", { timeout: 240_000 }, async (language) => {
    const sources: Record<string, string> = {
      java: "import java.util.*;\nclass Main { public static void main(String[] a) { Scanner s = new Scanner(System.in); System.out.println(s.nextInt() + s.nextInt()); } }\n",
      go: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tvar a, b int\n\tfmt.Scan(&a, &b)\n\tfmt.Println(a + b)\n}\n',
      rust: 'use std::io::*;\nfn main() { let mut s = String::new(); stdin().read_to_string(&mut s).unwrap(); println!("{}", s.split_whitespace().map(|x| x.parse::<i32>().unwrap()).sum::<i32>()); }\n',
      typescript:
        'import { readFileSync } from "node:fs";\nconst [a, b] = readFileSync(0, "utf8").split(" ").map(Number);\nconsole.log((a ?? 0) + (b ?? 0));\n',
    };
    // Booting a runtime that the pool does not have yet takes long on a machine with much else to do.
    const limits = { wallTimeMs: 120_000 };
    const execution = await service.execute({
      language,
      source: sources[language] ?? "",
      limits,
      tests: sums(3),
    });
    allAccepted(execution, 3);
  });
});

describe("checkers", () => {
  const judge = async (printed: string, expected: string, checker: Checker) => {
    const execution = await service.execute(
      python(`print(${JSON.stringify(printed)}, end='')`, { tests: [{ expected }], checker }),
    );
    expect(execution.outcome).toBe(execution.tests[0]?.outcome);
    return [execution.outcome, execution.tests[0]?.message];
  };

  test.each<[string, string, Checker, string]>([
    ["1", "1\n", { type: "exact" }, "wrong_answer"],
    ["1 \n\n", "1", { type: "lines" }, "accepted"],
    ["1\n2", "1 2", { type: "tokens" }, "accepted"],
    ["0.3333", "0.3334", { type: "float", absolute: 0.001 }, "accepted"],
    ["0.3333", "0.3334", { type: "float" }, "wrong_answer"],
  ])("%j for %j by %j", async (printed, expected, checker, outcome) => {
    expect((await judge(printed, expected, checker))[0]).toBe(outcome);
  });

  describe("that are programs", () => {
    const byProgram = (source: string, language = "python"): Checker => ({
      type: "program",
      language,
      source,
    });
    const SORTED = `import sys
given, printed, answer = (open(path).read().split() for path in sys.argv[1:])
if sorted(given) != printed:
    sys.exit("not sorted: " + " ".join(printed))
print("fine, and the answer was", *answer, file=sys.stderr)
`;

    test("see input, output and answer", async () => {
      const execution = await service.execute(
        python("w = input().split()\nprint(*(sorted(w) if len(w) < 4 else w))", {
          checker: byProgram(SORTED),
          tests: [{ stdin: "b a c", expected: "x y" }, { stdin: "b a c d" }],
        }),
      );
      expect(execution.tests).toMatchObject([
        { outcome: "accepted", message: "fine, and the answer was x y", stdout: "a b c\n" },
        { outcome: "wrong_answer", message: "not sorted: b a c d" },
      ]);
    });

    test("may be compiled, once", async () => {
      const checker = byProgram(
        `#include <fstream>
#include <iostream>
int main(int n, char **v) { std::ifstream out(v[2]), ans(v[3]); long a, b; return n == 4 && out >> a && ans >> b && a == -b ? 0 : 1; } // ${Date.now()}
`,
        "cpp",
      );
      const tests = Array.from({ length: 12 }, (_, n) => ({ stdin: `${n + 1}`, expected: `${-n - 1}` }));
      const begun = Date.now();
      const execution = await service.execute(python("print(input())", { checker, tests }));
      allAccepted(execution, 12);
      const firstMs = Date.now() - begun;
      const again = await service.execute(
        python("print(input())", { checker, tests: [...tests, { stdin: "1", expected: "1" }] }),
      );
      expect(outcomes(again).at(-1)).toBe("wrong_answer");
      expect(again.timings.totalMs).toBeLessThan(Math.max(firstMs, 2_000));
    });

    test("get the bytes that were printed", async () => {
      const execution = await service.execute(
        python("import sys\nsys.stdout.buffer.write(bytes(range(256)))", {
          tests: [{ stdin: "ü" }],
          checker: byProgram("import sys\nsys.exit(open(sys.argv[2], 'rb').read() != bytes(range(256)))"),
        }),
      );
      expect(outcomes(execution)).toEqual(["accepted", "accepted"]);
    });

    test.each<[string, Checker, RegExp]>([
      [
        "exits with something else",
        byProgram("import sys\nprint('lost', file=sys.stderr)\nsys.exit(3)"),
        /^The checker ended with exit code 3 .*:\nlost$/s,
      ],
      ["crashes", byProgram("import os\nos.abort()"), /^The checker was ended by SIGABRT/],
      [
        "loops",
        byProgram("while True: pass"),
        /^The checker failed: stopped after \d+ ms of (CPU|wall) time$/,
      ],
      [
        "prints a gigabyte",
        byProgram("import sys\nwhile True: sys.stderr.write('x' * 65536)"),
        /^The checker failed: printed more than 1048576 bytes:\nx{900,1100}\.\.\.$/,
      ],
      ["takes all memory", byProgram("x = bytearray(1 << 30)"), /^The checker failed: used more than/],
      [
        "does not compile",
        byProgram("int main(void) { return y; }", "c"),
        /^The checker does not compile:\n.*undeclared/s,
      ],
      [
        "says what is no text",
        byProgram("import sys\nsys.stderr.buffer.write(b'\\xff\\n\\0')\nsys.exit(7)"),
        /^The checker ended with exit code 7/,
      ],
    ])("one that %s is told from a wrong answer", async (_name, checker, message) => {
      const execution = await service.execute(python("print(1)", { tests: [{ expected: "1" }], checker }));
      expect(outcomes(execution)).toEqual(["internal_error", "internal_error"]);
      expect(execution.tests[0]).toMatchObject({
        stdout: "1\n",
        exitCode: 0,
        message: expect.stringMatching(message),
      });
      expect(execution.attempts).toBe(1);
      expect(Buffer.byteLength(execution.tests[0]?.message ?? "")).toBeLessThan(
        JUDGING_LIMITS.messageBytes + 100,
      );
    });

    test("testlib's word for a wrong format is a wrong answer", async () => {
      const checker = byProgram(
        "import sys\nprint('wrong output format Expected integer', file=sys.stderr)\nsys.exit(2)",
      );
      const execution = await service.execute(python("print('x')", { tests: [{}], checker }));
      expect(outcomes(execution)).toEqual(["wrong_answer", "wrong_answer"]);
    });

    test("leave nothing for the next test", async () => {
      const checker = byProgram(
        "import os, sys\nok = sorted(os.listdir('.')) == ['answer.txt', 'input.txt', 'main.py', 'output.txt']\nopen('left', 'w')\nsys.exit(not ok)",
      );
      const execution = await service.execute(python("print(1)", { tests: Array(5).fill({}), checker }));
      allAccepted(execution, 5);
    });
  });
});

describe("what is returned is bounded", () => {
  test("each of many tests shows its share, and is judged by all that it printed", async () => {
    const count = 64;
    const share = JUDGING_LIMITS.shownBytes / count;
    const expected = `${"ü".repeat(100_000)}\n`;
    const source = "import sys\nprint('ü' * 100000)\nprint('e' * 100000, file=sys.stderr)";
    const execution = await service.execute(
      python(source, { tests: [{ expected }, ...Array(count - 1).fill({})] }),
    );
    allAccepted(execution, count);
    for (const { stdout, stderr, stdoutTruncated, stderrTruncated, encoding } of execution.tests) {
      expect([stdoutTruncated, stderrTruncated, encoding]).toEqual([true, true, "utf8"]);
      expect(Buffer.byteLength(stdout)).toBeGreaterThan(share / 2);
      expect(Buffer.byteLength(stdout + stderr)).toBeLessThanOrEqual(share);
      expect(stderr).toBe("e".repeat(share / 4));
    }
  });
});

describe("kill -9 in the middle of many tests", () => {
  const SLEEPS = "import time\ntime.sleep(0.2)\nprint(input())";
  const tests = Array.from({ length: 30 }, (_, i) => ({ stdin: `${i}`, expected: `${i}` }));
  const begin = async (): Promise<string> => {
    const { id } = await service.submit(python(SLEEPS, { tests }));
    await service.until("it runs", async () => (await service.read(id)).status === "running");
    await delay(500);
    return id;
  };

  test("of every sandbox: those runs are tried again", async () => {
    const id = await begin();
    for (const pid of service.agentPids()) process.kill(pid, "SIGKILL");
    const execution = await service.finished(id);
    allAccepted(execution, tests.length);
    // A run may meet one that has just been killed three times: then the execution begins anew.
    expect(execution.attempts).toBeLessThanOrEqual(2);
  });

  test("of the worker: everything starts anew, once", async () => {
    const id = await begin();
    process.kill(service.pidOf("worker"), "SIGKILL");
    const execution = await service.finished(id);
    allAccepted(execution, tests.length);
    expect(execution.attempts).toBe(2);
  });
});

describe("taking turns", () => {
  test("an execution with many tests does not hold up another one", async () => {
    const source =
      "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\nprint(1)";
    const many = await Promise.all(
      Array.from({ length: 4 }, () => service.submit(python(source, { tests: Array(40).fill({}) }))),
    );
    await delay(1_500);
    const quick = await service.execute(python("print('quick')"));
    expect(quick.outcome).toBe("accepted");
    const states = await Promise.all(many.map(({ id }) => service.read(id)));
    // All of them are 48 s of CPU time.
    expect(states.map(({ status }) => status)).not.toContain("finished");
    for (const { id } of many) await service.cancel(id);
    const ends = await Promise.all(many.map(({ id }) => service.finished(id)));
    expect(ends.map(({ outcome }) => outcome)).toEqual(Array(4).fill("cancelled"));
  });

  test("what sleeps runs several at a time", async () => {
    const execution = await service.execute(
      python("import time\ntime.sleep(1)", { tests: Array(8).fill({}) }),
    );
    allAccepted(execution, 8);
    expect(execution.timings.runMs).toBeLessThan(8_000);
  });

  test("a cancellation ends the tests that run, and those that do not yet", async () => {
    const { id } = await service.submit(python("import time\ntime.sleep(15)", { tests: Array(50).fill({}) }));
    await service.until("it runs", async () => (await service.read(id)).status === "running");
    await delay(300);
    await service.cancel(id);
    const begun = Date.now();
    expect(await service.finished(id)).toMatchObject({ outcome: "cancelled", run: null, tests: [] });
    expect(Date.now() - begun).toBeLessThan(10_000);
    await service.until("its sandboxes are free", async () =>
      (await service.pool()).workers
        .flatMap(({ sandboxes }) => sandboxes)
        .every(({ state }) => state === "warm"),
    );
  });
});
