import { createHash } from "node:crypto";
import { ownFolder } from "../languages/own-folder.js";
import type { NpmPackage } from "../languages/schema.js";
import type { LanguageDefinition } from "../languages/types.js";
import { describeOwnFiles } from "./own-files.js";
import { type ImageDefinition, ImageError } from "./types.js";

/** Raise it when the way of building changes what is built. */
const RECIPE = 1;

/** Packages of every image: nothing but what programs expect of any Debian. */
const BASE_PACKAGES = ["ca-certificates"];

/** Empty folders that sandboxes mount upon; they cannot make them in a read-only root. */
export const MOUNT_POINTS = [
  "box",
  "dev/pts",
  "dev/shm",
  "proc",
  "run/neuron",
  "sys",
  "tmp",
  "var/tmp",
  "work",
] as const;

/** The image that every sandbox has: with the core languages among these. All others are layers over it. */
export const imageOf = (all: readonly LanguageDefinition[], suite: string): ImageDefinition => {
  const languages = all.filter(({ core }) => core);
  const packages = [
    ...new Set([...BASE_PACKAGES, ...languages.flatMap((language) => language.packages)]),
  ].sort();
  // The versions are read at the build, so the way to read them is a part of what is built.
  const versions = languages.map(({ id, version }) => [id, version]);
  const npm = npmPackages(languages);
  const prepared = languages.map((language) => [
    language.id,
    language.prepare,
    describeOwnFiles(ownFolder(language)),
  ]);
  const content = JSON.stringify([RECIPE, suite, packages, MOUNT_POINTS, versions, npm, prepared]);
  return {
    name: "core",
    suite,
    packages,
    npm,
    hash: createHash("sha256").update(content).digest("hex").slice(0, 12),
  };
};

/** By name, those for this machine. Throws `ImageError` where two languages want another version of one. */
export const npmPackages = (languages: readonly LanguageDefinition[]): NpmPackage[] => {
  const byName = new Map<string, NpmPackage>();
  for (const wanted of languages.flatMap((language) => language.npm ?? [])) {
    if (wanted.cpu !== undefined && wanted.cpu !== process.arch) continue;
    const other = byName.get(wanted.name) ?? wanted;
    if (other.version !== wanted.version || other.integrity !== wanted.integrity)
      throw new ImageError(
        `Languages want ${wanted.name} ${wanted.version} and ${other.version} in one image.`,
      );
    byName.set(wanted.name, wanted);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
