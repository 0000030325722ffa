import { type Params, textOf } from "./params.js";
import type { Faults } from "./refusal.js";

/** What a submission says, with every default filled in. Texts are the bytes that were meant, whatever their encoding. */
export interface Attributes {
  readonly source_code: Buffer | null;
  readonly language_id: number;
  readonly compiler_options: string | null;
  readonly command_line_arguments: string | null;
  readonly stdin: Buffer | null;
  readonly expected_output: Buffer | null;
  readonly cpu_time_limit: number;
  readonly cpu_extra_time: number;
  readonly wall_time_limit: number;
  readonly memory_limit: number;
  readonly stack_limit: number;
  readonly max_processes_and_or_threads: number;
  readonly enable_per_process_and_thread_time_limit: boolean;
  readonly enable_per_process_and_thread_memory_limit: boolean;
  readonly max_file_size: number;
  readonly redirect_stderr_to_stdout: boolean;
  readonly enable_network: boolean;
  readonly number_of_runs: number;
  readonly additional_files: Buffer | null;
  readonly callback_url: string | null;
}

export interface NumberRule {
  readonly fallback: number;
  readonly maximum: number;
  readonly minimum: number;
  /** Says `greater than 0` instead of `greater than or equal to 1`. */
  readonly positive?: boolean;
  readonly kind: "float" | "integer";
}

/** Seconds and KiB. */
export const NUMBERS = {
  cpu_time_limit: { fallback: 5, minimum: 0, maximum: 15, kind: "float" },
  cpu_extra_time: { fallback: 1, minimum: 0, maximum: 5, kind: "float" },
  wall_time_limit: { fallback: 10, minimum: 1, maximum: 20, kind: "float" },
  memory_limit: { fallback: 128_000, minimum: 2048, maximum: 512_000, kind: "integer" },
  stack_limit: { fallback: 64_000, minimum: 0, maximum: 128_000, kind: "integer" },
  max_processes_and_or_threads: {
    fallback: 60,
    minimum: 1,
    maximum: 120,
    positive: true,
    kind: "integer",
  },
  max_file_size: { fallback: 1024, minimum: 0, maximum: 4096, kind: "integer" },
  number_of_runs: { fallback: 1, minimum: 1, maximum: 20, positive: true, kind: "integer" },
} as const satisfies Record<string, NumberRule>;

export const MAX_TEXT_OPTION = 512;

const FALSE_WORDS = new Set(["false", "0", "f", "F", "FALSE", "off", "OFF"]);

/** Reads every attribute, and puts what is wrong into `faults`. Rules that need the language are `checkLanguage`'s. */
export const readAttributes = (params: Params, base64: boolean, faults: Faults): Attributes => {
  const text = (name: string): string | null => textOf(params[name]) ?? null;
  const bytes = (name: string): Buffer | null => {
    const value = text(name);
    return value === null ? null : Buffer.from(value, base64 ? "base64" : "utf8");
  };
  const short = (name: string): string | null => {
    const value = text(name) || null;
    if ((value?.length ?? 0) > MAX_TEXT_OPTION)
      add(faults, name, `is too long (maximum is ${MAX_TEXT_OPTION} characters)`);
    return value;
  };
  const number = (name: keyof typeof NUMBERS): number => readNumber(text(name), name, NUMBERS[name], faults);
  const flag = (name: string): boolean => {
    const value = text(name);
    return value !== null && value !== "" && !FALSE_WORDS.has(value);
  };
  const files = text("additional_files");
  return {
    source_code: bytes("source_code"),
    language_id: readLanguageId(text("language_id"), faults),
    compiler_options: short("compiler_options"),
    command_line_arguments: short("command_line_arguments"),
    stdin: bytes("stdin"),
    expected_output: bytes("expected_output"),
    cpu_time_limit: number("cpu_time_limit"),
    cpu_extra_time: number("cpu_extra_time"),
    wall_time_limit: number("wall_time_limit"),
    memory_limit: number("memory_limit"),
    stack_limit: number("stack_limit"),
    max_processes_and_or_threads: number("max_processes_and_or_threads"),
    enable_per_process_and_thread_time_limit: flag("enable_per_process_and_thread_time_limit"),
    enable_per_process_and_thread_memory_limit: flag("enable_per_process_and_thread_memory_limit"),
    max_file_size: number("max_file_size"),
    redirect_stderr_to_stdout: flag("redirect_stderr_to_stdout"),
    enable_network: flag("enable_network"),
    number_of_runs: number("number_of_runs"),
    additional_files: files === null || files === "" ? null : Buffer.from(files, "base64"),
    callback_url: text("callback_url") || null,
  };
};

export const add = (faults: Faults, name: string, message: string): void => {
  const messages = faults[name] ?? [];
  messages.push(message);
  faults[name] = messages;
};

const NUMERIC = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

const readNumber = (text: string | null, name: string, rule: NumberRule, faults: Faults): number => {
  const { fallback, minimum, maximum, positive, kind } = rule;
  if (text === null || text === "") return fallback;
  if (!NUMERIC.test(text)) {
    add(faults, name, "is not a number");
    return fallback;
  }
  const value = kind === "integer" ? Math.trunc(Number(text)) : Number(text);
  const bound = kind === "float" ? maximum.toFixed(1) : String(maximum);
  if (value > maximum) add(faults, name, `must be less than or equal to ${bound}`);
  if (value < minimum)
    add(faults, name, positive ? "must be greater than 0" : `must be greater than or equal to ${minimum}`);
  return value;
};

/** NaN where there is none. */
const readLanguageId = (text: string | null, faults: Faults): number => {
  if (text !== null && NUMERIC.test(text)) return Math.trunc(Number(text));
  add(faults, "language_id", "can't be blank");
  return Number.NaN;
};
