import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testKind } from "../test-image.js";
import { command, type Rig } from "./rig.js";
import type { InputFile, JailKind, RunReport, RunRequest, Sandbox } from "./types.js";

/**
 * A primed runtime against the bare one in the same kind of jail: every program in a folder below test/programs must end
 * the same way, byte for byte. Beside `name.py` there may be `name.files/`, copied into the work folder, and `name.json`.
 */
export interface PrimedRuntime {
  readonly kind: Exclude<JailKind, "launcher">;
  /** In whose root both run. */
  readonly language: string;
  /** Below test/programs. Default: the kind. */
  readonly folder?: string;
  /** Of a program, where they differ. */
  readonly kindOf?: (source: string) => JailKind;
  /** Name of the runtime's program. */
  readonly command: string;
  /** What follows it on every command line. */
  readonly options?: readonly string[];
  /** The script that it is booted with. */
  readonly entry: string;
  /** Of the programs, with the dot. */
  readonly extension: string;
}

export interface ProgramOptions {
  /** Path of the program in the work folder. Default: the runtime's entry. */
  readonly entry?: string;
  /** What follows the entry on the command line. */
  readonly args?: readonly string[];
  /** The whole command line after the runtime's name, instead of entry and args. */
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly stdinBase64?: string;
  readonly stdinRepeat?: number;
}

export interface PrimedPrograms {
  readonly names: readonly string[];
  /** Runs a program both ways. */
  both(name: string): Promise<{ readonly bare: Seen; readonly primed: Seen }>;
}

const MIB = 1024 * 1024;

export function primedPrograms(
  runtime: PrimedRuntime,
  run: (request: RunRequest) => Promise<RunReport>,
): PrimedPrograms {
  const { extension } = runtime;
  const folder = programsFolder(runtime.folder ?? runtime.kind);

  function requestFor(name: string, bare: boolean): RunRequest {
    const optionsFile = join(folder, `${name}.json`);
    const options: ProgramOptions = existsSync(optionsFile)
      ? JSON.parse(readFileSync(optionsFile, "utf8"))
      : {};
    const entry = options.entry ?? runtime.entry;
    const files = programFiles(folder, name, extension, entry);
    const kind = runtime.kindOf?.(`${files[0]?.content}`) ?? runtime.kind;
    const argv = options.argv ?? [entry, ...(options.args ?? [])];
    return command(bare ? [runtime.command, ...(runtime.options ?? []), ...argv] : argv, {
      kind: testKind(runtime.language, bare ? "launcher" : kind),
      files,
      env: options.env ?? {},
      stdin: stdinOf(options),
      limits: { memoryBytes: 512 * MIB, outputBytes: 4 * MIB },
    });
  }

  return {
    names: readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .map((name) => name.slice(0, -extension.length)),
    async both(name) {
      const [bare, primed] = await Promise.all([run(requestFor(name, true)), run(requestFor(name, false))]);
      return { bare: seen(bare), primed: seen(primed) };
    },
  };
}

/**
 * Of a corpus whose runtime is slow, what `npm test` runs: every sixth program. `npm run test:semantics` runs all, which a
 * change to a runtime's own code wants.
 */
export const someOf = (names: readonly string[]): readonly string[] =>
  process.env.NEURON_TEST_ALL_PROGRAMS === "1" ? names : names.filter((_, index) => index % 6 === 0);

/** Runs in the one sandbox of that kind, with a jail that was made before; a dirty sandbox gives way to a new one. */
export function primedRunner(rig: () => Rig, sandboxes: Map<JailKind, Sandbox>) {
  return async (request: RunRequest): Promise<RunReport> => {
    const { kind } = request;
    const sandbox = sandboxes.get(kind) ?? (await rig().driver.boot(kind));
    sandboxes.set(kind, sandbox);
    if (sandbox.kind !== kind) await sandbox.prepare(kind);
    const report = await sandbox.run(request);
    if (!report.primed) throw new Error("no jail of its kind was there");
    if (report.dirty === null) return report;
    sandboxes.delete(kind);
    await sandbox.destroy();
    return report;
  };
}

export const programsFolder = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/programs/${name}`, import.meta.url));

/** A program under the name that it has in the work folder, and what lies beside it. */
export function programFiles(folder: string, name: string, extension: string, entry: string): InputFile[] {
  return [
    { path: entry, content: readFileSync(join(folder, `${name}${extension}`)) },
    ...filesBelow(join(folder, `${name}.files`)),
  ];
}

export function filesBelow(folder: string, prefix = ""): InputFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return filesBelow(join(folder, entry.name), `${path}/`);
    return [{ path, content: readFileSync(join(folder, entry.name)) }];
  });
}

export function stdinOf({ stdin, stdinBase64, stdinRepeat }: ProgramOptions): Buffer {
  const once = stdinBase64 === undefined ? Buffer.from(stdin ?? "") : Buffer.from(stdinBase64, "base64");
  return Buffer.concat(Array<Buffer>(stdinRepeat ?? 1).fill(once));
}

/** All that a client sees of a run, but for addresses, which differ between any two runs. */
export interface Seen {
  readonly outcome: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly message: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function seen({ outcome, exitCode, signal, message, stdout, stderr }: RunReport): Seen {
  const text = (bytes: Buffer): string => bytes.toString("latin1").replace(/0x[0-9a-f]{6,}/g, "0x…");
  return { outcome, exitCode, signal, message, stdout: text(stdout), stderr: text(stderr) };
}
