import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { testKind, testRootfs } from "../test-image.js";
import { type Seen, seen } from "./primed-programs.js";
import { command, createRig, lines, type Overrides, type Rig, shell } from "./rig.js";
import type { InputFile, JailKind, RunReport, RunRequest, Sandbox } from "./types.js";

/** languages/rust/rustc, which starts a rustc, against the one that was booted ahead and is forked. */
const BY_HAND = testKind("rust", "launcher");
const FORKED = testKind("rust", "rustc");
const WRAPPER = "/usr/lib/neuron/rust/rustc";
const MIB = 1024 * 1024;
const HELLO = 'fn main() {\n    println!("hello");\n}\n';

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

interface Request {
  readonly source?: string;
  /** Instead of those of the language. */
  readonly argv?: readonly string[];
  readonly args?: readonly string[];
  readonly files?: readonly InputFile[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly limits?: Overrides["limits"];
}

function requestOf(kind: JailKind, given: Request): RunRequest {
  const { source = HELLO, files = [], env = {}, stdin = "" } = given;
  const argv = given.argv ?? ["-o", "a.out", ...(given.args ?? []), "main.rs"];
  return command(kind === FORKED ? argv : [WRAPPER, ...argv], {
    kind,
    files: [{ path: "main.rs", content: source }, ...files],
    env,
    stdin,
    keepWork: true,
    limits: {
      memoryBytes: 512 * MIB,
      processes: 128,
      outputBytes: 4 * MIB,
      wallTimeMs: 60_000,
      ...given.limits,
    },
  });
}

async function sandboxOf(kind: JailKind): Promise<Sandbox> {
  const sandbox = sandboxes.get(kind) ?? (await rig.driver.boot(kind));
  sandboxes.set(kind, sandbox);
  if (sandbox.kind !== kind) await sandbox.prepare(kind);
  return sandbox;
}

async function done(kind: JailKind): Promise<void> {
  const sandbox = sandboxes.get(kind);
  sandboxes.delete(kind);
  await sandbox?.destroy();
}

const LEFT =
  "find . -type f ! -name 'rustc-ice-*' -exec sha256sum {} + | sort -k 2; find . ! -type f -o -name 'rustc-ice-*' | sort";

/** Compiles, and looks at what is there afterwards. */
async function compile(kind: JailKind, given: Request, cancellation?: Cancellation) {
  const sandbox = await sandboxOf(kind);
  const report = await sandbox.run(requestOf(kind, given), cancellation);
  expect(report.primed).toBe(given.limits?.diskBytes === undefined); // for another disk, a jail is made anew
  const left =
    report.dirty === null ? await sandbox.run(shell(LEFT, { kind: BY_HAND, useKeptWork: true })) : null;
  if (report.dirty !== null) await done(kind);
  // A report of a panic says when it was, and by its name, too.
  const ice = /(rustc-ice-)[^ ]*?(-\d+\.txt)/;
  return { report, left: left && lines(left).map((line) => line.replace(ice, "$1…$2")) };
}

/** Addresses differ between any two runs, and names of temporary folders; of a crash, so does the depth at which it happened. */
const told = (report: RunReport): Seen => {
  const shown = seen(report);
  const stderr = shown.stderr
    .replace(/\/tmp\/(cc|rustc)\w+/g, "/tmp/$1…")
    .replace(/(rustc-ice-)[^ ]*?(-\d+\.txt)/, "$1…$2")
    .replace(/(printing backtrace\n).*?(\nnote: )/s, "$1…$2");
  return { ...shown, stderr };
};

async function both(given: Request) {
  const byHand = await compile(BY_HAND, given);
  const forked = await compile(FORKED, given);
  return {
    byHand: { ...told(byHand.report), left: byHand.left },
    forked: { ...told(forked.report), left: forked.left },
  };
}

const script = (path: string, text: string): InputFile => ({ path, content: text, executable: true });
const unused = (n: number): string =>
  `fn main() {\n${Array.from({ length: n }, (_, i) => `    let unused_${i} = ${i};\n`).join("")}}\n`;
const deep = (n: number): string => `${"(".repeat(n)}1${")".repeat(n)}`;
const LINK_FAILURE =
  'unsafe extern "C" { fn nowhere(); }\nfn main() { let unused = 1; unsafe { nowhere() } }\n';

/** `said`: what tells that it is what its name says. */
const CASES: Record<string, Request & { readonly said: RegExp | null }> = {
  "a program": { said: null },
  warnings: { source: unused(3), said: /unused variable: `unused_2`/ },
  "warnings that are errors": { source: unused(1), args: ["-D", "warnings"], said: /could not|aborting/ },
  "an error": { source: "fn main() { nothing }", said: /cannot find value `nothing`/ },
  "more messages than a pipe takes": { source: unused(1500), said: /unused_1499/ },
  "more messages than it may print": {
    source: unused(1500),
    limits: { outputBytes: 100_000 },
    said: /unused_0/,
  },
  "a function that is nowhere": { source: LINK_FAILURE, said: /linking with `cc` failed/ },
  "the same as JSON": {
    source: LINK_FAILURE,
    args: ["--error-format=json"],
    said: /^\{.*linking with `cc` failed/s,
  },
  "a linker of its own": { args: ["-C", "linker=./ld"], said: /linking with `.\/ld` failed.*no such luck/s },
  "the words of a linker's failure": {
    source: 'compile_error!("linking with"); fn main() {}',
    said: /error: linking with/,
  },
  "another edition": { source: "fn main() { let async = 1; }", args: ["--edition", "2015"], said: /async/ },
  "another edition in one word": { source: HELLO, args: ["--edition=2018"], said: null },
  "an edition that is none": { args: ["--edition=1999"], said: /1999/ },
  "several files": {
    source: 'mod a;\nfn main() { println!("{}", a::f()); }\n',
    files: [{ path: "a/mod.rs", content: "pub fn f() -> i32 { 7 }\n" }],
    said: null,
  },
  "a library, and what else can be asked for": {
    source: "pub fn f() {}",
    args: ["--crate-type=lib", "--emit=metadata,obj,asm,llvm-ir,mir"],
    said: /due to multiple output types/,
  },
  "another output": { argv: ["-o", "x/y", "main.rs"], files: [{ path: "x/z", content: "" }], said: null },
  "two outputs": { args: ["-o", "b.out"], said: /given more than once/ },
  "panics that abort": { args: ["-C", "panic=abort"], said: null },
  "what it can print": { args: ["--print", "cfg"], said: /^debug_assertions|panic="unwind"/ },
  help: { argv: ["--help"], said: /Usage: rustc/ },
  "its version": { argv: ["-vV"], said: /^rustc .*LLVM version/s },
  "no arguments that it knows": { args: ["--no-such-thing"], said: /Unrecognized option/ },
  "no such file": { argv: ["nowhere.rs"], said: /couldn't read/ },
  "a program from its input": { argv: ["-o", "a.out", "-"], stdin: HELLO, said: null },
  "arguments in a file": {
    args: ["@more"],
    files: [{ path: "more", content: "-D\nwarnings\n" }],
    source: unused(1),
    said: /-D unused-variables/,
  },
  "what LLVM says as it is taken apart": {
    args: ["-C", "llvm-args=-print-debug-counter"],
    said: /Counters and values/,
  },
  "an option that LLVM does not know": { args: ["-C", "llvm-args=-no-such-thing"], said: /no-such-thing/ },
  "a full disk": {
    args: ["-g"],
    limits: { diskBytes: 300 * 1024 },
    said: /No space left on device|linking with/,
  },
  "a panic of its own": {
    source: "fn main() { nothing }",
    env: { RUSTC_BOOTSTRAP: "1", RUST_BACKTRACE: "0" },
    args: ["-Ztreat-err-as-bug"],
    said: /internal compiler error|the compiler unexpectedly panicked/,
  },
  "its log": { env: { RUSTC_LOG: "rustc_metadata=info" }, said: /resolving crate `std`/ },
  "another locale": { env: { LANG: "C", LC_ALL: "C" }, source: "fn main() { ż }", said: /cannot find value/ },
  "an allocator that is asked for": { env: { GLIBC_TUNABLES: "glibc.malloc.check=1" }, said: null },
  "a crash": {
    source: `fn main() { let x = ${deep(60_000)}; }`,
    said: /interrupted by SIGSEGV.*Segmentation fault/s,
  },
  "a crash after the words of a linker's failure": {
    source: `fn f() { "linking with" 5 }\nfn main() { let x = ${deep(60_000)}; }`,
    said: /SIGSEGV/,
  },
  "a crash of a linker": { args: ["-C", "linker=./ld"], said: /signal: 11/ },
  "a kill while it links": { args: ["-C", "linker=./ld"], said: /Killed/ },
  "a kill while it links for the second time": { args: ["-C", "linker=./ld"], said: null },
};
const LINKERS: Record<string, string> = {
  "a linker of its own": "#!/bin/sh\necho no such luck >&2\nexit 3\n",
  "a crash of a linker": "#!/bin/sh\nkill -SEGV $$\n",
  "a kill while it links": "#!/bin/sh\nkill -KILL $PPID\n",
  "a kill while it links for the second time":
    "#!/bin/sh\necho >>times\n[ $(wc -l <times) = 1 ] || kill -KILL $PPID\nexit 1\n",
};

describe("a forked rustc does what the wrapper does with one that it starts", () => {
  test.for(Object.entries(CASES))("%s", { timeout: 120_000 }, async ([name, { said, ...given }]) => {
    const linker = LINKERS[name];
    const files = [...(given.files ?? []), ...(linker ? [script("ld", linker)] : [])];
    const { byHand, forked } = await both({ ...given, files });
    expect(forked).toEqual(byHand);
    expect(`${byHand.stderr}${byHand.stdout}`).toMatch(said ?? /^$/);
  });
});

/** Compiles with a script in the linker's place, and gives what that has printed. */
async function look(kind: JailKind, text: string, source = HELLO): Promise<string[]> {
  const sandbox = await sandboxOf(kind);
  const files = [script("look", text)];
  const report = await sandbox.run(requestOf(kind, { source, args: ["-C", "linker=./look"], files }));
  expect(told(report)).toMatchObject({ outcome: "accepted", stderr: "" });
  return lines(await sandbox.run(shell("cat seen", { kind: BY_HAND, useKeptWork: true })));
}

describe("compilations by one booted rustc", () => {
  const booted = async (): Promise<number | undefined> => rig.pids(await sandboxOf(FORKED))[1];

  test("are forked from it, also after a program that was compiled has run", async () => {
    const before = await booted();
    expect((await compile(FORKED, {})).report.outcome).toBe("accepted");
    expect((await compile(FORKED, { source: "fn main() { nothing }" })).report.exitCode).toBe(1);
    const sandbox = await sandboxOf(FORKED);
    expect(await booted()).toBe(before);
    // The agent, the booted rustc, the jail's init, and one that waits, with its guard.
    expect(rig.pids(sandbox)).toHaveLength(5);
    expect(await sandbox.probe()).toBeNull();
  });

  test("start the linker as one that was started does", async () => {
    const text = `#!/bin/sh
{
  env | sort
  for fd in /proc/self/fd/*; do echo "$fd $(readlink $fd | tr -d 0-9)"; done
  grep -E "^(Sig(Blk|Ign|Cgt)|Cap|NoNew|Seccomp|Uid|Gid|Groups):" /proc/self/status
  cat /proc/$PPID/comm /proc/self/oom_score_adj
  ulimit -a
  umask
  ps -o ni= -p $$
  ls -A /tmp
} >seen 2>&1
`;
    const [byHand, forked] = [await look(BY_HAND, text), await look(FORKED, text)];
    const same = (seen: string[]): string[] => seen.map((line) => line.replace(/^rustc\w{6}$/, "rustc…"));
    expect(same(forked)).toEqual(same(byHand));
    expect(forked).toContain("rustc");
    expect(forked.filter((line) => /^(LD_|NEURON_)/.test(line))).toEqual([]);
  });

  test("see no environment but their own", async () => {
    const source = `fn main() {
  print!("{}", include_str!("/proc/self/environ").replace('\\0', "\\n"));
  println!("{:?}", [option_env!("LD_PRELOAD"), option_env!("LD_BIND_NOW"), option_env!("NEURON_ZYGOTE"), option_env!("HOME")]);
}`;
    const sandbox = await sandboxOf(FORKED);
    await sandbox.run(requestOf(FORKED, { source }));
    const seen = lines(await sandbox.run(command(["./a.out"], { kind: BY_HAND, useKeptWork: true })));
    expect(seen.sort()).toEqual([
      "HOME=/work",
      "LANG=C.UTF-8",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      '[None, None, None, Some("/work")]',
    ]);
  });

  const MARK = "tsixe-ton-tsum";
  const marked = `fn main() { let s = ["${[...MARK].reverse().join("")}"${`, "${[...MARK].reverse().join("")}99"`.repeat(1000)}]; println!("{}", s.len()); }`;
  const search = `#!/usr/bin/python3
import os, re, sys
needle = "".join(reversed("${MARK}")).encode() + b"99"
with open("seen", "w") as out:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if pid in ("1", str(os.getpid())): continue
        print("process", open(f"/proc/{pid}/comm").read().strip(), file=out)
        times = 0
        with open(f"/proc/{pid}/mem", "rb") as memory:
            for line in open(f"/proc/{pid}/maps"):
                first, end = (int(n, 16) for n in line.split()[0].split("-"))
                if "r" not in line.split()[1] or "[v" in line: continue
                try:
                    memory.seek(first)
                    times += memory.read(min(end - first, 1 << 27)).count(needle)
                except (OSError, OverflowError): pass
        if times > 20: print("found", file=out)
`;

  test("find nothing of the one before in what was forked", async () => {
    expect((await compile(FORKED, { source: marked })).report.outcome).toBe("accepted");
    expect(await look(FORKED, search)).toEqual(["process rustc", "process rustc"]);
  });

  test("which the search would", async () => {
    expect(await look(FORKED, search, marked)).toContain("found");
  });

  test("draw their own random numbers", async () => {
    const text = '#!/bin/sh\necho "$*" | grep -o "/tmp/rustc[^/]*" >seen\n';
    const [[first], [second]] = [await look(FORKED, text), await look(FORKED, text)];
    expect(first).toMatch(/^\/tmp\/rustc\w{6}$/);
    expect(second).not.toBe(first);
  });

  test("are stopped at their limits and by their clients, and the next sandbox compiles", async () => {
    const slow = `fn main() { const N: u64 = { let mut n = 0u64; while n < 1 << 40 { n += 1; } n }; println!("{N}"); }`;
    const wall = await compile(FORKED, { source: slow, limits: { wallTimeMs: 500 } });
    expect(wall.report).toMatchObject({ outcome: "time_limit", dirty: "time_limit" });
    const cpu = await compile(FORKED, { source: slow, limits: { cpuTimeMs: 300 } });
    expect(cpu.report).toMatchObject({ outcome: "time_limit", dirty: "time_limit" });
    const cancellation = new Cancellation();
    setTimeout(() => cancellation.cancel(), 300);
    const cancelled = await compile(FORKED, { source: slow }, cancellation);
    expect(cancelled.report).toMatchObject({ outcome: "cancelled" });
    expect((await compile(FORKED, {})).report.outcome).toBe("accepted");
  });

  test("are stopped for their memory as one that was started is", async () => {
    const given: Request = {
      source: 'static A: [u64; 1 << 27] = [7; 1 << 27]; fn main() { println!("{}", A[1]); }',
      limits: { memoryBytes: 200 * MIB },
    };
    const { byHand, forked } = await both(given);
    expect(forked).toEqual(byHand);
    expect(forked.outcome).toBe("memory_limit");
  });

  test("leave a program as much memory as it may use, and no more", async () => {
    const source = `fn main() {
  let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
  let v = vec![1u8; n << 20];
  println!("{}", v.iter().map(|&b| b as usize).sum::<usize>() >> 20);
}`;
    const withMemory = async (mib: number): Promise<RunReport> => {
      const sandbox = await sandboxOf(FORKED);
      await sandbox.run(requestOf(FORKED, { source }));
      const report = await sandbox.run(
        command(["./a.out", String(mib)], {
          kind: BY_HAND,
          useKeptWork: true,
          limits: { memoryBytes: 64 * MIB },
        }),
      );
      if (report.dirty !== null) await done(FORKED);
      return report;
    };
    expect(lines(await withMemory(60))).toEqual(["60"]);
    expect(await withMemory(72)).toMatchObject({ outcome: "memory_limit" });
  });
});

/** docs/reference/compilers.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a forked rustc", () => {
  const both = async (expression: string): Promise<[string[], string[]]> => {
    const source = `fn main() { print!("{}", ${expression}); }`;
    const ran = async (kind: JailKind): Promise<string[]> => {
      const sandbox = await sandboxOf(kind);
      await sandbox.run(requestOf(kind, { source }));
      return lines(await sandbox.run(command(["./a.out"], { kind: BY_HAND, useKeptWork: true })));
    };
    return [await ran(BY_HAND), await ran(FORKED)];
  };

  test("/proc shows the command line of the boot", async () => {
    const [byHand, forked] = await both('include_str!("/proc/self/cmdline").replace(\'\\0\', " ")');
    expect(byHand).toEqual([expect.stringMatching(/^rustc --edition=2021 -C .* main\.rs $/)]);
    expect(forked).toEqual(["rustc "]);
  });

  test("the object that keeps it waiting can be seen, and not opened", async () => {
    const [byHand, forked] = await both('include_str!("/proc/self/maps")');
    const objects = (seen: string[]): (string | undefined)[] => [
      ...new Set(seen.filter((line) => line.includes("/run/neuron")).map((line) => line.split(" ").at(-1))),
    ];
    expect(objects(byHand)).toEqual([]);
    expect(objects(forked)).toEqual(["/run/neuron/zygote-rustc.so"]);
    const { report } = await compile(FORKED, {
      source: 'const O: &[u8] = include_bytes!("/run/neuron/zygote-rustc.so"); fn main() {}',
    });
    expect(report.stderr.toString()).toContain("No such file or directory");
  });
});
