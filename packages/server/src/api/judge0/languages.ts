import type { PublishedLanguage } from "../../languages/types.js";
import { type Attributes, add } from "./attributes.js";
import {
  COMPILED,
  EXECUTABLE,
  LANGUAGE_NAMES,
  LAST_ARCHIVED,
  MULTI_FILE,
  PLAIN_TEXT,
} from "./language-names.js";
import type { Faults } from "./refusal.js";

/** One of Judge0's ids, and what runs it here. */
export interface Judge0Language {
  readonly id: number;
  readonly name: string;
  /** Null: nothing here does, and it is shown as archived. */
  readonly runner: PublishedLanguage | null;
}

export interface Judge0Languages {
  find(id: number): Judge0Language | null;
  /** In Judge0's order: by name. */
  all(): readonly Judge0Language[];
}

export interface LanguagesOptions {
  /** As they are now. */
  readonly installed: () => readonly PublishedLanguage[];
  /** Judge0's own names, for clients that look for one; else the toolchains that really run. */
  readonly originalNames: boolean;
}

/** What is no language's program, but a shell's work. */
const SHELL_WORK: ReadonlySet<number> = new Set([PLAIN_TEXT, EXECUTABLE, MULTI_FILE]);

export const createJudge0Languages = ({ installed, originalNames }: LanguagesOptions): Judge0Languages => {
  const runnerOf = (id: number): PublishedLanguage | null => {
    if (id <= LAST_ARCHIVED) return null;
    const languages = installed();
    const found = SHELL_WORK.has(id)
      ? languages.find((language) => language.id === "bash")
      : languages.find(({ judge0 }) => judge0?.includes(id));
    return found ?? null;
  };
  const find = (id: number): Judge0Language | null => {
    const original = LANGUAGE_NAMES.get(id);
    if (original === undefined) return null;
    const runner = runnerOf(id);
    const own = runner === null || originalNames || SHELL_WORK.has(id);
    return { id, runner, name: own ? original : `${runner.name} (${runner.installedVersion})` };
  };
  return {
    find,
    all: () =>
      [...LANGUAGE_NAMES.keys()]
        .flatMap((id) => find(id) ?? [])
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)),
  };
};

/** What its language says about a submission. Null: there is none that could run it. */
export const checkLanguage = (
  { language_id: id, source_code: source, compiler_options: options, additional_files: files }: Attributes,
  languages: Judge0Languages,
  faults: Faults,
): (Judge0Language & { readonly runner: PublishedLanguage }) | null => {
  const language = Number.isNaN(id) ? null : languages.find(id);
  const blank = source === null || source.toString("latin1").trim() === "";
  if (id === MULTI_FILE) {
    if (!blank) add(faults, "source_code", "must be blank");
    if (files === null) add(faults, "additional_files", "can't be blank");
  } else if (blank) {
    add(faults, "source_code", "can't be blank");
  }
  if (language === null) {
    add(faults, "language_id", `language with id ${Number.isNaN(id) ? "" : id} doesn't exist`);
    return null;
  }
  const { runner } = language;
  if (runner === null) {
    add(faults, "language_id", `language with id ${id} is archived and cannot be used anymore`);
    return null;
  }
  if (options !== null && !COMPILED.has(id))
    add(faults, "compiler_options", "setting compiler options is only allowed for compiled languages");
  return { ...language, runner };
};

/** As `GET /languages/:id` shows it. */
export const describeLanguage = ({ id, name, runner }: Judge0Language): Readonly<Record<string, unknown>> => {
  const { file = null, compile = null, run = null } = runner ?? {};
  const shell = SHELL_WORK.has(id);
  return {
    id,
    name,
    is_archived: runner === null,
    source_file: shell ? (SHELL_FILES.get(id) ?? null) : file,
    compile_cmd: shell ? null : (compile?.join(" ") ?? null),
    run_cmd: shell ? null : (run?.join(" ") ?? null),
  };
};

export const SHELL_FILES: ReadonlyMap<number, string> = new Map([
  [PLAIN_TEXT, "text.txt"],
  [EXECUTABLE, "a.out"],
]);
