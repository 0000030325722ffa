import { LanguageError, type LanguageStore } from "@neuron/server";

/** Ids of languages that were named by id or alias. Throws `LanguageError` where there is no such, or no name at all. */
export const idsOf = (
  { languages }: Pick<LanguageStore, "languages">,
  names: readonly string[],
): string[] => {
  if (names.length === 0)
    throw new LanguageError(
      ["Give ids of languages, or --all. `neuron languages list` has them."],
      "No language",
    );
  const found = names.map((name) => {
    const wanted = name.toLowerCase();
    return languages.find(({ id, aliases }) => id === wanted || aliases.includes(wanted))?.id ?? null;
  });
  const unknown = names.filter((_, index) => found[index] === null);
  if (unknown.length > 0)
    throw new LanguageError(
      unknown.map(
        (name) => `There is no language ${JSON.stringify(name)}. \`neuron languages list\` has them all.`,
      ),
      "The choice of languages is wrong",
    );
  return [...new Set(found.filter((id) => id !== null))];
};
