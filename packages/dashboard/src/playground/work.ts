import { LIMITS } from "@neuron/contract";

/** What Run does: give the program its input, a terminal, or tests. */
export const MODES = ["input", "terminal", "tests"] as const;
export type Mode = (typeof MODES)[number];

export const CHECKERS = ["lines", "exact", "tokens", "float"] as const;
export type Checker = (typeof CHECKERS)[number];

export type LimitName = keyof typeof LIMITS;

export interface WorkFile {
  readonly path: string;
  readonly content: string;
}

export interface WorkTest {
  readonly name: string;
  readonly stdin: string;
  /** Null: whatever it prints will do. */
  readonly expected: string | null;
}

/** All that the user has in front of them: what is kept in the browser, and what a link holds. */
export interface Work {
  readonly language: string;
  /** At least one. The first is the one to start. */
  readonly files: readonly WorkFile[];
  readonly mode: Mode;
  readonly stdin: string;
  /** One line, as in a shell. */
  readonly args: string;
  readonly compileArgs: string;
  readonly tests: readonly WorkTest[];
  readonly checker: Checker;
  readonly limits: Readonly<Partial<Record<LimitName, number>>>;
  /** Patterns of files to show, parted by white space. */
  readonly outputs: string;
}

export const DEFAULT_OUTPUTS = "*.png *.jpg *.jpeg *.gif *.webp *.svg *.csv *.json *.txt *.html *.pdf";

export const MOST_FILES = 32;
export const MOST_TESTS = 64;
/** Of all text together: what the service takes, and what a browser keeps. */
export const MOST_CHARACTERS = 1_000_000;

export const newWork = (language: string, files: readonly WorkFile[]): Work => ({
  language,
  files,
  mode: "input",
  stdin: "",
  args: "",
  compileArgs: "",
  tests: [],
  checker: "lines",
  limits: {},
  outputs: DEFAULT_OUTPUTS,
});

/**
 * Reads what a link or the browser's storage says. Both may hold anything: what is missing takes its usual value, what makes no
 * sense makes the whole worthless (null), and nothing that is unknown is taken over.
 */
export const parseWork = (value: unknown): Work | null => {
  if (!isRecord(value)) return null;
  const language = textOr(value.language, "");
  const files = listOf(value.files, MOST_FILES, parseFile);
  const tests = listOf(value.tests ?? [], MOST_TESTS, parseTest);
  if (!/^[\w@.+-]{1,64}$/.test(language) || files === null || files.length === 0 || tests === null)
    return null;
  const work: Work = {
    language,
    files,
    tests,
    mode: oneOf(MODES, value.mode, "input"),
    checker: oneOf(CHECKERS, value.checker, "lines"),
    stdin: textOr(value.stdin, ""),
    args: textOr(value.args, ""),
    compileArgs: textOr(value.compileArgs, ""),
    limits: parseLimits(value.limits),
    outputs: textOr(value.outputs, DEFAULT_OUTPUTS),
  };
  return JSON.stringify(work).length > 2 * MOST_CHARACTERS ? null : work;
};

const parseFile = (value: unknown): WorkFile | null =>
  isRecord(value) && typeof value.content === "string" && isPath(value.path)
    ? { path: value.path, content: value.content }
    : null;

const parseTest = (value: unknown): WorkTest | null =>
  isRecord(value)
    ? {
        name: textOr(value.name, "").slice(0, 128),
        stdin: textOr(value.stdin, ""),
        expected: typeof value.expected === "string" ? value.expected : null,
      }
    : null;

const parseLimits = (value: unknown): Work["limits"] => {
  if (!isRecord(value)) return {};
  const limits: Partial<Record<LimitName, number>> = {};
  for (const name of Object.keys(LIMITS) as LimitName[]) {
    const given = value[name];
    const { minimum, maximum } = LIMITS[name];
    if (Number.isInteger(given) && Number(given) >= minimum && Number(given) <= maximum) {
      limits[name] = Number(given);
    }
  }
  return limits;
};

/** As the service takes them: relative, plain, no `..`. */
export const isPath = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= 255 &&
  /^[^\p{Cc}\\/]+(?:\/[^\p{Cc}\\/]+)*$/u.test(value) &&
  !value.split("/").some((part) => part === "." || part === "..");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

const oneOf = <T extends string>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.find((each) => each === value) ?? otherwise;

const listOf = <T>(value: unknown, most: number, parse: (each: unknown) => T | null): T[] | null => {
  if (!Array.isArray(value) || value.length > most) return null;
  const parsed = value.map(parse);
  return parsed.every((each) => each !== null) ? (parsed as T[]) : null;
};
