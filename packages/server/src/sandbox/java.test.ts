import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUILT_IN_LANGUAGES_DIR } from "../languages/loader.js";
import { testKind, testRootfs } from "../test-image.js";
import { filesBelow, type ProgramOptions, type Seen, seen, someOf, stdinOf } from "./primed-programs.js";
import { primesWith } from "./primes.js";
import { command, createRig, lines, type Rig, shell } from "./rig.js";
import type { RunReport, RunRequest, Sandbox } from "./types.js";

/**
 * `javac` and `java` by hand against the language's own commands, whose compiler was booted ahead: every program in
 * test/programs/java must compile and run the same way, byte for byte.
 */
interface JavaOptions extends ProgramOptions {
  readonly compileArgs?: readonly string[];
  /** What `java` is told by hand. */
  readonly mainClass?: string;
}

interface Steps {
  readonly compile: RunRequest;
  readonly run: RunRequest;
}

const MIB = 1024 * 1024;
const PROGRAMS = fileURLToPath(new URL("../../../../test/programs/java", import.meta.url));
const java = JSON.parse(readFileSync(join(BUILT_IN_LANGUAGES_DIR, "java.json"), "utf8")) as {
  readonly compile: readonly string[];
  readonly run: readonly string[];
};

let rig: Rig;
let byHand: Sandbox;
let ahead: Sandbox;

const inMiB = (items: readonly string[], memoryBytes: number): string[] =>
  items.map((item) => item.replace("{memoryMiB}", String(memoryBytes / MIB)));
/** The language's command up to its first placeholder for arguments. */
const before = (items: readonly string[], placeholder: string): readonly string[] =>
  items.slice(0, items.indexOf(placeholder));

const JAVAC = testKind("java", "javac");
const BY_HAND = testKind("java", "launcher");
const COMPILE_LIMITS = { memoryBytes: 1024 * MIB, cpuTimeMs: 20_000, wallTimeMs: 60_000 };
const RUN_LIMITS = { memoryBytes: 256 * MIB, outputBytes: 4 * MIB, wallTimeMs: 30_000 };

function stepsOf(
  source: string | Buffer,
  options: JavaOptions,
  others: RunRequest["files"],
  hand: boolean,
): Steps {
  const entry = options.entry ?? "Main.java";
  const files = [{ path: entry, content: source }, ...others];
  const sources = files.map(({ path }) => path).filter((path) => path.endsWith(".java"));
  const javac = [...(options.compileArgs ?? []), ...sources];
  const args = options.args ?? [];
  const own = inMiB(java.compile, COMPILE_LIMITS.memoryBytes);
  return {
    compile: command(
      hand ? ["javac", "-d", ".", ...javac] : [...before(own, "{entry}"), entry, "-d", ".", ...javac],
      { kind: hand ? BY_HAND : JAVAC, files, keepWork: true, limits: COMPILE_LIMITS },
    ),
    run: command(
      hand
        ? ["java", "-cp", ".", options.mainClass ?? "Main", ...args]
        : [...before(inMiB(java.run, RUN_LIMITS.memoryBytes), "{args}"), ...args],
      {
        kind: BY_HAND,
        useKeptWork: true,
        env: options.env ?? {},
        stdin: stdinOf(options),
        limits: RUN_LIMITS,
      },
    ),
  };
}

async function perform(sandbox: Sandbox, kind: string, { compile, run }: Steps) {
  if (sandbox.kind !== kind) await sandbox.prepare(kind);
  const compiled = await sandbox.run(compile);
  const ran = compiled.outcome === "accepted" ? await sandbox.run(run) : null;
  return { compiled, ran };
}

const shown = ({ compiled, ran }: { compiled: RunReport; ran: RunReport | null }): (Seen | null)[] => [
  seen(compiled),
  ran && seen(ran),
];

const primed = (source: string, options: JavaOptions = {}) =>
  perform(ahead, JAVAC, stepsOf(source, options, [], false));
const main = (body: string): string =>
  `class Main { public static void main(String[] a) throws Exception { ${body} } }`;

beforeAll(async () => {
  rig = await createRig(testRootfs());
  [byHand, ahead] = await Promise.all([rig.driver.boot(BY_HAND), rig.driver.boot(JAVAC)]);
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

test("the language's compiler is the one that is booted ahead", () => {
  const prime = primesWith([]).get("javac");
  expect(inMiB(before(java.compile, "{entry}"), COMPILE_LIMITS.memoryBytes)).toEqual(prime?.argv);
});

describe("a Java that was booted ahead does what javac and java do", () => {
  const names = readdirSync(PROGRAMS)
    .filter((name) => name.endsWith(".java"))
    .map((name) => name.slice(0, -".java".length));

  test.for(someOf(names))("%s", async (name) => {
    const file = join(PROGRAMS, `${name}.json`);
    const options: JavaOptions = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    const source = readFileSync(join(PROGRAMS, `${name}.java`));
    const others = filesBelow(join(PROGRAMS, `${name}.files`));
    const [hand, ours] = await Promise.all([
      perform(byHand, BY_HAND, stepsOf(source, options, others, true)),
      perform(ahead, JAVAC, stepsOf(source, options, others, false)),
    ]);
    expect(ours.compiled.primed).toBe(true);
    expect(shown(ours)).toEqual(shown(hand));
    // A program that shows nothing at all would agree with anything.
    const { exitCode, stdout, stderr } = hand.ran ?? hand.compiled;
    expect(exitCode !== 0 || stdout.length + stderr.length > 0).toBe(true);
  });
});

describe("a compiler that was booted ahead", () => {
  test("serves one compilation, and the next one is another process in another jail", async () => {
    const first = await primed(main("System.out.println(1);"));
    expect(first.ran?.outcome).toBe("accepted");
    expect(ahead.kind).toBeNull();
    await ahead.prepare(JAVAC);
    expect(await ahead.probe()).toBeNull();
    // The agent, the jail's init, its launcher, and the compiler.
    expect(rig.pids(ahead)).toHaveLength(4);
    const left = await primed(main("System.out.println(2);"));
    expect(left.compiled.primed).toBe(true);
  });

  test("leaves nothing of its sample", async () => {
    await ahead.prepare(JAVAC);
    const report = await ahead.run(
      command(["sh", "-c", "ls -A . /tmp /var/tmp /dev/shm; ls /proc/self/fd; id -u; ls -d /proc/[0-9]*"], {
        kind: JAVAC,
      }),
    );
    expect(lines(report).filter((line) => !/^\/proc\/\d+$/.test(line))).toEqual([
      ...[".:", "/dev/shm:", "/tmp:", "/var/tmp:"],
      ...["0", "1", "2", "3", "1000"],
    ]);
  });

  // Its launcher waits beside it for its end, as the same user, and was forked from the agent, through which all goes.
  test("shows what runs in it nothing of what the sandbox ran before", async () => {
    const processor = `
import java.io.*; import java.nio.file.*; import java.util.*; import javax.annotation.processing.*; import javax.lang.model.*; import javax.lang.model.element.*;
@SupportedAnnotationTypes("*")
public class Look extends AbstractProcessor {
  public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
  public boolean process(Set<? extends TypeElement> s, RoundEnvironment r) {
    if (!r.processingOver()) return false;
    String word = String.join("-", "word", "of", "others");
    for (File p : new File("/proc").listFiles((d, n) -> n.matches("\\\\d+"))) try {
      if (p.getName().equals("" + ProcessHandle.current().pid())) continue;
      System.out.println(p.getName());
      for (String name : List.of("environ", "exe", "cwd", "fd/0")) if (Files.isReadable(p.toPath().resolve(name))) System.out.println("can read " + name);
      try (var mem = new RandomAccessFile(p + "/mem", "r")) {
        System.out.println("can read mem");
        for (String line : Files.readAllLines(p.toPath().resolve("maps"))) try {
          var ends = line.split(" ")[0].split("-"); long at = Long.parseLong(ends[0], 16);
          byte[] bytes = new byte[(int) Math.min(64 << 20, Long.parseLong(ends[1], 16) - at)];
          mem.seek(at); mem.readFully(bytes);
          if (new String(bytes, "ISO-8859-1").contains(word)) System.out.println("found " + line);
        } catch (IOException | NumberFormatException e) {}
      }
    } catch (IOException e) {}
    return false;
  }
}`;
    const { compiled } = await perform(ahead, JAVAC, {
      ...stepsOf(processor, { entry: "Look.java", compileArgs: ["-proc:none"] }, [], false),
      run: command(["true"], { kind: BY_HAND, useKeptWork: true, keepWork: true }),
    });
    expect(compiled).toMatchObject({ outcome: "accepted", primed: true });
    const classes = (await ahead.collect({ bytes: MIB, files: 9 }))?.filter(
      ({ path }) => path === "Look.class",
    );
    expect(classes).toHaveLength(1);
    const before = command(["cat"], { kind: BY_HAND, stdin: "word-of-others ".repeat(1000) });
    expect((await ahead.run(before)).stdout).toHaveLength(15_000);
    const options = { compileArgs: ["-processor", "Look", "-processorpath", "."] };
    const hostile = await perform(ahead, JAVAC, stepsOf("class Main {}", options, classes ?? [], false));
    expect(hostile.compiled.primed).toBe(true);
    expect(lines(hostile.compiled)).toEqual(["1", "2"]);
  });

  test("is not charged for its boot, and charged for its work", async () => {
    const { compiled, ran } = await primed(main("System.out.println(1);"));
    expect(compiled.cpuTimeMs).toBeGreaterThan(5);
    const cold = await perform(byHand, BY_HAND, stepsOf(main("System.out.println(1);"), {}, [], true));
    expect(compiled.cpuTimeMs).toBeLessThan(cold.compiled.cpuTimeMs / 2);
    expect(ran?.memoryBytes).toBeGreaterThan(10 * MIB);
  });

  test("gives way to one of its own where the limits are others", async () => {
    await ahead.prepare(JAVAC);
    const { compile, run } = stepsOf(main("System.out.println(3);"), {}, [], false);
    const argv = compile.argv.map((item) => item.replace("1024m", "512m"));
    const report = await ahead.run({
      ...compile,
      argv,
      limits: { ...compile.limits, memoryBytes: 512 * MIB },
    });
    expect(report).toMatchObject({ outcome: "accepted", primed: false });
    expect(lines(await ahead.run(run))).toEqual(["3"]);
  });

  test("is stopped at its limits like any other", async () => {
    // A class of 2^n types, as javac sees it.
    const slow = `class Main { ${Array.from({ length: 3000 }, (_, i) => `Object f${i} = java.util.List.of(${"1,".repeat(9)}1).stream().map(x -> java.util.Map.of(x, java.util.List.of(x))).toList();`).join("\n")} }`;
    await ahead.prepare(JAVAC);
    const { compile } = stepsOf(slow, {}, [], false);
    const report = await ahead.run({ ...compile, limits: { ...compile.limits, cpuTimeMs: 300 } });
    expect(report).toMatchObject({ outcome: "time_limit", dirty: "time_limit", primed: true });
    await ahead.destroy();
    ahead = await rig.driver.boot(JAVAC);
    expect((await primed(main(""))).ran?.outcome).toBe("accepted");
  });
});

describe("the memory limit of a program", () => {
  test("bounds its heap, so that garbage is collected in time", async () => {
    const source = main(`
      long sum = 0;
      for (int i = 0; i < 2_000; i++) { byte[] b = new byte[1_000_000]; b[i] = 1; sum += b[i]; }
      System.out.println(sum + " " + Runtime.getRuntime().maxMemory() / 1_000_000);`);
    const { ran } = await primed(source);
    expect(lines(ran as RunReport)[0]).toMatch(/^2000 19\d$/);
  });

  test("gets a program the error that Java has for it", async () => {
    const grow = "var l = new java.util.ArrayList<long[]>(); for (;;) l.add(new long[100_000]);";
    const { ran } = await primed(main(grow));
    expect(ran).toMatchObject({ outcome: "runtime_error", exitCode: 1 });
    expect(ran?.stderr.toString()).toMatch(
      /^Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n/,
    );
  });

  test("stops a program that takes its memory elsewhere", async () => {
    const fill = 'System.exit(new ProcessBuilder("tail", "/dev/zero").start().waitFor());';
    expect((await primed(main(fill))).ran).toMatchObject({ outcome: "memory_limit", dirty: "memory_limit" });
    await ahead.destroy();
    ahead = await rig.driver.boot(JAVAC);
  });
});

test("a class file that a compile step left is not trusted by the next execution", async () => {
  await primed(main("System.out.println(1);"));
  await ahead.prepare(JAVAC);
  await ahead.prepare(BY_HAND);
  expect(lines(await ahead.run(shell("ls -A")))).toEqual([]);
});
