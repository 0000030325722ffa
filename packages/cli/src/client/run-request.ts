import { basename } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { ExecutionRequest, Neuron } from "@neuron/sdk";
import { readBytes, readMoreFiles, toSourceFile, toText } from "./files.js";
import { guessLanguage } from "./guess-language.js";
import { terminalHere } from "./interactive.js";
import { readTests } from "./tests-folder.js";
import { UsageError } from "./usage-error.js";

export interface RunOptions {
  readonly language?: string;
  readonly file?: readonly string[];
  readonly stdin?: string;
  readonly env?: readonly string[];
  readonly compileArg?: readonly string[];
  readonly time?: number;
  readonly wallTime?: number;
  readonly memory?: number;
  readonly tests?: string;
  readonly checker?: string;
  readonly stopOnFirstFailure?: boolean;
  readonly interactive?: boolean;
}

/** The request that a command line means. Reads files, and this process's own input unless that is a terminal. */
export const readRunRequest = async (
  program: string,
  args: readonly string[],
  options: RunOptions,
  neuron: Neuron,
  signal: AbortSignal,
): Promise<ExecutionRequest> => {
  const tests = options.tests === undefined ? undefined : readTests(options.tests);
  const more = readMoreFiles(options.file ?? [], program);
  const code = await readProgram(program, more, options);
  const stdin = tests === undefined ? await readInput(program, options) : undefined;
  const terminal = options.interactive === true ? terminalHere() : undefined;
  const language = options.language ?? guessLanguage(program, await neuron.languages({ signal }));
  const limits = {
    ...(options.time !== undefined && { cpuTimeMs: options.time }),
    ...(options.wallTime !== undefined && { wallTimeMs: options.wallTime }),
    ...(options.memory !== undefined && { memoryBytes: options.memory }),
  };
  return {
    language,
    ...code,
    ...(stdin !== undefined && { stdin }),
    ...(args.length > 0 && { args: [...args] }),
    ...(options.env !== undefined && { env: readEnv(options.env) }),
    ...(options.compileArg !== undefined && { compileArgs: [...options.compileArg] }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(tests !== undefined && { tests }),
    ...(options.interactive === true && { interactive: true }),
    ...(terminal !== undefined && { terminal }),
    ...(options.checker !== undefined && { checker: { type: options.checker as Checker } }),
    ...(options.stopOnFirstFailure === true && { stopOnFirstFailure: true }),
  };
};

type Checker = NonNullable<ExecutionRequest["checker"]>["type"];

/** A file keeps its name, which is what messages about its lines show. */
const readProgram = async (
  program: string,
  more: NonNullable<ExecutionRequest["files"]>,
  { language }: RunOptions,
): Promise<Pick<ExecutionRequest, "source" | "files" | "entry">> => {
  if (program !== "-") {
    const name = basename(program);
    return { files: [toSourceFile(name, readBytes(program)), ...more], entry: name };
  }
  if (language === undefined) throw new UsageError("A program from standard input needs --language.");
  if (more.length > 0) throw new UsageError("--file needs a program in a file, too.");
  return { source: await readAll(process.stdin) };
};

const readInput = async (
  program: string,
  { stdin: file, interactive }: RunOptions,
): Promise<string | undefined> => {
  if (file !== undefined && file !== "-") return toText(file, readBytes(file));
  // It has been read already, or is passed on as it comes.
  if (program === "-" || interactive === true) return undefined;
  if (file === undefined && process.stdin.isTTY === true) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return toText("Standard input", Buffer.concat(chunks));
};

const readEnv = (given: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf("=");
      if (at < 1) throw new UsageError(`--env ${each} is not of the form NAME=VALUE.`);
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
