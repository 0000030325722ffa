import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDiagnostics } from "./parse.js";

const error = (path: string, line: number, column: number | null, message: string) => ({
  ...{ path, line, column, message },
  severity: "error" as const,
});

/** What the tools of the installed languages printed. */
const SAID: Readonly<Record<string, readonly [string, readonly object[]]>> = {
  gcc: [
    "main.c: In function ‘main’:\nmain.c:2:5: error: ‘x’ undeclared (first use in this function)\n    2 |     x = 1;\n      |     ^\nmain.c:2:5: note: each undeclared identifier is reported only once\nutil.h:1:2: warning: #warning old [-Wcpp]\n",
    [
      error("main.c", 2, 5, "‘x’ undeclared (first use in this function)"),
      { ...error("main.c", 2, 5, "each undeclared identifier is reported only once"), severity: "info" },
      { ...error("util.h", 1, 2, "#warning old [-Wcpp]"), severity: "warning" },
    ],
  ],
  rustc: [
    'error[E0425]: cannot find value `x` in this scope\n --> main.rs:2:20\n  |\n2 |     println!("{}", x);\n  |                    ^ not found in this scope\n\nerror: aborting due to 1 previous error\n',
    [error("main.rs", 2, 20, "cannot find value `x` in this scope [E0425]")],
  ],
  go: ["./main.go:4:2: undefined: x\n", [error("main.go", 4, 2, "undefined: x")]],
  javac: [
    "Main.java:3: error: ';' expected\n        int x = 1\n                 ^\n1 error\n",
    [error("Main.java", 3, 18, "';' expected")],
  ],
  java: [
    'Exception in thread "main" java.lang.ArithmeticException: / by zero\n\tat java.base/java.lang.Math.floorDiv(Math.java:1)\n\tat Main.f(Main.java:2)\n\tat Main.main(Main.java:3)\n',
    [error("Main.java", 2, null, "java.lang.ArithmeticException: / by zero")],
  ],
  tsc: [
    "main.ts(2,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    [error("main.ts", 2, 7, "Type 'string' is not assignable to type 'number'.")],
  ],
  python: [
    'Traceback (most recent call last):\n  File "/work/main.py", line 4, in <module>\n    f(0)\n    ~^^^\n  File "/work/util.py", line 2, in f\n    return 1 // x\n           ~~~^^~\nZeroDivisionError: integer division or modulo by zero\n',
    [error("util.py", 2, null, "ZeroDivisionError: integer division or modulo by zero")],
  ],
  "python's library": [
    'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\n    json.loads("x")\n  File "/usr/lib/python3.13/json/decoder.py", line 363, in raw_decode\n    raise JSONDecodeError()\njson.decoder.JSONDecodeError: Expecting value\n',
    [error("main.py", 2, null, "json.decoder.JSONDecodeError: Expecting value")],
  ],
  node: [
    "/work/main.js:2\nconst x = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)\n",
    [error("main.js", 2, 11, "SyntaxError: Unexpected token ';'")],
  ],
  php: [
    'PHP Parse error:  syntax error, unexpected token "}" in /work/main.php on line 3\n',
    [error("main.php", 3, null, 'syntax error, unexpected token "}"')],
  ],
  ruby: [
    "main.rb:2:in 'Integer#/': divided by 0 (ZeroDivisionError)\n\tfrom main.rb:2:in '<main>'\n",
    [error("main.rb", 2, null, "divided by 0 (ZeroDivisionError)")],
  ],
  perl: ['syntax error at main.pl line 2, near "my "\n', [error("main.pl", 2, null, "syntax error")]],
  lua: [
    "lua5.4: main.lua:1: attempt to call a nil value (global 'f')\n",
    [error("main.lua", 1, null, "attempt to call a nil value (global 'f')")],
  ],
  bash: ["main.sh: line 3: foo: command not found\n", [error("main.sh", 3, null, "foo: command not found")]],
};

const PATHS = ["main", "Main", "util"].flatMap((name) =>
  ["c", "h", "rs", "go", "java", "ts", "py", "js", "php", "rb", "pl", "lua", "sh"].map(
    (end) => `${name}.${end}`,
  ),
);

describe("what was said by", () => {
  it.each(Object.entries(SAID))("%s", (_tool, [text, found]) => {
    expect(parseDiagnostics(text, PATHS)).toEqual(found);
  });

  it("a tool in colours", () => {
    expect(parseDiagnostics("\u001b[1mmain.c:1:2: \u001b[31merror: \u001b[0mno\n", PATHS)).toEqual([
      error("main.c", 1, 2, "no"),
    ]);
  });
});

it("names only files that are there", () => {
  expect(
    parseDiagnostics("/etc/passwd:1:1: error: no\nother.c:1:1: error: no\nxmain.c:1:1: error: no", PATHS),
  ).toEqual([]);
});

it("takes whatever a program prints, soon", () => {
  const startedAt = performance.now();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("main.c", ":", "1", " ", "(", "\t", "at", "\n", '"', "error", "-->", "File")),
      (words) => {
        for (const { line, path } of parseDiagnostics(words.join(""), PATHS)) {
          expect(PATHS).toContain(path);
          expect(line).toBeGreaterThanOrEqual(0);
        }
      },
    ),
  );
  for (const unit of [" ", "a", "main.c:1:", "(", "at ", ": ", "\t", '"', "main.c:1:1: e\n"]) {
    expect(parseDiagnostics(unit.repeat(200_000), PATHS).length).toBeLessThanOrEqual(100);
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
