import { findOwnImage, openLanguages } from "./language-store.js";
import type { InstalledLanguage } from "./languages/types.js";
import { readConfig } from "./platform/config.js";
import { kindIn } from "./sandbox/kinds.js";
import type { JailKind } from "./sandbox/types.js";

/** The image and the layers that tests run in. Set-up builds them; a test must not. */
export interface TestImage {
  readonly rootfs: string;
  readonly imagesDir: string;
  readonly languages: readonly InstalledLanguage[];
  layersOf(root: string): readonly string[] | null;
}

let found: TestImage | null = null;

export const testImage = (): TestImage => {
  if (found) return found;
  const config = readConfig({ env: process.env });
  const { imagesDir } = config;
  const image = findOwnImage(config);
  const lookedUp = openLanguages(config).lookUp();
  if (!image || !lookedUp)
    throw new Error(`There is no image in ${imagesDir}: run npm start or npm test once.`);
  const { installed, roots } = lookedUp;
  found = {
    rootfs: image.rootfs,
    imagesDir,
    languages: installed,
    layersOf: (root) => roots.get(root) ?? null,
  };
  return found;
};

export const testRootfs = (): string => testImage().rootfs;

export const testLanguage = (id: string): InstalledLanguage => {
  const language = testImage().languages.find((one) => one.id === id);
  if (!language)
    throw new Error(`${id} is not installed: run npm test once, which adds every language that tests use.`);
  return language;
};

/** The kind of jail that starts `prime` where the language is installed. */
export const testKind = (id: string, prime: JailKind): JailKind => kindIn(testLanguage(id).root, prime);
