import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { LanguageDefinition } from "../../languages/types.js";
import { takeLock } from "../../platform/process-lock.js";
import { type Image, type ImageDefinition, ImageError } from "../types.js";
import { downloadsDir, ensureLayer } from "./build.js";
import { type LayerDefinition, stacksOf } from "./definition.js";
import { type LayerManifest, layersDir, listLayers, readLayer, removeLeftOvers, withdraw } from "./store.js";

export interface LayersOptions {
  readonly imagesDir: string;
  readonly definition: ImageDefinition;
  readonly languages: readonly LanguageDefinition[];
}

export interface AddOptions extends LayersOptions {
  readonly image: Image;
  readonly ids: readonly string[];
  readonly mirror: string | null;
  /** `part` of the language's own work, from 0 to 1; it is number `index` of `count`. */
  readonly onProgress: (at: { id: string; index: number; count: number; step: string; part: number }) => void;
  readonly onAdded?: (manifest: LayerManifest) => void;
  /** Another process of that id is adding or removing languages. */
  readonly onBusy?: (pid: number) => void;
  readonly signal?: AbortSignal;
}

export interface Added {
  readonly added: readonly LayerManifest[];
  /** Why, by language; the others were added all the same. */
  readonly failed: ReadonlyMap<string, Error>;
}

/**
 * Builds the layers that the languages need and that are not there, one after another. One that fails does not keep the others
 * from being added, unless they lie upon it. Rejects when it is stopped; what was finished stays.
 */
export const addLayers = async (options: AddOptions): Promise<Added> => {
  const { imagesDir } = options;
  if (missingLayers(options).length === 0) return { added: [], failed: new Map() };
  mkdirSync(layersDir(imagesDir), { recursive: true, mode: 0o755 });
  const release = await untilAlone(options);
  try {
    removeLeftOvers(imagesDir);
    return await addMissing(options);
  } finally {
    release();
  }
};

/** They share what they download, the same layer would be built twice, and nothing may go that another one is built upon. */
const untilAlone = async ({
  imagesDir,
  onBusy,
  signal,
}: Pick<AddOptions, "imagesDir" | "onBusy" | "signal">): Promise<() => void> => {
  for (let told = 0; ; ) {
    const lock = takeLock(layersDir(imagesDir), "adding");
    if (lock.held) return lock.release;
    if (lock.owner !== told) onBusy?.(lock.owner);
    told = lock.owner;
    await delay(LOOK_MS, undefined, signal && { signal });
  }
};

const addMissing = async (options: AddOptions): Promise<Added> => {
  const { imagesDir, signal } = options;
  const wanted = missingLayers(options);
  const added: LayerManifest[] = [];
  const failed = new Map<string, Error>();
  for (const [index, layer] of wanted.entries()) {
    signal?.throwIfAborted();
    const { id } = layer.language;
    const broken = (layer.language.needs ?? []).find((needed) => failed.has(needed));
    if (broken !== undefined) {
      failed.set(id, new ImageError(`Adding ${id} failed: it needs ${broken}.`));
      continue;
    }
    try {
      const manifest = await ensureLayer({
        imagesDir,
        image: options.image,
        layer,
        mirror: options.mirror,
        onProgress: (step, part) => options.onProgress({ id, index, count: wanted.length, step, part }),
        ...(signal && { signal }),
      });
      added.push(manifest);
      options.onAdded?.(manifest);
    } catch (error) {
      if (signal?.aborted) throw error;
      failed.set(id, error as Error);
    }
  }
  // What was fetched for one that failed is there for the next try.
  if (failed.size === 0) rmSync(downloadsDir(imagesDir), { recursive: true, force: true, maxRetries: 3 });
  return { added, failed };
};

/** In an order in which they can be built. */
export const missingLayers = ({
  imagesDir,
  definition,
  languages,
  ids,
}: LayersOptions & { readonly ids: readonly string[] }): readonly LayerDefinition[] => {
  const stacks = stacksOf(languages, definition);
  const missing = new Map<string, LayerDefinition>();
  for (const id of ids)
    for (const layer of [...(stacks.get(id) ?? [])].reverse())
      if (readLayer(imagesDir, layer.name) === null) missing.set(layer.name, layer);
  return [...missing.values()];
};

/** Ids whose layer is there, in this or in an older form. */
export const languagesWithLayers = (imagesDir: string): ReadonlySet<string> =>
  new Set([...listLayers(imagesDir).values()].map(({ language }) => language));

export interface RemoveOptions extends LayersOptions {
  readonly ids: readonly string[];
  /** Waiting for programs that still run in it. */
  readonly onWaiting: (id: string) => void;
  readonly onBusy?: (pid: number) => void;
  readonly signal?: AbortSignal;
}

/** How long programs and sandboxes may take to leave a layer that nobody finds any more. */
const LEAVE_MS = 150_000;
const LOOK_MS = 250;

/**
 * Takes languages away and gives their space back: from the moment that it begins nobody finds them; the files go when the
 * last sandbox that runs in them is gone. Gives the bytes. Throws `ImageError` for one that others lie upon.
 */
export const removeLayers = async (options: RemoveOptions): Promise<number> => {
  const { imagesDir, ids } = options;
  mkdirSync(layersDir(imagesDir), { recursive: true, mode: 0o755 });
  const release = await untilAlone(options);
  let leaving: readonly Leaving[];
  try {
    removeLeftOvers(imagesDir);
    leaving = withdrawAll(imagesDir, ids);
  } finally {
    release();
  }
  for (const { name, language, folder } of leaving) {
    await left(name, () => options.onWaiting(language), options.signal);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return leaving.reduce((sum, { bytes }) => sum + bytes, 0);
};

type Leaving = LayerManifest & { readonly folder: string };

const withdrawAll = (imagesDir: string, ids: readonly string[]): readonly Leaving[] => {
  const all = [...listLayers(imagesDir).values()];
  const leaving = all.filter(({ language }) => ids.includes(language));
  const names = new Set(leaving.map(({ name }) => name));
  const users = all.filter(({ name, below }) => !names.has(name) && below.some((each) => names.has(each)));
  if (users.length > 0) {
    const list = [...new Set(users.map(({ language }) => language))].join(", ");
    throw new ImageError(`${ids.join(", ")} cannot be removed: ${list} need it. Remove them with it.`);
  }
  // Uppermost first, so that a stack is never without its foundation.
  leaving.sort((a, b) => b.below.length - a.below.length);
  return leaving.map((manifest) => ({ ...manifest, folder: withdraw(imagesDir, manifest.name) }));
};

/** Resolves when no process of this machine has the layer mounted. */
const left = async (name: string, onWaiting: () => void, signal?: AbortSignal): Promise<void> => {
  const deadline = performance.now() + LEAVE_MS;
  for (let looks = 0; isMounted(name); looks += 1) {
    signal?.throwIfAborted();
    if (performance.now() > deadline)
      throw new ImageError(`Sandboxes still run in ${name}. Its files go with the next removal.`);
    if (looks === 4) onWaiting();
    await delay(LOOK_MS);
  }
};

const isMounted = (name: string): boolean =>
  readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/mountinfo`, "utf8").includes(`/layers/${name}/root`);
    } catch {
      return false;
    }
  });

/** Removes layers of other definitions and of other images. Only for whoever knows that nobody uses them. */
export const removeOtherLayers = ({ imagesDir, definition, languages }: LayersOptions): void => {
  removeLeftOvers(imagesDir);
  const current = new Set([...stacksOf(languages, definition).values()].flat().map(({ name }) => name));
  for (const name of listLayers(imagesDir).keys())
    if (!current.has(name))
      rmSync(withdraw(imagesDir, name), { recursive: true, force: true, maxRetries: 3 });
};
