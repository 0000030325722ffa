import {
  type CompileResult,
  type ResolvedLimits,
  resolveLimits,
  resolveSession,
  type SourceFile,
} from "@neuron/contract";
import { asPath, expandCommand } from "../languages/expand-command.js";
import type { InstalledLanguage } from "../languages/types.js";
import type { Job } from "../queue/types.js";
import { kindIn } from "../sandbox/kinds.js";
import { isAhead } from "../sandbox/primes.js";
import type { InputFile, JailKind, RunLimits, RunRequest } from "../sandbox/types.js";

/** What to start in a sandbox, in order. The second step, where there is one, starts in the first one's folder. */
export interface Plan {
  /** Kind of the jail that the first step needs. */
  readonly kind: JailKind;
  readonly compile: RunRequest | null;
  /** Of a compile step that was done before. */
  readonly compiled?: CompileResult;
  readonly run: RunRequest;
}

/** A compiler's messages are for people; the limit on the program's own output does not fit them. */
const COMPILE_OUTPUT_BYTES = 1024 * 1024;
/** Compilers need room for intermediate files, whatever the program itself may write. */
const COMPILE_DISK_BYTES = 64 * 1024 * 1024;
/** Threads count: TypeScript's compiler has one for each file that it waits for, and wanted more than 64 on a busy machine. */
const COMPILE_PROCESSES = 128;

/** What the terminal in a browser or a shell understands in all likelihood. */
const TERMINAL_ENV = { TERM: "xterm-256color" };

/** Pure. The request is complete: the API checked it, filled in its limits and set `entry` where there are files. */
export function planJob(job: Job, language: InstalledLanguage): Plan {
  const { request } = job;
  const { root } = language;
  const limits = resolveLimits(request.limits);
  const files = inputFiles(request.source, request.files, language);
  const entry = request.entry ?? files[0]?.path ?? language.file;
  const args = request.args ?? [];
  const fill = {
    entry,
    files: files.map((file) => file.path),
    extensions: language.extensions,
    args,
    compileArgs: request.compileArgs ?? [],
  };
  // A booted runtime has looked at its pipes already.
  const { terminal } = request;
  const primed = language.prime !== "launcher" && !terminal;
  const run: RunRequest = {
    kind: kindIn(
      root,
      terminal ? "launcher" : (preloadedKind(files, request.env, language) ?? language.prime),
    ),
    files: language.compile ? [] : files,
    argv: primed
      ? [asPath(entry), ...args]
      : expandCommand(language.run, { ...fill, memoryBytes: limits.memoryBytes }),
    // The same object for all of a language, where there is nothing to add: it is encoded once.
    env:
      request.env || terminal
        ? { ...(terminal && TERMINAL_ENV), ...language.env, ...request.env }
        : language.env,
    stdin: request.stdin ?? "",
    ...(terminal && { terminal }),
    limits: request.interactive
      ? { ...runLimits(limits), wallTimeMs: resolveSession(request.session).timeMs }
      : runLimits(limits),
    keepWork: false,
    useKeptWork: language.compile !== null,
  };
  if (!language.compile) return { kind: run.kind, compile: null, run };
  const { compilePrime = "launcher" } = language;
  const command = expandCommand(language.compile, { ...fill, memoryBytes: limits.compileMemoryBytes });
  const compile: RunRequest = {
    kind: kindIn(root, compilePrime),
    files,
    argv: compilePrime === "launcher" || isAhead(compilePrime) ? command : command.slice(1),
    env: language.env,
    stdin: "",
    limits: compileLimits(limits),
    keepWork: true,
    useKeptWork: false,
  };
  return { kind: compile.kind, compile, run };
}

function inputFiles(
  source: string | undefined,
  files: readonly SourceFile[] | undefined,
  language: InstalledLanguage,
): InputFile[] {
  if (files === undefined) return [{ path: language.file, content: source ?? "" }];
  return files.map((file) => ({
    path: file.path,
    content: file.encoding === "base64" ? Buffer.from(file.content, "base64") : file.content,
  }));
}

/**
 * A word in a comment will do, too: the program runs the same way, only with more than it needs. One that hides its imports
 * waits for them.
 */
function preloadedKind(
  files: readonly InputFile[],
  env: Readonly<Record<string, string>> | undefined,
  { extensions, preload }: InstalledLanguage,
): JailKind | null {
  const sources = files.filter(({ path }) => extensions.some((extension) => path.endsWith(extension)));
  const variables = Object.keys(env ?? {});
  const set = preload.find(
    ({ mentions, env: prefixes }) =>
      mentions.some((word) => sources.some(({ content }) => content.includes(word))) &&
      !variables.some((name) => prefixes.some((prefix) => name.startsWith(prefix))),
  );
  return set?.kind ?? null;
}

function runLimits(limits: ResolvedLimits): RunLimits {
  return {
    cpuTimeMs: limits.cpuTimeMs,
    wallTimeMs: limits.wallTimeMs,
    memoryBytes: limits.memoryBytes,
    processes: limits.processes,
    outputBytes: limits.outputBytes,
    diskBytes: limits.diskBytes,
  };
}

function compileLimits(limits: ResolvedLimits): RunLimits {
  return {
    cpuTimeMs: limits.compileCpuTimeMs,
    wallTimeMs: limits.compileWallTimeMs,
    memoryBytes: limits.compileMemoryBytes,
    processes: COMPILE_PROCESSES,
    outputBytes: COMPILE_OUTPUT_BYTES,
    diskBytes: Math.max(limits.diskBytes, COMPILE_DISK_BYTES),
  };
}
