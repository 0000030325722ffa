import { basename } from "node:path";
import type { Language } from "@neuron/sdk";
import { UsageError } from "./usage-error.js";

/** By the file's name: the service knows which extensions belong to its languages. The first that fits is taken. */
export const guessLanguage = (file: string, languages: readonly Language[]): string => {
  const name = basename(file);
  const fitting = languages.flatMap(({ id, extensions }) =>
    extensions
      .filter((extension) => name.toLowerCase().endsWith(extension.toLowerCase()))
      .map((extension) => ({ id, length: extension.length })),
  );
  const longest = Math.max(...fitting.map(({ length }) => length));
  const found = fitting.find(({ length }) => length === longest);
  if (found !== undefined) return found.id;
  const known = languages.map(({ id }) => id).join(", ");
  throw new UsageError(
    `The language of ${name} cannot be told by its name. Give it with --language: ${known}.`,
  );
};
