import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Value } from "typebox/value";
import { LanguageFileSchema } from "./schema.js";
import type { LanguageDefinition } from "./types.js";

/** The definitions that come with Neuron. The same from `src` and from `dist`. */
export const BUILT_IN_LANGUAGES_DIR = fileURLToPath(new URL("../../../../languages/", import.meta.url));

/** A definition is wrong (in which file, where in it, and what), or the choice among them. */
export class LanguageError extends Error {
  override readonly name = "LanguageError";
  constructor(
    readonly problems: readonly string[],
    what = "Language definitions are wrong",
  ) {
    super(`${what}:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

/**
 * Reads and checks every `<id>.json` of the folders, by id; a folder that is not there has none. Throws `LanguageError` with all
 * that is wrong.
 */
export const loadLanguages = (...folders: [] | [string, ...string[]]): readonly LanguageDefinition[] => {
  const problems: string[] = [];
  const languages: LanguageDefinition[] = [];
  for (const folder of folders.length > 0 ? folders : [BUILT_IN_LANGUAGES_DIR]) {
    for (const name of definitionFiles(folder)) {
      const language = readLanguage(join(folder, name), problems);
      if (language !== null) languages.push(language);
    }
  }
  languages.sort((a, b) => (a.id < b.id ? -1 : 1));
  problems.push(...sharedNames(languages), ...unknownNeeds(languages));
  if (problems.length > 0) throw new LanguageError(problems);
  return languages;
};

/**
 * Those that `choice` names (ids separated by commas, `core`, or `all`), and those that they need. Throws `LanguageError` when
 * there is no such.
 */
export const chooseLanguages = (
  languages: readonly LanguageDefinition[],
  choice: string,
): readonly LanguageDefinition[] => {
  const names = choice.split(",");
  const unknown = names.filter(
    (name) => name !== "all" && name !== "core" && !languages.some(({ id }) => id === name),
  );
  if (unknown.length > 0) {
    const ids = languages.map(({ id }) => id).join(", ");
    throw new LanguageError(
      unknown.map((name) => `There is no ${name}: choose from core, all, ${ids}.`),
      "The choice of languages is wrong",
    );
  }
  const chosen = new Set<string>();
  const choose = ({ id, needs = [] }: LanguageDefinition): void => {
    if (chosen.has(id)) return;
    chosen.add(id);
    for (const language of languages) if (needs.includes(language.id)) choose(language);
  };
  for (const language of languages) {
    const { id, core } = language;
    if (names.includes("all") || names.includes(id) || (names.includes("core") && core)) choose(language);
  }
  return languages.filter(({ id }) => chosen.has(id));
};

const definitionFiles = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "schema.json");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

const readLanguage = (path: string, problems: string[]): LanguageDefinition | null => {
  const file = basename(path);
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    problems.push(`${file}: ${(error as Error).message}`);
    return null;
  }
  if (!Value.Check(LanguageFileSchema, given)) {
    for (const error of Value.Errors(LanguageFileSchema, given)) {
      problems.push(`${file}: ${error.instancePath || "/"} ${error.message}`);
    }
    return null;
  }
  const { $schema: _, preload = [], ...rest } = given;
  const sets = preload.map(({ name, ...set }) => ({
    ...set,
    kind: `${rest.prime}-${name}`,
    prime: rest.prime,
  }));
  const language: LanguageDefinition = { ...rest, home: dirname(path), preload: sets };
  const before = problems.length;
  if (`${language.id}.json` !== file)
    problems.push(`${file}: /id must be the file's name, ${basename(file, ".json")}`);
  problems.push(...badPreloads(language).map((problem) => `${file}: ${problem}`));
  problems.push(...badPattern(language).map((problem) => `${file}: ${problem}`));
  for (const field of ["compile", "run"] as const) {
    problems.push(...badPlaceholders(field, language[field] ?? []).map((problem) => `${file}: ${problem}`));
  }
  return problems.length === before ? language : null;
};

const badPreloads = ({ prime, preload }: LanguageDefinition): string[] => {
  if (prime === "launcher" && preload.length > 0) return ["/preload needs a booted runtime"];
  const kinds = preload.map(({ kind }) => kind);
  return kinds.flatMap((kind, index) =>
    kinds.indexOf(kind) < index ? [`/preload/${index}/name is taken`] : [],
  );
};

const badPattern = ({ version }: { version: { pattern: string } }): string[] => {
  try {
    const groups = new RegExp(`${version.pattern}|`).exec("")?.length ?? 0;
    return groups === 2 ? [] : ["/version/pattern must have exactly one group"];
  } catch (error) {
    return [`/version/pattern is not a regular expression: ${(error as Error).message}`];
  }
};

/** Placeholders that may be a part of an item. */
const WITHIN = ["{entry}", "{memoryMiB}"];
/** By the command that knows them: as whole items, and within an item. */
const PLACEHOLDERS = {
  compile: ["{sources}", "{compileArgs}", ...WITHIN],
  run: ["{sources}", "{args}", ...WITHIN],
};

const badPlaceholders = (field: "compile" | "run", command: readonly string[]): string[] =>
  command.flatMap((item, index) => {
    const known = PLACEHOLDERS[field];
    if (known.includes(item)) return [];
    const unknown = (item.match(/\{\w+\}/g) ?? []).filter((placeholder) => !WITHIN.includes(placeholder));
    return unknown.map((placeholder) =>
      known.includes(placeholder)
        ? `/${field}/${index} must be ${placeholder} alone`
        : `/${field}/${index} has ${placeholder}; known here are ${known.join(", ")}`,
    );
  });

const sharedNames = (languages: readonly LanguageDefinition[]): string[] => {
  const owner = new Map<string, string>();
  const problems: string[] = [];
  for (const { id, aliases } of languages) {
    for (const name of new Set([id, ...aliases])) {
      const other = owner.get(name);
      if (other !== undefined) problems.push(`${id}.json: the name ${name} belongs to ${other}.json`);
      else owner.set(name, id);
    }
  }
  return problems;
};

const unknownNeeds = (languages: readonly LanguageDefinition[]): string[] =>
  languages.flatMap(({ id, needs = [] }) =>
    needs
      .filter((needed) => !languages.some((other) => other.id === needed))
      .map((needed) => `${id}.json: /needs has ${needed}, which is none`),
  );
