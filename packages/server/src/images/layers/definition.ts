import { createHash } from "node:crypto";
import { ownFolder } from "../../languages/own-folder.js";
import type { Download, NpmPackage } from "../../languages/schema.js";
import type { LanguageDefinition } from "../../languages/types.js";
import { npmPackages } from "../definition.js";
import { describeOwnFiles } from "../own-files.js";
import { type ImageDefinition, ImageError } from "../types.js";

/** Raise it when the way of building changes what is built. */
const RECIPE = 1;

/** What a layer is made of. Its name is `<language>-<hash>`: a change of anything below it or in it makes another one. */
export interface LayerDefinition {
  readonly name: string;
  readonly language: LanguageDefinition;
  /** Names of the layers that it lies upon, topmost first. Below them is the image. */
  readonly below: readonly string[];
  readonly npm: readonly NpmPackage[];
  readonly downloads: readonly Download[];
}

/** Every language's stack: the layers that it runs in, topmost first. None: the image itself. */
export type Stacks = ReadonlyMap<string, readonly LayerDefinition[]>;

/**
 * How languages that are not in the image are laid over it. One that needs others lies upon their layers; one that brings
 * nothing of its own runs in theirs. Throws `ImageError` where languages need each other in a circle.
 */
export const stacksOf = (languages: readonly LanguageDefinition[], image: ImageDefinition): Stacks => {
  const stacks = new Map<string, readonly LayerDefinition[]>();
  const byId = new Map(languages.map((language) => [language.id, language]));

  const stackOf = (language: LanguageDefinition, above: readonly string[]): readonly LayerDefinition[] => {
    const known = stacks.get(language.id);
    if (known) return known;
    if (above.includes(language.id))
      throw new ImageError(`Languages need each other in a circle: ${[...above, language.id].join(", ")}.`);
    const below = new Map<string, LayerDefinition>();
    for (const id of language.needs ?? []) {
      const needed = byId.get(id);
      if (!needed) continue; // the loader has told
      for (const layer of stackOf(needed, [...above, language.id])) below.set(layer.name, layer);
    }
    const layers = [...below.values()];
    const stack =
      language.core || bringsNothing(language) ? layers : [layerOf(language, layers, image), ...layers];
    stacks.set(language.id, stack);
    return stack;
  };

  for (const language of languages) stackOf(language, []);
  return stacks;
};

const bringsNothing = (language: LanguageDefinition): boolean =>
  language.packages.length === 0 &&
  [language.npm, language.downloads, language.prepare].every((each) => (each ?? []).length === 0) &&
  describeOwnFiles(ownFolder(language)).length === 0;

const layerOf = (
  language: LanguageDefinition,
  below: readonly LayerDefinition[],
  image: ImageDefinition,
): LayerDefinition => {
  const npm = npmPackages([language]);
  const downloads = (language.downloads ?? []).filter(({ cpu = process.arch }) => cpu === process.arch);
  const content = [
    ...[RECIPE, image.hash, below.map(({ name }) => name), language.id, [...language.packages].sort()],
    ...[npm, downloads, language.version, language.prepare, describeOwnFiles(ownFolder(language))],
  ];
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12);
  return { name: `${language.id}-${hash}`, language, below: below.map(({ name }) => name), npm, downloads };
};
