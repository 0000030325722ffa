import { basename } from "node:path";
import type { Language } from "@neuron/sdk";
import { UsageError } from "./usage-error.js";

/**
 * By the file's name: the service knows which extensions belong to its languages. Where several have the longest that fits,
 * the one that is also called so (`py`), then one whose runtime is booted ahead, then the one with the shortest id, which is
 * the plain one (`cpp` before `cpp-clang`).
 */
export const guessLanguage = (file: string, languages: readonly Language[]): string => {
  const name = basename(file).toLowerCase();
  const fitting = languages.flatMap((language) =>
    language.extensions
      .filter((extension) => name.endsWith(extension.toLowerCase()))
      .map((extension) => ({ language, extension })),
  );
  const rank = ({ language: { id, aliases, primed }, extension }: (typeof fitting)[number]): number[] => {
    const bare = extension.slice(1).toLowerCase();
    return [-extension.length, id === bare || aliases.includes(bare) ? 0 : 1, primed ? 0 : 1, id.length];
  };
  const [found] = fitting.sort((a, b) => compare(rank(a), rank(b)));
  if (found !== undefined) return found.language.id;
  const known = languages.map(({ id }) => id).join(", ");
  throw new UsageError(
    `The language of ${basename(file)} cannot be told by its name. Give it with --language: ${known}.`,
  );
};

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};
