import type { ExecutionRequest } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { testImage } from "../../packages/server/src/test-image.js";
import { expectOutcome, runOf, useService } from "./service.js";

const service = useService();

const accepted = async (request: ExecutionRequest): Promise<string> => {
  const execution = await service.execute(request);
  expectOutcome(execution, "accepted");
  return runOf(execution).stdout;
};

// However many the machine has.
test("every listed language runs its hello program, under each of its names", {
  timeout: 900_000,
}, async () => {
  const { languages } = (await (await service.fetch("/v1/languages")).json()) as {
    languages: {
      id: string;
      version: string;
      aliases: string[];
      hello: { source: string; stdout: string };
    }[];
  };
  expect(languages.map(({ id }) => id).sort()).toEqual(testImage().languages.map(({ id }) => id));
  for (const { id, version, aliases, hello } of languages) {
    expect(version, id).toMatch(/^\d/);
    for (const language of [id, `${id.toUpperCase()}@${version}`, aliases[0] ?? id]) {
      const execution = await service.execute({ language, source: hello.source });
      expect(expectOutcome(execution, "accepted")?.stdout).toBe(hello.stdout);
      expect(execution.language).toEqual({ id, version });
    }
  }
});

/** The same program in each language: prints its input, its arguments and a variable. */
const ECHO: Record<string, string> = {
  python: "import os, sys\nprint(sys.stdin.read(), *sys.argv[1:], os.environ['WORD'], sep='|')",
  javascript:
    "const input = require('fs').readFileSync(0, 'utf8');\n" +
    "console.log([input, ...process.argv.slice(2), process.env.WORD].join('|'));",
  typescript:
    'import { readFileSync } from "fs";\nconst input: string = readFileSync(0, "utf8");\n' +
    'console.log([input, ...process.argv.slice(2), process.env.WORD].join("|") as string);',
  ruby: 'print([$stdin.read, *ARGV, ENV["WORD"]].join("|"), "\\n")',
  c: `#include <stdio.h>
#include <stdlib.h>
int main(int n, char **v) {
  for (int c; (c = getchar()) != EOF;) putchar(c);
  for (int i = 1; i < n; i++) printf("|%s", v[i]);
  printf("|%s\\n", getenv("WORD"));
}`,
  cpp: `#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
int main(int n, char **v) {
  std::string input(std::istreambuf_iterator<char>(std::cin), {});
  std::cout << input;
  for (int i = 1; i < n; i++) std::cout << '|' << v[i];
  std::cout << '|' << std::getenv("WORD") << '\\n';
}`,
  php: `<?php
echo implode("|", [stream_get_contents(STDIN), ...array_slice($argv, 1), getenv("WORD")]), "\n";`,
  perl: "local $/; print join('|', <STDIN> // '', @ARGV, $ENV{WORD}), qq(\\n);",
  lua: `local parts = { io.read("a"), table.unpack(arg) }
parts[#parts + 1] = os.getenv("WORD")
print(table.concat(parts, "|"))`,
  java: `class Main {
  public static void main(String[] args) throws Exception {
    var out = new java.io.PrintStream(System.out, true, "UTF-8");
    out.print(new String(System.in.readAllBytes(), "UTF-8"));
    for (String arg : args) out.print("|" + arg);
    out.println("|" + System.getenv("WORD"));
  }
}`,
  go: `package main
import ("fmt"; "io"; "os"; "strings")
func main() {
  input, _ := io.ReadAll(os.Stdin)
  fmt.Println(strings.Join(append(append([]string{string(input)}, os.Args[1:]...), os.Getenv("WORD")), "|"))
}`,
  rust: `use std::io::{Read, Write};
fn main() {
  let mut parts = vec![Vec::new()];
  std::io::stdin().read_to_end(&mut parts[0]).unwrap();
  parts.extend(std::env::args().skip(1).map(String::into_bytes));
  parts.push(std::env::var("WORD").unwrap().into_bytes());
  std::io::stdout().write_all(&[&parts.join(&b'|')[..], b"\\n"].concat()).unwrap();
}`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's own.
  bash: 'IFS="|"; input=$(cat; printf x); echo "${input%x}|$*|$WORD"',
};

describe.each(Object.keys(ECHO))("%s", (language) => {
  const source = ECHO[language] ?? "";

  test("gets stdin, arguments and environment as they were sent", async () => {
    const args = [
      "plain",
      "two words",
      "",
      "-x",
      "--",
      "$HOME",
      "`id`",
      "a\nb",
      "\\",
      '"',
      "'",
      "ünïcödé 🦊",
      "*",
    ];
    const stdin = "first\nsecond without end\t\u0000\r🦊";
    // No language but Bash has trouble with NUL in its input.
    const sent = language === "bash" ? stdin.replace("\u0000", "") : stdin;
    const stdout = await accepted({ language, source, stdin: sent, args, env: { WORD: "wörd=1 $X\n2" } });
    expect(stdout).toBe(`${[sent, ...args, "wörd=1 $X\n2"].join("|")}\n`);
  });

  test("reads nothing from an input that was not sent", async () => {
    expect(await accepted({ language, source, args: ["a"], env: { WORD: "" } })).toBe("|a|\n");
  });
});

describe("several files", () => {
  test("Java compiles packages, and starts the class that the entry names", async () => {
    const request: ExecutionRequest = {
      language: "java",
      entry: "src/app/Start.java",
      files: [
        {
          path: "src/app/Start.java",
          content:
            "package app;\npublic class Start { public static void main(String[] a) { System.out.println(lib.Text.of(a.length)); } }",
        },
        {
          path: "src/lib/Text.java",
          content: 'package lib;\npublic class Text { public static String of(int n) { return "n=" + n; } }',
        },
      ],
      args: ["a", "b"],
    };
    expect(await accepted(request)).toBe("n=2\n");
  });

  test("Python imports modules and packages, and reads data", async () => {
    const stdout = await accepted({
      language: "python",
      entry: "app.py",
      files: [
        {
          path: "app.py",
          content: "import util, pkg.deep.mod as m\nprint(util.X, m.Y, open('data/in.bin', 'rb').read())",
        },
        { path: "util.py", content: "X = __name__" },
        { path: "pkg/__init__.py", content: "" },
        { path: "pkg/deep/__init__.py", content: "" },
        { path: "pkg/deep/mod.py", content: "Y = __file__" },
        { path: "data/in.bin", content: Buffer.from([0, 255, 10]).toString("base64"), encoding: "base64" },
      ],
    });
    expect(stdout).toBe("util /work/pkg/deep/mod.py b'\\x00\\xff\\n'\n");
  });

  test("an entry in a folder", async () => {
    const files = [
      { path: "src/main.py", content: "import os, sys, near\nprint(sys.argv[0], os.getcwd(), near.N)" },
      { path: "src/near.py", content: "N = 1" },
    ];
    expect(await accepted({ language: "python", entry: "src/main.py", files })).toBe("src/main.py /work 1\n");
  });

  test("JavaScript requires modules, and a module file is a module", async () => {
    const files = [
      { path: "main.js", content: "console.log(require('./lib/a').name, require('./data.json').n)" },
      { path: "lib/a.js", content: "exports.name = 'ä'" },
      { path: "data.json", content: '{"n": 7}' },
    ];
    expect(await accepted({ language: "javascript", entry: "main.js", files })).toBe("ä 7\n");
    const modules = [
      { path: "main.mjs", content: "import { n } from './n.mjs';\nconsole.log(n, await Promise.resolve(2))" },
      { path: "n.mjs", content: "export const n = 1" },
    ];
    expect(await accepted({ language: "javascript", entry: "main.mjs", files: modules })).toBe("1 2\n");
  });

  test("TypeScript imports by every name that a file has", async () => {
    const files = [
      {
        path: "src/app.ts",
        content:
          'import { one } from "./lib/one";\nimport two from "./two.js";\nimport { three } from "../three.ts";\n' +
          "const total: number = one + two + three;\nconsole.log(total, await Promise.resolve(__filename));",
      },
      { path: "src/lib/one.ts", content: "export const one: number = 1;" },
      { path: "src/two.ts", content: "export default 2 as number;" },
      { path: "three.ts", content: "export enum E { A = 3 }\nexport const three = E.A;" },
    ];
    expect(await accepted({ language: "ts", entry: "src/app.ts", files })).toBe("6 /work/src/app.ts\n");
  });

  test("Ruby requires other files, and reads what follows its end", async () => {
    const files = [
      {
        path: "main.rb",
        content: "require_relative 'lib/greet'\nputs greet(DATA.read.strip), $0, __dir__\n__END__\nyou\n",
      },
      { path: "lib/greet.rb", content: 'def greet(name) = "hi #{name}"' },
    ];
    expect(await accepted({ language: "ruby", files })).toBe("hi you\nmain.rb\n/work\n");
    const other = [{ path: "src/app.rb", content: "p $0, ARGV" }];
    expect(await accepted({ language: "rb", entry: "src/app.rb", files: other, args: ["a"] })).toBe(
      '"src/app.rb"\n["a"]\n',
    );
  });

  test("C links all its sources and finds its headers", async () => {
    const files = [
      {
        path: "main.c",
        content: '#include <stdio.h>\n#include "lib/twice.h"\nint main(void) { printf("%d\\n", twice(21)); }',
      },
      { path: "lib/twice.h", content: "int twice(int);" },
      { path: "lib/twice.c", content: '#include "twice.h"\nint twice(int n) { return 2 * n; }' },
    ];
    expect(await accepted({ language: "c", entry: "main.c", files })).toBe("42\n");
  });

  test("C++ links all its sources", async () => {
    const files = [
      {
        path: "main.cpp",
        content: '#include <iostream>\n#include "a.hpp"\nint main() { std::cout << word() << "\\n"; }',
      },
      { path: "a.hpp", content: "#pragma once\n#include <string>\nstd::string word();" },
      { path: "a.cc", content: '#include "a.hpp"\nstd::string word() { return "linked"; }' },
    ];
    expect(await accepted({ language: "cpp", entry: "main.cpp", files })).toBe("linked\n");
  });

  test("PHP requires files, and runs an entry in a folder", async () => {
    const files = [
      { path: "main.php", content: "<?php require 'lib/a.php'; echo Lib\\name(), ' ', __DIR__, PHP_EOL;" },
      {
        path: "src/index.php",
        content: "<?php require __DIR__ . '/../lib/a.php'; echo Lib\\name(), $argv[0];",
      },
      { path: "lib/a.php", content: "<?php namespace Lib; function name() { return basename(__FILE__); }" },
    ];
    expect(await accepted({ language: "php", entry: "main.php", files })).toBe("a.php /work\n");
    expect(await accepted({ language: "php", entry: "src/index.php", files })).toBe("a.phpsrc/index.php");
  });

  test("Perl uses modules", async () => {
    const files = [
      { path: "main.pl", content: "use lib '.'; use Lib::Util; print Lib::Util::twice(21), qq(\\n);" },
      { path: "Lib/Util.pm", content: "package Lib::Util; sub twice { 2 * shift } 1;" },
    ];
    expect(await accepted({ language: "perl", entry: "main.pl", files })).toBe("42\n");
  });

  test("Lua requires modules", async () => {
    const files = [
      { path: "main.lua", content: "print(require('lib.util').twice(21))" },
      { path: "lib/util.lua", content: "return { twice = function(n) return 2 * n end }" },
    ];
    expect(await accepted({ language: "lua", entry: "main.lua", files })).toBe("42\n");
  });

  test("Go builds the package of the entry, in a module or without one", async () => {
    const main = (path: string) =>
      `package main\n\nimport "fmt"\nimport "example.com/me/${path}"\n\nfunc main() { fmt.Println(${path}.N) }\n`;
    const files = [
      { path: "cmd/tool/main.go", content: main("inner") },
      { path: "inner/inner.go", content: "package inner\n\nconst N = 7\n" },
      { path: "go.mod", content: "module example.com/me\n\ngo 1.24\n" },
    ];
    expect(await accepted({ language: "go", entry: "cmd/tool/main.go", files })).toBe("7\n");
    const beside = [
      { path: "main.go", content: "package main\n\nfunc main() { say() }\n" },
      { path: "say.go", content: 'package main\n\nimport "fmt"\n\nfunc say() { fmt.Println("said") }\n' },
      { path: "say_test.go", content: "package main\n" },
      { path: "elsewhere/x.go", content: "package elsewhere\n" },
    ];
    expect(await accepted({ language: "go", entry: "main.go", files: beside })).toBe("said\n");
  });

  test("Rust finds its modules", async () => {
    const files = [
      { path: "main.rs", content: 'mod near;\nfn main() { println!("{}", near::deep::N); }\n' },
      { path: "near/mod.rs", content: "pub mod deep;\n" },
      { path: "near/deep.rs", content: "pub const N: u8 = 9;\n" },
    ];
    expect(await accepted({ language: "rust", entry: "main.rs", files })).toBe("9\n");
  });

  test("Bash sources another file", async () => {
    const files = [
      { path: "main.sh", content: ". ./lib.sh; greet you" },
      { path: "lib.sh", content: 'greet() { echo "hi $1"; }' },
    ];
    expect(await accepted({ language: "bash", entry: "main.sh", files })).toBe("hi you\n");
  });
});

describe("compiling", () => {
  test("an error is told with its place, and nothing runs", async () => {
    for (const [language, source] of [
      ["c", "int main(void) { return nope; }"],
      ["cpp", "int main() { return nope; }"],
      ["java", "class Main { int x = nope; }"],
    ] as const) {
      const execution = await service.execute({ language, source });
      expect(execution).toMatchObject({ status: "finished", outcome: "compile_error", run: null });
      expect(execution.compile).toMatchObject({ exitCode: 1, signal: null, stdout: "", cached: false });
      expect(execution.compile?.stderr).toMatch(/^(main\.c(pp)?:.*\n?)?main\.\w+:1:(\d+:)? error: .*nope/is);
      expect(execution.timings.compileMs).toBeGreaterThan(0);
      expect(execution.timings.runMs).toBeNull();
    }
  });

  test("the same sources are compiled once, and run as before", async () => {
    const files = [
      {
        path: "main.c",
        content:
          "#include <stdio.h>\n#include <stdlib.h>\n#include <sys/stat.h>\n" +
          "int word(void);\nint main(int argc, char **argv) {\n  int unused;\n  struct stat st;\n" +
          '  printf("%s %d %s\\n", argv[0], word(), argc > 1 ? argv[1] : getenv("X"));\n' +
          '  stat(argv[0], &st);\n  printf("%o\\n", st.st_mode);\n' +
          '  return system("ls -l . lib | cut -c1-10; cat lib/word.c; rm -r *; ls");\n}\n',
      },
      { path: "lib/word.c", content: "int word(void) { return 42; }\n" },
    ];
    const request = { language: "c", files, compileArgs: ["-Wall"], limits: { diskBytes: 1_048_576 } };
    const first = await service.execute({ ...request, args: ["first"] });
    expectOutcome(first, "accepted");
    expect(first.compile).toMatchObject({ cached: false, exitCode: 0 });
    const second = await service.execute({ ...request, env: { X: "second" } });
    expectOutcome(second, "accepted");
    expect(second.compile).toEqual({ ...first.compile, cached: true });
    expect(second.compile?.stderr).toContain("unused variable");
    expect(second.timings.compileMs).toBeNull();
    expect(runOf(second).stdout).toBe(runOf(first).stdout.replace("first", "second"));
    expect(runOf(second).stdout).toContain("./a.out 42 second\n100755\n");
    const other = await service.execute({ ...request, compileArgs: ["-Wall", "-O1"] });
    expect(other.compile?.cached).toBe(false);
  });

  test("what did not compile is told again without trying", async () => {
    const request = { language: "cpp", source: "int main() { return nowhere; }" };
    const first = await service.execute(request);
    const second = await service.execute(request);
    expect(second).toMatchObject({ outcome: "compile_error", run: null, sandbox: null });
    expect(second.compile).toEqual({ ...first.compile, cached: true });
  });

  test("what depends on the time of day is compiled each time", async () => {
    const request = { language: "c", source: "const char *when = __TIME__; int main(void) { return 0; }" };
    for (let i = 0; i < 2; i++) expect((await service.execute(request)).compile?.cached).toBe(false);
  });

  test("warnings of a program that compiles are kept", async () => {
    const source = "int main(void) { int unused; return 0; }";
    const execution = await service.execute({ language: "c", source, compileArgs: ["-Wall"] });
    expectOutcome(execution, "accepted");
    expect(execution.compile?.stderr).toContain("unused variable");
  });

  test("TypeScript is checked where that is asked for", async () => {
    const wrong = 'const n: number = "text";\nconsole.log(n.toFixed(process.argv.length, 1));\n';
    const unchecked = await service.execute({ language: "typescript", source: wrong });
    expect(expectOutcome(unchecked, "runtime_error")?.stderr).toContain("/work/main.ts:2");
    const execution = await service.execute({ language: "typescript-checked", source: wrong });
    expect(execution).toMatchObject({ status: "finished", outcome: "compile_error", run: null });
    expect(execution.compile?.stderr).toBe(
      "main.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\n" +
        "main.ts(2,44): error TS2554: Expected 0-1 arguments, but got 2.\n",
    );
    const files = [
      {
        path: "main.ts",
        content:
          'import { readFileSync } from "fs";\nimport { twice } from "./lib.js";\nimport plain = require("./plain");\n' +
          'const input: string = readFileSync(0, "utf8");\nconsole.log(await twice(input), plain.one, require("os").EOL);',
      },
      {
        path: "lib.ts",
        content: "export const twice = async (text: string): Promise<string> => text + text;",
      },
      { path: "plain.js", content: "exports.one = 1;" },
    ];
    expect(await accepted({ language: "typescript-checked", entry: "main.ts", files, stdin: "ab" })).toBe(
      "abab 1 \n\n",
    );
  });

  test("the checks are those of compileArgs and of the request's tsconfig.json", async () => {
    const source = "function f(x) { return x; }\nconsole.log(f(1));";
    expect((await service.execute({ language: "tsc", source })).outcome).toBe("compile_error");
    expect(await accepted({ language: "tsc", source, compileArgs: ["--strict", "false"] })).toBe("1\n");
    const files = [
      { path: "main.ts", content: source },
      { path: "tsconfig.json", content: '{ "compilerOptions": { "strict": false, }, }' },
    ];
    expect(await accepted({ language: "tsc", entry: "main.ts", files })).toBe("1\n");
  });

  test("compileArgs reach the compiler one by one", async () => {
    const source =
      '#include <stdio.h>\nint main(void) { puts(TEXT); printf("%d %ld\\n", N, __STDC_VERSION__); }';
    const stdout = await accepted({
      language: "c",
      source,
      compileArgs: ["-std=c99", '-DTEXT="a b; $(id) \\"q\\""', "-DN=3", "-O0"],
    });
    expect(stdout).toBe('a b; $(id) "q"\n3 199901\n');
  });

  test("what an interpreter finds wrong is its own to tell", async () => {
    const syntax = await service.execute({ language: "python", source: "def f(:\n" });
    expect(expectOutcome(syntax, "runtime_error")?.stderr).toBe(
      '  File "/work/main.py", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n',
    );
    expect(syntax.compile).toBeNull();
    for (const [language, source, said] of [
      ["php", "<?php\n$a = ;\n", /^PHP Parse error: .* in \/work\/main\.php on line 2\n$/],
      ["perl", "my $a = ;\n1 +;\n", /^syntax error at main\.pl line 1, near /],
      ["lua", "local a = = 1\n", /^lua5\.4: main\.lua:1: unexpected symbol near '='\n$/],
      ["ruby", "def f(\n", /main\.rb:1: syntax error, unexpected end-of-input, expecting '\)'/],
    ] as const) {
      const execution = await service.execute({ language, source });
      expect(expectOutcome(execution, "runtime_error")?.stderr).toMatch(said);
    }
  });
});

describe("output", () => {
  test("bytes that are no text come as base64, both streams alike", async () => {
    const source = "import sys; sys.stdout.buffer.write(bytes(range(256))); sys.stderr.write('text')";
    const run = expectOutcome(await service.execute({ language: "python", source }), "accepted");
    expect(run).toMatchObject({
      encoding: "base64",
      stdout: Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString("base64"),
      stderr: Buffer.from("text").toString("base64"),
    });
  });

  test("text of every kind is text", async () => {
    const word = "ascii é ∑ 🦊 \u0001 \u007f \uFEFF \r\n end";
    const source = "import sys; sys.stdout.write(sys.stdin.read())";
    // Newlines are read as they are only in binary; Python translates \r\n.
    const binary = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())";
    const run = expectOutcome(
      await service.execute({ language: "python", source: binary, stdin: word }),
      "accepted",
    );
    expect(run).toMatchObject({ encoding: "utf8", stdout: word });
    expect(await accepted({ language: "python", source, stdin: "é\n" })).toBe("é\n");
  });

  test("a cut never splits a character", async () => {
    const source = "print('🦊' * 100)";
    const run = expectOutcome(
      await service.execute({ language: "python", source, limits: { outputBytes: 10 } }),
      "output_limit",
    );
    expect(run).toMatchObject({ encoding: "utf8", stdout: "🦊🦊", stdoutTruncated: true });
  });

  test("a megabyte goes in and comes out", async () => {
    const stdin = "0123456789abcde\n".repeat(65_536);
    const source = "import sys; sys.stdout.write(sys.stdin.read())";
    const execution = await service.execute({ language: "python", source, stdin });
    expectOutcome(execution, "accepted");
    expect(runOf(execution).stdout === stdin).toBe(true);
    expect(runOf(execution).stdoutTruncated).toBe(false);
  });
});
