import { isUtf8 } from "node:buffer";
import type { Execution } from "@neuron/contract";
import { writeArchive } from "./archive.js";
import type { Attributes } from "./attributes.js";
import { type Params, textOf } from "./params.js";
import { refuse } from "./refusal.js";
import type { Result } from "./result.js";
import { describeStatus } from "./statuses.js";
import { tokenOf } from "./token.js";

/** All that there are take less than a quarter of it. */
const MAX_FIELDS_TEXT = 2048;

/** What became of a submission. */
export interface Ended {
  readonly execution: Execution;
  readonly result: Result;
}

/** The same, and the submission itself. */
export interface Submission extends Ended {
  readonly attributes: Attributes;
  readonly languageName: string;
}

export type Answer = Readonly<Record<string, unknown>>;

const seconds = (value: number | null): string | null =>
  value === null ? null : Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toFixed(3)));

/** The fields that are answered with by default: they need nothing of what was submitted. */
const DEFAULTS = {
  stdout: ({ result }) => result.stdout,
  time: ({ result }) => seconds(result.time),
  memory: ({ result }) => result.memory,
  stderr: ({ result }) => result.stderr,
  token: ({ execution }) => tokenOf(execution.id),
  compile_output: ({ result }) => result.compileOutput,
  message: ({ result }) => (result.message === null ? null : Buffer.from(result.message)),
  status: ({ result }) => describeStatus(result.status),
} as const satisfies Record<string, (ended: Ended) => unknown>;

const FIELDS = {
  source_code: ({ attributes }) => attributes.source_code,
  language_id: ({ attributes }) => attributes.language_id,
  stdin: ({ attributes }) => attributes.stdin,
  expected_output: ({ attributes }) => attributes.expected_output,
  stdout: DEFAULTS.stdout,
  status_id: ({ result }) => result.status,
  created_at: ({ execution }) => execution.createdAt,
  finished_at: ({ execution }) => execution.finishedAt,
  time: DEFAULTS.time,
  memory: DEFAULTS.memory,
  stderr: DEFAULTS.stderr,
  token: DEFAULTS.token,
  number_of_runs: ({ attributes }) => attributes.number_of_runs,
  cpu_time_limit: ({ attributes }) => seconds(attributes.cpu_time_limit),
  cpu_extra_time: ({ attributes }) => seconds(attributes.cpu_extra_time),
  wall_time_limit: ({ attributes }) => seconds(attributes.wall_time_limit),
  memory_limit: ({ attributes }) => attributes.memory_limit,
  stack_limit: ({ attributes }) => attributes.stack_limit,
  max_processes_and_or_threads: ({ attributes }) => attributes.max_processes_and_or_threads,
  enable_per_process_and_thread_time_limit: ({ attributes }) =>
    attributes.enable_per_process_and_thread_time_limit,
  enable_per_process_and_thread_memory_limit: ({ attributes }) =>
    attributes.enable_per_process_and_thread_memory_limit,
  max_file_size: ({ attributes }) => attributes.max_file_size,
  compile_output: DEFAULTS.compile_output,
  exit_code: ({ result }) => result.exitCode,
  exit_signal: ({ result }) => result.exitSignal,
  message: DEFAULTS.message,
  wall_time: ({ result }) => seconds(result.wallTime),
  compiler_options: ({ attributes }) => attributes.compiler_options,
  command_line_arguments: ({ attributes }) => attributes.command_line_arguments,
  redirect_stderr_to_stdout: ({ attributes }) => attributes.redirect_stderr_to_stdout,
  callback_url: ({ attributes }) => attributes.callback_url,
  additional_files: ({ attributes }) =>
    attributes.additional_files === null ? null : encode(attributes.additional_files),
  enable_network: ({ attributes }) => attributes.enable_network,
  status: DEFAULTS.status,
  language: ({ attributes, languageName }) => ({ id: attributes.language_id, name: languageName }),
} as const satisfies Record<string, (submission: Submission) => unknown>;

/** A zip archive of what a program left. Its files are only kept where the submission came with a wish for this field. */
const FILESYSTEM = "post_execution_filesystem";

/** Whether this field is among those that a request asks for, whatever else is. */
export const wantsFilesystem = (params: Params): boolean =>
  (textOf(params.fields) ?? "").slice(0, MAX_FIELDS_TEXT).split(",").includes(FILESYSTEM);

/** Not among `*`: Judge0's own client refuses an answer with a field that 1.13.1 does not know. */
const EXTRA_FIELDS = {
  queued_at: ({ execution }) => execution.createdAt,
  started_at: ({ execution }) => execution.startedAt,
  // Where it waited and ran is nobody's business.
  queue_host: () => null,
  execution_host: () => null,
  updated_at: ({ execution }) => execution.finishedAt ?? execution.startedAt ?? execution.createdAt,
  memory_limit_exceeded: ({ result }) => result.memoryLimitExceeded,
  [FILESYSTEM]: ({ execution }) => filesystem(execution.outputs),
} as const satisfies Record<string, (submission: Submission) => unknown>;

const READERS: ReadonlyMap<string, (submission: Submission) => unknown> = new Map<
  string,
  (submission: Submission) => unknown
>([...Object.entries(FIELDS), ...Object.entries(EXTRA_FIELDS)]);

export const ALL_FIELDS: readonly string[] = Object.keys(FIELDS);
export const DEFAULT_FIELDS: readonly string[] = Object.keys(DEFAULTS);

/** The default fields in base64. */
export const serialiseEnd = (ended: Ended): Answer =>
  Object.fromEntries(Object.entries(DEFAULTS).map(([name, read]) => [name, encodeBytes(read(ended))]));

/** The fields that a request asks for; refuses those that there are not. */
export const chooseFields = (params: Params): readonly string[] => {
  const text = textOf(params.fields) ?? "";
  if (text === "") return DEFAULT_FIELDS;
  if (text.length > MAX_FIELDS_TEXT) throw refuse(400, "invalid fields: there are too many");
  const names = text.split(",");
  const wrong = names.filter((name) => name !== "*" && !READERS.has(name));
  if (wrong.length > 0) throw refuse(400, `invalid fields: [${wrong.join(", ")}]`);
  return names.includes("*") ? ALL_FIELDS : names;
};

/** Null: something in it is no text, and base64 was not asked for. */
export const serialise = (
  submission: Submission,
  fields: readonly string[],
  base64: boolean,
): Answer | null => {
  const answer: Record<string, unknown> = {};
  for (const name of fields) {
    const value = READERS.get(name)?.(submission);
    if (base64) answer[name] = encodeBytes(value);
    else if (!Buffer.isBuffer(value)) answer[name] = value;
    else if (isUtf8(value)) answer[name] = value.toString("utf8");
    else return null;
  }
  return answer;
};

const filesystem = (outputs: Execution["outputs"]): string | null => {
  const files = outputs.flatMap(({ path, content }) =>
    content === null ? [] : [{ path, content: Buffer.from(content, "base64") }],
  );
  return files.length === 0 ? null : encode(writeArchive(files));
};

const encodeBytes = (value: unknown): unknown => (Buffer.isBuffer(value) ? encode(value) : value);

const LINE = /.{1,60}/g;

/** In lines of 60 characters, each with its end, as Ruby does. */
const encode = (bytes: Buffer): string => bytes.toString("base64").replace(LINE, "$&\n");
