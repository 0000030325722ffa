import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import {
  type Added,
  type AddOptions,
  addLayers,
  ensureImage,
  findImage,
  type Image,
  type ImageDefinition,
  type InstalledSource,
  imageOf,
  type LayerManifest,
  type LookedUp,
  languagesWithLayers,
  lookUpInstalled,
  missingLayers,
  type RemoveOptions,
  readLayer,
  removeLayers,
  removeOtherImages,
  removeOtherLayers,
  stacksOf,
  watchInstalled,
} from "./images/index.js";
import {
  BUILT_IN_LANGUAGES_DIR,
  chooseLanguages,
  type InstalledLanguage,
  type LanguageDefinition,
  loadLanguages,
} from "./languages/index.js";
import type { Config } from "./platform/config.js";
import { createLogger } from "./platform/logging.js";
import { proveLanguages } from "./proof/index.js";

/** What an instance knows of its image and its languages: found, built, added, removed, proved. */

/** The agent and what goes into sandboxes with it, as `make -C agent` builds them. */
export const AGENT_DIR = fileURLToPath(new URL("../../../agent/build/", import.meta.url));

/** A process cannot do its work here, for a reason that the user can do something about. */
export class CompositionError extends Error {
  override readonly name = "CompositionError";
}

/** Those that come with Neuron, and the user's own. */
const readLanguages = ({ dataDir }: Config): readonly LanguageDefinition[] =>
  loadLanguages(BUILT_IN_LANGUAGES_DIR, ownLanguagesDir(dataDir));

/** Where a user's own definitions are. */
const ownLanguagesDir = (dataDir: string): string => join(dataDir, "languages");

const read = new WeakMap<Config, readonly LanguageDefinition[]>();

/** The same, as they were when this process first looked: reading and checking them takes tens of milliseconds. */
export const allLanguages = (config: Config): readonly LanguageDefinition[] => {
  const languages = read.get(config) ?? readLanguages(config);
  read.set(config, languages);
  return languages;
};

const imageFor = (config: Config): ImageDefinition => imageOf(allLanguages(config), config.imageSuite);

export const findOwnImage = (config: Config): Image | null => findImage(config.imagesDir, imageFor(config));

/** Builds the image where it is missing. */
export const ensureOwnImage = (
  config: Config,
  onProgress: (step: string, done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Image> => {
  const languages = allLanguages(config);
  return ensureImage({
    imagesDir: config.imagesDir,
    definition: imageOf(languages, config.imageSuite),
    languages: languages.filter(({ core }) => core),
    mirror: config.imageMirror,
    onProgress,
    ...(signal && { signal }),
  });
};

/** Languages and the layers that they need, as one command sees them. */
export interface LanguageStore {
  readonly languages: readonly LanguageDefinition[];
  /** Ids of those that NEURON_LANGUAGES wants. */
  readonly wanted: readonly string[];
  /** Ids of those that were added in an older form, and are not there in this one. */
  outdated(): readonly string[];
  /** Null: there is no image yet. */
  readonly lookUp: () => LookedUp | null;
  /** Of a language's whole stack, topmost first; null when it is not there. */
  readonly manifests: (id: string) => readonly LayerManifest[] | null;
  add(
    ids: readonly string[],
    options: Pick<AddOptions, "onProgress" | "onAdded" | "onBusy" | "signal"> & {
      readonly onImage: (step: string, done: number, total: number) => void;
    },
  ): Promise<Added>;
  remove(
    ids: readonly string[],
    options: Pick<RemoveOptions, "onWaiting" | "onBusy" | "signal">,
  ): Promise<number>;
}

export const openLanguages = (config: Config): LanguageStore => {
  const { imagesDir, imageMirror: mirror } = config;
  const languages = allLanguages(config);
  const definition = imageOf(languages, config.imageSuite);
  const common = { imagesDir, definition, languages };
  const chosen = chooseLanguages(languages, config.languages).map(({ id }) => id);
  return {
    languages,
    wanted: chosen,
    outdated() {
      const added = languagesWithLayers(imagesDir);
      const ids = languages.map(({ id }) => id).filter((id) => added.has(id));
      return missingLayers({ ...common, ids }).map(({ language }) => language.id);
    },
    lookUp: () => {
      const image = findImage(imagesDir, definition);
      return image && lookUpInstalled({ imagesDir, image, definition, languages: () => languages });
    },
    manifests: (id) => {
      const stack = stacksOf(languages, definition).get(id) ?? [];
      const found = stack.map(({ name }) => readLayer(imagesDir, name));
      return found.every((one) => one !== null) ? found : null;
    },
    async add(ids, { onImage, ...options }) {
      const image = await ensureOwnImage(config, onImage, options.signal);
      return addLayers({ ...common, image, ids, mirror, ...options });
    },
    remove: (ids, options) => removeLayers({ ...common, ids, ...options }),
  };
};

/** Removes images that no definition asks for any more. Only for the one that holds the data directory. */
export const removeOldImages = (config: Config): void => {
  const { dataDir, imagesDir } = config;
  // Others may run on images of a shared folder.
  if (imagesDir !== join(dataDir, "images")) return;
  const languages = allLanguages(config);
  const definition = imageOf(languages, config.imageSuite);
  removeOtherImages(imagesDir, definition);
  removeOtherLayers({ imagesDir, definition, languages });
};

export const installedSource = (config: Config, image: Image, logger: Logger): InstalledSource =>
  watchInstalled(
    {
      imagesDir: config.imagesDir,
      image,
      definition: imageFor(config),
      languages: () => readLanguages(config),
      ownLanguagesDir: ownLanguagesDir(config.dataDir),
    },
    (error) => logger.warn({ err: error }, "the languages stay as they are"),
  );

/** Proves languages on this machine. */
export interface LanguageProver {
  readonly known: readonly LanguageDefinition[];
  /** Those that are installed. */
  readonly languages: readonly InstalledLanguage[];
  /** What a language's own layer takes on the disk; 0: it has none. */
  readonly bytesOf: (id: string) => number;
  prove(
    languages: readonly InstalledLanguage[],
    given: Parameters<typeof proveLanguages>[2],
  ): ReturnType<typeof proveLanguages>;
}

export const openProver = (config: Config): LanguageProver => {
  const image = findOwnImage(config);
  const store = openLanguages(config);
  const found = store.lookUp();
  if (!image || !found)
    throw new CompositionError(`There is no image in ${config.imagesDir}: run \`neuron image build\` first.`);
  const { installed, roots } = found;
  const options = {
    ...{ rootfs: image.rootfs, imagesDir: config.imagesDir, agentDir: AGENT_DIR, runtime: config.runtime },
    layersOf: (root: string) => roots.get(root) ?? null,
    languages: installed,
    logger: createLogger({ part: "proof", level: "warn", pretty: true }),
  };
  return {
    known: store.languages,
    languages: installed,
    bytesOf: (id) => store.manifests(id)?.find(({ language }) => language === id)?.bytes ?? 0,
    prove: (languages, given) => proveLanguages(options, languages, given),
  };
};
