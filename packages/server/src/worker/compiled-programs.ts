import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExecutionRequest } from "@neuron/contract";
import { expandCommand } from "../languages/index.js";
import { filesBelow, type Seen, seen } from "../sandbox/primed-programs.js";
import type { RunReport, Sandbox } from "../sandbox/types.js";
import { testKind, testLanguage } from "../test-image.js";
import { type Plan, planJob } from "./plan.js";

/**
 * A language's compile step against the compiler alone in the same kind of jail: every program in a folder below
 * test/programs must compile and end the same way, byte for byte. Beside `name.cpp` there may be `name.files/`, which are
 * files of the same request, and `name.json`.
 */
export interface CompiledLanguage {
  readonly id: string;
  /** As somebody would type it. Placeholders are those of a language's command. */
  readonly bare: (given: {
    readonly compileArgs: readonly string[];
    readonly files: readonly string[];
  }) => readonly string[];
  readonly bareEnv?: Readonly<Record<string, string>>;
}

interface ProgramOptions {
  readonly compileArgs?: string[];
  readonly stdin?: string;
}

export interface Compiled {
  readonly compile: Seen;
  /** Null when there is nothing to run. */
  readonly run: Seen | null;
}

export interface CompiledPrograms {
  readonly names: readonly string[];
  /** Compiles and runs a program both ways. */
  both(name: string): Promise<{ readonly bare: Compiled; readonly ours: Compiled }>;
  close(): Promise<void>;
}

export function compiledPrograms(
  { id, bare, bareEnv = {} }: CompiledLanguage,
  boot: () => Promise<Sandbox>,
): CompiledPrograms {
  const folder = fileURLToPath(new URL(`../../../../test/programs/${id}`, import.meta.url));
  const language = testLanguage(id);
  const extension = language.extensions[0] ?? "";

  function planOf(name: string): { readonly ours: Plan; readonly bare: Plan } {
    const optionsFile = join(folder, `${name}.json`);
    const options: ProgramOptions = existsSync(optionsFile)
      ? JSON.parse(readFileSync(optionsFile, "utf8"))
      : {};
    const others = filesBelow(join(folder, `${name}.files`));
    const files = [
      { path: language.file, content: readFileSync(join(folder, `${name}${extension}`), "utf8") },
      ...others.map(({ path, content }) => ({ path, content: content.toString() })),
    ];
    const request: ExecutionRequest = {
      language: id,
      entry: language.file,
      files,
      ...options,
      limits: { compileCpuTimeMs: 60_000 },
    };
    const job = {
      id: name,
      tenant: "t",
      language: { id, version: "" },
      request,
      createdAt: 0,
      maxQueueMs: 1,
    };
    const ours = planJob(job, language);
    if (!ours.compile) throw new Error(`${id} is not compiled.`);
    const given = { compileArgs: options.compileArgs ?? [], files: files.map(({ path }) => path) };
    const argv = expandCommand(bare(given), {
      ...given,
      entry: language.file,
      extensions: language.extensions,
    });
    const kind = testKind(id, "launcher");
    return { ours, bare: { ...ours, compile: { ...ours.compile, kind, argv, env: bareEnv } } };
  }

  const idle: Sandbox[] = [];

  async function execute(plan: Plan): Promise<Compiled> {
    if (!plan.compile) throw new Error("There is nothing to compile.");
    const sandbox = idle.pop() ?? (await boot());
    const compiled = await sandbox.run(plan.compile);
    const run = compiled.outcome === "accepted" ? await sandbox.run(plan.run) : null;
    if (compiled.dirty === null && !run?.dirty) idle.push(sandbox);
    else await sandbox.destroy();
    return { compile: told(compiled), run: run && told(run) };
  }

  return {
    names: readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .map((name) => name.slice(0, -extension.length)),
    async both(name) {
      const plans = planOf(name);
      const [bare, ours] = await Promise.all([execute(plans.bare), execute(plans.ours)]);
      return { bare, ours };
    },
    async close() {
      for (const sandbox of idle.splice(0)) await sandbox.destroy();
    },
  };
}

/** Compilers name their temporary files, and sanitizers the process. */
const told = (report: RunReport): Seen => {
  const { stderr, ...rest } = seen(report);
  return {
    ...rest,
    stderr: stderr.replace(/\/tmp\/(cc|rustc|go-build)\w+/g, "/tmp/$1…").replace(/==\d+==/g, "==…=="),
  };
};
