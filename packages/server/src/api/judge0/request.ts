import { isUtf8 } from "node:buffer";
import { type ExecutionRequest, LIMITS, type Limits, type SourceFile } from "@neuron/contract";
import type { PublishedLanguage } from "../../languages/types.js";
import { type ArchivedFile, readArchive } from "./archive.js";
import { type Attributes, add, NUMBERS } from "./attributes.js";
import { callbackMetadata } from "./callback.js";
import { EXECUTABLE, MULTI_FILE, PLAIN_TEXT } from "./language-names.js";
import { type Judge0Language, SHELL_FILES } from "./languages.js";
import type { Faults } from "./refusal.js";
import { splitWords } from "./words.js";

const KIB = 1024;
/** Judge0 waits for a result as long; whoever still asks after that has given up. */
const MAX_QUEUE_MS = 600_000;

/** As the field has it, which an execution with tests cannot answer. */
const ALL_FILES = ["**/*"];

/** The shell's part in what is no language's program. */
const SHELL_ENTRY = ".judge0.sh";
const SHELL_SCRIPTS: ReadonlyMap<number, string> = new Map([
  [PLAIN_TEXT, "exec cat text.txt\n"],
  [EXECUTABLE, 'chmod +x a.out && exec ./a.out "$@"\n'],
  [
    MULTI_FILE,
    `for step in compile compile.sh; do
  [ -f "$step" ] || continue
  bash "$step" >.judge0.log 2>&1 </dev/null || { code=$?; cat .judge0.log >&2; exit "$code"; }
  break
done
[ -f run ] || [ ! -f run.sh ] || exec bash run.sh "$@"
exec bash run "$@"
`,
  ],
]);
/** Within one run then, which needs their time as well. */
const COMPILE_SCRIPTS: ReadonlySet<string> = new Set(["compile", "compile.sh"]);

/** A submission that has no faults, as an execution. Finds what an execution cannot hold, too. */
export const toExecutionRequest = (
  attributes: Attributes,
  { id, runner }: Judge0Language & { readonly runner: PublishedLanguage },
  { maxSourceBytes, files }: { readonly maxSourceBytes: number; readonly files: boolean },
  faults: Faults,
): ExecutionRequest => {
  const { compiler_options: options, command_line_arguments: args, number_of_runs: runs } = attributes;
  const stdin = utf8(attributes.stdin, "stdin", faults);
  const expected = utf8(attributes.expected_output, "expected_output", faults);
  const added = filesOf(attributes, maxSourceBytes, faults);
  const compiles = id === MULTI_FILE && added.some(({ path }) => COMPILE_SCRIPTS.has(path));
  const judged = expected !== undefined || runs > 1;
  const test = { ...(expected !== undefined && { expected }) };
  return {
    language: runner.id,
    ...codeOf(attributes, added, id, runner),
    ...(stdin !== undefined && { stdin }),
    ...(args !== null && { args: splitWords(args) }),
    ...(options !== null && runner.compile !== null && { compileArgs: splitWords(options) }),
    limits: limitsOf(attributes, runner, compiles),
    ...(files && !judged && { outputs: ALL_FILES }),
    ...(judged && { tests: Array.from({ length: runs }, () => test), stopOnFirstFailure: true }),
    ...(attributes.callback_url !== null && {
      callbackUrl: attributes.callback_url,
      metadata: callbackMetadata(attributes),
    }),
    maxQueueMs: MAX_QUEUE_MS,
  };
};

const utf8 = (bytes: Buffer | null, name: string, faults: Faults): string | undefined => {
  if (bytes === null) return undefined;
  if (!isUtf8(bytes)) add(faults, name, "must be valid UTF-8");
  return bytes.toString("utf8");
};

const filesOf = (
  { additional_files: archive }: Attributes,
  maxSourceBytes: number,
  faults: Faults,
): readonly ArchivedFile[] => {
  if (archive === null) return [];
  const read = readArchive(archive, maxSourceBytes);
  if ("files" in read) return read.files;
  add(faults, "additional_files", read.problem);
  return [];
};

/** The program's own files come first, and win over others of the same name. */
const codeOf = (
  { source_code: source }: Attributes,
  added: readonly ArchivedFile[],
  id: number,
  runner: PublishedLanguage,
): Pick<ExecutionRequest, "source" | "files" | "entry"> => {
  const bytes = source ?? Buffer.alloc(0);
  const script = SHELL_SCRIPTS.get(id);
  if (script === undefined && added.length === 0 && isUtf8(bytes)) return { source: bytes.toString("utf8") };
  const file = script === undefined ? runner.file : SHELL_FILES.get(id);
  const own = [
    ...(script === undefined ? [] : [{ path: SHELL_ENTRY, content: script }]),
    ...(file === undefined ? [] : [fileOf(file, bytes)]),
  ];
  const others = added.filter(({ path }) => own.every((each) => each.path !== path));
  return {
    files: [...own, ...others.map(({ path, content }) => fileOf(path, content))],
    entry: script === undefined ? runner.file : SHELL_ENTRY,
  };
};

const fileOf = (path: string, bytes: Buffer): SourceFile =>
  isUtf8(bytes)
    ? { path, content: bytes.toString("utf8") }
    : { path, content: bytes.toString("base64"), encoding: "base64" };

/** Compiling has Neuron's own limits, which are no lower than Judge0's. */
const limitsOf = (attributes: Attributes, runner: PublishedLanguage, compiles: boolean): Limits => {
  const {
    cpu_time_limit: cpu,
    wall_time_limit: wall,
    memory_limit: memory,
    max_file_size: size,
  } = attributes;
  const { cpu_time_limit: compileCpu, wall_time_limit: compileWall } = NUMBERS;
  const cpuSeconds = cpu + (compiles ? compileCpu.maximum : 0);
  const wallSeconds = wall + (compiles ? compileWall.maximum : 0);
  const memoryBytes = Math.max(memory * KIB, LIMITS.memoryBytes.minimum);
  // Runtimes that need more than Judge0's default get what they need, unless the client asked for something else.
  const ownBytes = memory === NUMBERS.memory_limit.fallback ? (runner.limits?.memoryBytes ?? 0) : 0;
  return {
    cpuTimeMs:
      cpu === 0
        ? LIMITS.cpuTimeMs.maximum
        : Math.max(LIMITS.cpuTimeMs.minimum, Math.round(cpuSeconds * 1000)),
    wallTimeMs: Math.round(wallSeconds * 1000),
    memoryBytes: Math.max(memoryBytes, ownBytes),
    processes: attributes.max_processes_and_or_threads,
    // 0 is no limit of one's own there.
    outputBytes: (size || NUMBERS.max_file_size.maximum) * KIB,
  };
};
