import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, processIdentity } from "../../platform/process-identity.js";

/**
 * The layers on the disk, below the folder of images: `layers/<name>/root` is what is laid over others, `manifest.json` beside
 * it says what it is. Only a finished layer has its name, and it is never changed then.
 */
export interface LayerManifest {
  readonly name: string;
  readonly language: string;
  /** Of the toolchain, as it told. */
  readonly version: string;
  /** Names of the layers that it lies upon, topmost first. */
  readonly below: readonly string[];
  /** What it takes on the disk. */
  readonly bytes: number;
  /** RFC 3339. */
  readonly builtAt: string;
}

const PARTIAL = ".partial-";
const REMOVED = ".removed-";
const NAME = /^[a-z][a-z0-9-]{0,31}-[0-9a-f]{12}$/;

export const layersDir = (imagesDir: string): string => join(imagesDir, "layers");

const layerDir = (imagesDir: string, name: string): string => join(layersDir(imagesDir), name);

/** Where its files are, for people and for building upon it. */
export const layerFiles = (imagesDir: string, name: string): string =>
  join(layerDir(imagesDir, name), "root");

/** The same, as sandboxes know it: below the folder of images. */
export const layerPath = (name: string): string => `layers/${name}/root`;

/** The finished layer of that name, or null. */
export const readLayer = (imagesDir: string, name: string): LayerManifest | null => {
  try {
    return JSON.parse(
      readFileSync(join(layerDir(imagesDir, name), "manifest.json"), "utf8"),
    ) as LayerManifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

/** All finished ones, by name. */
export const listLayers = (imagesDir: string): ReadonlyMap<string, LayerManifest> => {
  const found = new Map<string, LayerManifest>();
  for (const name of list(imagesDir)) {
    const manifest = NAME.test(name) ? readLayer(imagesDir, name) : null;
    if (manifest) found.set(name, manifest);
  }
  return found;
};

/** A new empty folder for a layer that is being built: its name tells by which process. */
export const openPartial = (imagesDir: string, language: string): string => {
  const folder = join(layersDir(imagesDir), `${PARTIAL}${processIdentity()}-${language}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
};

/** Gives a finished one its name. When another process was first, that one's stays. */
export const publish = (imagesDir: string, partial: string, name: string): void => {
  try {
    renameSync(partial, layerDir(imagesDir, name));
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
};

/** From now on nobody finds it. Gives where its files still are, for those that run on them. */
export const withdraw = (imagesDir: string, name: string): string => {
  const to = join(layersDir(imagesDir), `${REMOVED}${processIdentity()}-${name}`);
  renameSync(layerDir(imagesDir, name), to);
  return to;
};

/** Removes what was left by builds and removals whose process is gone. */
export const removeLeftOvers = (imagesDir: string): void => {
  for (const name of list(imagesDir)) {
    const prefix = [PARTIAL, REMOVED].find((each) => name.startsWith(each));
    const owner = prefix && /^\d+\.\d+/.exec(name.slice(prefix.length))?.[0];
    if (owner && !isAlive(owner))
      rmSync(layerDir(imagesDir, name), { recursive: true, force: true, maxRetries: 3 });
  }
};

const list = (imagesDir: string): readonly string[] => {
  try {
    return readdirSync(layersDir(imagesDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};
