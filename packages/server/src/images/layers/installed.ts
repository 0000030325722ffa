import { existsSync, type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import type { InstalledLanguage, LanguageDefinition, LanguageSource } from "../../languages/types.js";
import type { Image, ImageDefinition } from "../types.js";
import { stacksOf } from "./definition.js";
import { layerPath, layersDir, listLayers } from "./store.js";

export interface LookedUp {
  /** Those whose whole stack is there. */
  readonly installed: readonly InstalledLanguage[];
  /** Of every layer that is there, where sandboxes find it and what it lies upon: topmost first, the image last. */
  readonly roots: ReadonlyMap<string, readonly string[]>;
}

export interface InstalledOptions {
  readonly imagesDir: string;
  readonly image: Image;
  readonly definition: ImageDefinition;
  /** Read again at each look: a user may bring one while the service runs. */
  readonly languages: () => readonly LanguageDefinition[];
}

export interface WatchOptions extends InstalledOptions {
  /** Where definitions come and go. */
  readonly ownLanguagesDir: string;
}

/** What of the languages is there to be run. */
export const lookUpInstalled = ({ imagesDir, image, definition, languages }: InstalledOptions): LookedUp => {
  const layers = listLayers(imagesDir);
  const base = `${definition.name}-${definition.hash}/rootfs`;
  const roots = new Map<string, readonly string[]>();
  for (const { name, below } of layers.values()) {
    const stack = [name, ...below];
    if (stack.every((each) => layers.has(each))) roots.set(name, [...stack.map(layerPath), base]);
  }
  const all = languages();
  const stacks = stacksOf(all, definition);
  const installed = all.flatMap((language): InstalledLanguage[] => {
    const [top] = stacks.get(language.id) ?? [];
    if (top === undefined) {
      const version = image.manifest.versions[language.id];
      return version === undefined ? [] : [{ ...language, installedVersion: version, root: null }];
    }
    const manifest = layers.get(top.name);
    if (!manifest || !roots.has(top.name)) return [];
    // One that brings nothing of its own shares another's layer, and its version.
    return [{ ...language, installedVersion: manifest.version, root: top.name }];
  });
  return { installed, roots };
};

/** Layers appear by a rename. Where the kernel does not tell of it, a few file times are looked at now and then. */
const LOOK_AGAIN_MS = 10_000;
const SETTLE_MS = 100;

export interface InstalledSource extends LanguageSource {
  layersOf(root: string): readonly string[] | null;
}

/** The installed languages, as they come and go. `onError`: a definition is wrong or nothing can be watched; what was there before stays. */
export const watchInstalled = (options: WatchOptions, onError: (error: unknown) => void): InstalledSource => {
  let now = lookUpInstalled(options);
  let print = fingerprint(now);
  let times = fileTimes(options);
  let onChange: (() => void) | null = null;
  let watcher: FSWatcher | null = null;
  let soon: NodeJS.Timeout | null = null;
  let again: NodeJS.Timeout | null = null;

  const look = (): void => {
    try {
      const next = lookUpInstalled(options);
      const nextPrint = fingerprint(next);
      if (nextPrint === print) return;
      now = next;
      print = nextPrint;
      onChange?.();
    } catch (error) {
      onError(error);
    }
  };

  /** The folder of the layers; until the first one is added here there is none, and then the one that it is going to be in. */
  const follow = (): void => {
    const layers = layersDir(options.imagesDir);
    const folder = existsSync(layers) ? layers : options.imagesDir;
    watcher?.close();
    watcher = null;
    try {
      watcher = watch(folder, () => {
        soon ??= setTimeout(() => {
          soon = null;
          if (folder !== layers && existsSync(layers)) follow();
          look();
        }, SETTLE_MS);
      });
    } catch (error) {
      onError(error); // as many are watched as the kernel allows a user: a change is seen some seconds later
      return;
    }
    watcher.on("error", onError);
  };

  return {
    installed: () => now.installed,
    layersOf: (root) => now.roots.get(root) ?? null,
    watch(listener) {
      onChange = listener;
      follow();
      // A whole look takes tens of milliseconds, in which the worker does nothing else.
      again = setInterval(() => {
        const before = times;
        times = fileTimes(options);
        if (times !== before) look();
      }, LOOK_AGAIN_MS);
      again.unref();
      look();
    },
    close() {
      watcher?.close();
      if (soon) clearTimeout(soon);
      if (again) clearInterval(again);
      onChange = null;
    },
  };
};

const fileTimes = ({ imagesDir, ownLanguagesDir }: WatchOptions): string => {
  const files = listDir(ownLanguagesDir).map((name) => join(ownLanguagesDir, name));
  return [layersDir(imagesDir), ownLanguagesDir, ...files].map(changedAt).join(" ");
};

const listDir = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nobody has brought a language
  }
};

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const fingerprint = ({ installed, roots }: LookedUp): string =>
  JSON.stringify([installed.map(({ home: _, ...language }) => language), [...roots.keys()].sort()]);
