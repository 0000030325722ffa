import type { Language } from "@neuron/sdk";

/** Languages that answer to a search, best first. */
export const searchLanguages = (all: readonly Language[], query: string): Language[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...all];
  const rank = (language: Language): number => {
    const names = [language.id, language.name.toLowerCase(), ...language.aliases];
    const texts = [...names, language.version, ...language.extensions];
    if (!words.every((word) => texts.some((text) => text.includes(word)))) return -1;
    const [first = ""] = words;
    if (names.includes(first)) return 3;
    return names.some((name) => name.startsWith(first)) ? 2 : 1;
  };
  return all
    .map((language) => ({ language, rank: rank(language) }))
    .filter(({ rank: own }) => own > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ language }) => language);
};
