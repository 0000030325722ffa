import type { ExecutionRequest } from "@neuron/contract";
import type { Body } from "./body.js";
import { type Files, type GivenFile, layOutFiles } from "./files.js";
import { type PistonLimits, readLimits } from "./limits.js";
import { refuse } from "./refusal.js";
import type { Runtime, Runtimes } from "./runtimes.js";

export interface RequestContext {
  readonly runtimes: Runtimes;
  readonly limits: PistonLimits;
  readonly strict: boolean;
}

export interface Prepared {
  readonly runtime: Runtime;
  readonly request: ExecutionRequest;
}

/** Piston waits for ever; whoever still waits after that has given up. */
export const WAIT_MS = 600_000;

/** What is asked for, as an execution; or a refusal with the first thing that is wrong, in Piston's order and words. */
export const prepare = (body: Body, { runtimes, limits, strict }: RequestContext): Prepared => {
  const { language, version, files } = body;
  if (!isName(language)) throw refuse(400, "language is required as a string");
  if (!isName(version)) throw refuse(400, "version is required as a string");
  if (!Array.isArray(files)) throw refuse(400, "files is required as an array");
  const given = files.map(checkFile);
  const runtime = runtimes.find(language, version);
  if (runtime === null) throw refuse(400, `${shorten(language)}-${shorten(version)} runtime is unknown`);
  const laidOut = layOutFiles(given, runtime);
  const limited = readLimits(body, runtime, limits, strict);
  return {
    runtime,
    request: {
      language: runtime.definition.id,
      ...codeOf(laidOut, readArgs(body.args), runtime),
      stdin: readStdin(body.stdin),
      limits: limited,
      maxQueueMs: WAIT_MS,
    },
  };
};

/** The same for a program that is talked to: its input comes while it runs, and none before. */
export const toInteractive = ({ limits = {}, stdin, ...request }: ExecutionRequest): ExecutionRequest => {
  const { wallTimeMs, ...others } = limits;
  return {
    ...request,
    limits: others,
    interactive: true,
    session: { ...SESSION, ...(wallTimeMs !== undefined && { timeMs: wallTimeMs }) },
  };
};

/** No time without a word but the run's own, and not long without a client: its leaving is told of by the API. */
const SESSION = { idleTimeMs: 3_600_000, graceTimeMs: 10_000 };

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";

const MAX_SHOWN = 100;
const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text);

const checkFile = (file: unknown, index: number): GivenFile => {
  const content = (file as GivenFile | null | undefined)?.content;
  if (typeof content !== "string") throw refuse(400, `files[${index}].content is required as a string`);
  return file as GivenFile;
};

/** Piston adds the end of a line that has none, also to an empty input. */
const readStdin = (given: unknown): string => {
  const stdin = given || "";
  if (typeof stdin !== "string") throw refuse(400, "stdin must be a string");
  return stdin.endsWith("\n") ? stdin : `${stdin}\n`;
};

const MAX_ARGS = 255;

const readArgs = (given: unknown): string[] => {
  const args: unknown = given ?? [];
  if (!Array.isArray(args)) throw refuse(400, "args must be an array");
  if (args.length > MAX_ARGS) throw refuse(400, `args may hold at most ${MAX_ARGS} arguments`);
  return args.map((arg: unknown, index) => {
    if (typeof arg === "object" && arg !== null) throw refuse(400, `args[${index}] must be a string`);
    return String(arg);
  });
};

const STARTER = ".piston.sh";
const START = 'file=./$1\nshift\nchmod +x "$file" && exec "$file" "$@"\n';

const codeOf = (
  { files, main }: Files,
  args: readonly string[],
  { definition, executable }: Runtime,
): Pick<ExecutionRequest, "source" | "files" | "entry" | "args"> => {
  if (executable)
    return {
      files: [{ path: STARTER, content: START }, ...files],
      entry: STARTER,
      args: [main, ...args],
    };
  const [only] = files;
  const alone = files.length === 1 && only?.path === definition.file && only.encoding === undefined;
  return alone
    ? { source: only.content, args: [...args] }
    : { files: [...files], entry: main, args: [...args] };
};
