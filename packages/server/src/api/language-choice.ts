import type { LanguageDefinition, PublishedLanguage } from "../languages/types.js";
import { ProblemError, quote } from "./problem-error.js";
import { didYouMean } from "./suggest.js";

/** Finds the installed language that a request means. `field` is where it says so. */
export type ChooseLanguage = (written: string, field?: string) => PublishedLanguage;

/**
 * `id` or alias, in any case, with an optional `@version`: whole leading parts of the installed version, so that
 * `python@3` and `python@3.13` mean 3.13.5 and `python@3.1` does not. The first installed one that fits is taken.
 */
export const createLanguageChoice = (
  languages: readonly PublishedLanguage[],
  definitions: readonly Pick<LanguageDefinition, "id" | "name" | "aliases">[] = [],
): ChooseLanguage => {
  const byName = new Map<string, PublishedLanguage[]>();
  for (const language of languages) {
    for (const name of new Set([language.id, ...language.aliases].map((each) => each.toLowerCase()))) {
      byName.set(name, [...(byName.get(name) ?? []), language]);
    }
  }
  const names = [...byName.keys()];

  return (written, field = "language") => {
    const at = written.indexOf("@");
    const name = (at === -1 ? written : written.slice(0, at)).toLowerCase();
    const candidates = byName.get(name);
    if (candidates === undefined) {
      const known = definitions.find(({ id, aliases }) => id === name || aliases.includes(name));
      throw known ? notInstalled(known, field) : unknownLanguage(written, name, names, field);
    }
    const found = at === -1 ? candidates[0] : candidates.find((each) => fits(each, written.slice(at + 1)));
    if (found === undefined) {
      const installed = candidates.map((each) => `${each.id}@${each.installedVersion}`).join(", ");
      throw new ProblemError("unknown_language", {
        detail: `The version in ${quote(written)} is not installed.`,
        hint: `Installed: ${installed}. Leave the version out to take it.`,
        field,
      });
    }
    return found;
  };
};

const fits = ({ installedVersion }: PublishedLanguage, wanted: string): boolean =>
  wanted !== "" && (installedVersion === wanted || installedVersion.startsWith(`${wanted}.`));

const notInstalled = ({ id, name }: Pick<LanguageDefinition, "id" | "name">, field: string): ProblemError =>
  new ProblemError("unknown_language", {
    detail: `${name} is not installed here.`,
    hint: `The operator can add it while the service runs: neuron languages add ${id}`,
    field,
  });

const unknownLanguage = (
  written: string,
  name: string,
  names: readonly string[],
  field: string,
): ProblemError => {
  const suggestion = didYouMean(name, names);
  return new ProblemError("unknown_language", {
    detail: `There is no language ${quote(written)}.`,
    hint: `${suggestion === null ? "" : `${suggestion} `}GET /v1/languages lists the languages.`,
    field,
  });
};
