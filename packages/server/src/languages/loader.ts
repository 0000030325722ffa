import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Value } from "typebox/value";
import { LanguageFileSchema } from "./schema.js";
import type { LanguageDefinition, SupportFile } from "./types.js";

/** The definitions that come with Neuron. The same from `src` and from `dist`. */
export const BUILT_IN_LANGUAGES_DIR = fileURLToPath(new URL("../../../../languages/", import.meta.url));

/** A definition is wrong: says in which file, where in it, and what. */
export class LanguageError extends Error {
  override readonly name = "LanguageError";
  constructor(readonly problems: readonly string[]) {
    super(`Language definitions are wrong:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

/** Reads and checks every `<id>.json` of a folder, by id. Throws `LanguageError` with all that is wrong. */
export const loadLanguages = (folder: string = BUILT_IN_LANGUAGES_DIR): readonly LanguageDefinition[] => {
  const problems: string[] = [];
  const languages: LanguageDefinition[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "schema.json");
  for (const name of names.sort()) {
    const language = readLanguage(join(folder, name), problems);
    if (language !== null) languages.push(language);
  }
  problems.push(...sharedNames(languages));
  if (problems.length > 0) throw new LanguageError(problems);
  return languages;
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
  const { $schema: _, support: supportNames, ...language } = given;
  const before = problems.length;
  if (`${language.id}.json` !== file)
    problems.push(`${file}: /id must be the file's name, ${basename(file, ".json")}`);
  problems.push(...badPattern(language).map((problem) => `${file}: ${problem}`));
  for (const field of ["compile", "run"] as const) {
    problems.push(...badPlaceholders(field, language[field] ?? []).map((problem) => `${file}: ${problem}`));
  }
  const support = readSupport(path, language.id, supportNames, problems);
  return problems.length === before ? { ...language, ...(support && { support }) } : null;
};

const readSupport = (
  path: string,
  id: string,
  names: readonly string[] | undefined,
  problems: string[],
): SupportFile[] | undefined =>
  names?.flatMap((name) => {
    try {
      return [{ path: `${id}/${name}`, content: readFileSync(join(dirname(path), id, name), "utf8") }];
    } catch (error) {
      problems.push(`${basename(path)}: /support: ${(error as Error).message}`);
      return [];
    }
  });

const badPattern = ({ version }: { version: { pattern: string } }): string[] => {
  try {
    const groups = new RegExp(`${version.pattern}|`).exec("")?.length ?? 0;
    return groups === 2 ? [] : ["/version/pattern must have exactly one group"];
  } catch (error) {
    return [`/version/pattern is not a regular expression: ${(error as Error).message}`];
  }
};

/** Placeholders by the command that knows them: as whole items, and within an item. */
const PLACEHOLDERS = {
  compile: ["{sources}", "{compileArgs}", "{entry}"],
  run: ["{sources}", "{args}", "{entry}"],
};

const badPlaceholders = (field: "compile" | "run", command: readonly string[]): string[] =>
  command.flatMap((item, index) => {
    const known = PLACEHOLDERS[field];
    if (known.includes(item)) return [];
    const unknown = (item.match(/\{\w+\}/g) ?? []).filter((placeholder) => placeholder !== "{entry}");
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
