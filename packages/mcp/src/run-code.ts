import type { Execution, ExecutionRequest, Language, Neuron } from "@neuron/sdk";
import { z } from "zod";

/** What an agent may ask for: less than the API takes, so that it is right at the first try. */
export const RunCodeInput = {
  language: z
    .string()
    .describe("Id of the language, such as python, javascript or cpp; list_languages has all."),
  code: z.string().describe("The whole program. It reads standard input and prints to standard output."),
  stdin: z.string().optional().describe("What the program reads from standard input."),
  args: z.array(z.string()).optional().describe("Arguments of the program."),
  files: z
    .array(
      z.object({
        path: z.string().describe("Relative, such as data/input.csv."),
        content: z.string().describe("Text."),
      }),
    )
    .optional()
    .describe("More files, put beside the program in its working directory: modules or data."),
  tests: z
    .array(
      z.object({
        name: z.string().optional(),
        stdin: z.string().optional(),
        expected: z
          .string()
          .describe("What it should print. White space at the ends of lines does not count."),
      }),
    )
    .optional()
    .describe("Runs the program once for each, in place of stdin, and compares what it prints."),
};

export const RunCodeOutput = {
  outcome: z
    .string()
    .describe("accepted, wrong_answer, runtime_error, time_limit, memory_limit, compile_error, ..."),
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  message: z.string().nullable(),
  truncated: z.boolean().describe("Not all of what was printed is here."),
  compilerOutput: z.string().nullable(),
  tests: z.array(
    z.object({
      name: z.string().nullable(),
      outcome: z.string(),
      stdout: z.string(),
      stderr: z.string(),
      message: z.string().nullable(),
    }),
  ),
  cpuTimeMs: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  executionId: z.string(),
};

export type RunCode = z.infer<z.ZodObject<typeof RunCodeInput>>;
export type RunCodeResult = z.infer<z.ZodObject<typeof RunCodeOutput>>;

/** Characters of each text that an agent gets: what is longer fills its context and tells it nothing more. */
const SHOWN = 16_000;

export const runCode = async (
  neuron: Neuron,
  input: RunCode,
  signal: AbortSignal,
): Promise<RunCodeResult> => {
  const request = toRequest(input, input.files === undefined ? [] : await neuron.languages({ signal }));
  return toResult(await neuron.run(request, { signal, cancelOnAbort: true }));
};

const toRequest = (
  { language, code, stdin, args, files, tests }: RunCode,
  languages: readonly Language[],
): ExecutionRequest => ({
  language,
  ...(files === undefined ? { source: code } : withFiles(language, code, files, languages)),
  ...(stdin === undefined ? {} : { stdin }),
  ...(args === undefined ? {} : { args }),
  ...(tests === undefined || tests.length === 0
    ? {}
    : {
        tests: tests.map(({ name, stdin: input, expected }) => ({
          ...(name === undefined ? {} : { name }),
          ...(input === undefined ? {} : { stdin: input }),
          expected,
        })),
      }),
});

/** The program gets the name that it has where it is alone. */
const withFiles = (
  language: string,
  code: string,
  files: readonly { path: string; content: string }[],
  languages: readonly Language[],
): Pick<ExecutionRequest, "files" | "entry" | "source"> => {
  const wanted = language.toLowerCase().split("@")[0] ?? "";
  const known = languages.find(({ id, aliases }) =>
    [id, ...aliases].some((name) => name.toLowerCase() === wanted),
  );
  // The service says which languages there are.
  if (known === undefined) return { source: code };
  return { files: [{ path: known.file, content: code }, ...files], entry: known.file };
};

const toResult = ({ id, outcome, compile, run, tests }: Execution): RunCodeResult => {
  const output = compile === null ? "" : compile.stdout + compile.stderr;
  const texts = [
    run?.stdout,
    run?.stderr,
    output,
    ...tests.flatMap(({ stdout, stderr }) => [stdout, stderr]),
  ];
  return {
    outcome: outcome ?? "internal_error",
    stdout: shown(run?.stdout ?? ""),
    stderr: shown(run?.stderr ?? ""),
    exitCode: run?.exitCode ?? null,
    signal: run?.signal ?? null,
    message:
      run === null
        ? null
        : [run.message, binary(run.encoding)].filter((text) => text !== null).join("; ") || null,
    truncated:
      [run, ...tests].some((each) => each?.stdoutTruncated === true || each?.stderrTruncated === true) ||
      texts.some((text) => (text?.length ?? 0) > SHOWN),
    compilerOutput: output === "" ? null : shown(output),
    tests: tests.map(({ name, outcome: verdict, stdout, stderr, message }) => ({
      name,
      outcome: verdict,
      stdout: shown(stdout),
      stderr: shown(stderr),
      message,
    })),
    cpuTimeMs: run?.cpuTimeMs ?? null,
    memoryBytes: run?.memoryBytes ?? null,
    executionId: id,
  };
};

const binary = (encoding: "utf8" | "base64"): string | null =>
  encoding === "base64" ? "what it printed is not text: stdout and stderr are base64" : null;

/** The beginning, and the end, where errors are. */
const shown = (text: string): string => {
  if (text.length <= SHOWN) return text;
  const half = SHOWN / 2;
  return `${text.slice(0, half)}\n... ${text.length - SHOWN} characters left out ...\n${text.slice(-half)}`;
};

/** The same for an agent that reads text only. */
export const describeResult = (result: RunCodeResult): string => {
  const { outcome, exitCode, signal, message, cpuTimeMs, compilerOutput, stdout, stderr, tests } = result;
  const ended = signal !== null ? `signal ${signal}` : exitCode === null ? null : `exit code ${exitCode}`;
  const cpu = cpuTimeMs === null ? null : `${Math.round(cpuTimeMs)} ms of CPU time`;
  const facts = [ended, cpu, message].filter((fact) => fact !== null).join(", ");
  const sections: [string, string | null][] = [
    ["compiler", compilerOutput],
    ["stdout", stdout],
    ["stderr", stderr],
  ];
  const passed = tests.filter((test) => test.outcome === "accepted").length;
  return [
    `outcome: ${outcome}${facts === "" ? "" : ` (${facts})`}`,
    ...(tests.length === 0 ? [] : [`tests: ${passed} of ${tests.length} passed`]),
    ...tests.map(
      ({ name, outcome: verdict, message: why }, i) =>
        `- ${name ?? `test ${i + 1}`}: ${verdict}${why === null ? "" : ` (${why})`}`,
    ),
    ...sections.flatMap(([name, text]) => (text === null || text === "" ? [] : [`${name}:`, text])),
  ].join("\n");
};
