import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NPM_DIR } from "../languages/schema.js";
import type { LanguageDefinition } from "../languages/types.js";
import { processIdentity } from "../platform/process-identity.js";
import { runCommand } from "../platform/run-command.js";
import { MOUNT_POINTS } from "./definition.js";
import { findImage, imageDir, PARTIAL, removePartialImages } from "./find.js";
import { debootstrap } from "./mmdebstrap.js";
import { installNpmPackages } from "./npm.js";
import { prepareLanguage } from "./prepare-language.js";
import { needRoom } from "./room.js";
import { takeAwaySetId } from "./set-id.js";
import {
  type Image,
  type ImageDefinition,
  ImageError,
  type ImageManifest,
  UNNEEDED_BELOW_SHARE,
} from "./types.js";
import { readVersion } from "./version.js";

export interface BuildOptions {
  readonly imagesDir: string;
  readonly definition: ImageDefinition;
  readonly languages: readonly LanguageDefinition[];
  /** Null: the host's, or Debian's. */
  readonly mirror: string | null;
  /** A step began; `done` of `total` steps are behind. */
  readonly onProgress: (step: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Measured: the image of all languages takes 2.9 GB, of which 1 GB are made; packages and unpacking need room beside it. */
const NEEDED_BYTES = 5 * 1024 ** 3;

/** mmdebstrap's own messages, in their order, and what to call them. */
const STEPS: readonly [RegExp, string][] = [
  [/running apt-get update/, "reading the package lists"],
  [/downloading packages/, "downloading the base system"],
  [/extracting archives/, "unpacking the base system"],
  [/installing essential packages/, "installing the base system"],
  [/installing remaining packages/, "installing the languages"],
  [/cleaning package lists/, "cleaning up"],
];

/**
 * Gives the image of a definition, building it when there is none.
 *
 * absent -> `.partial-<process>` -> renamed to its name, complete. A build that dies leaves only a partial folder,
 * which the next one removes; two builds at once do not meet, and the second to finish takes what the first made.
 */
export const ensureImage = async (options: BuildOptions): Promise<Image> => {
  const { imagesDir, definition } = options;
  removePartialImages(imagesDir);
  const found = findImage(imagesDir, definition);
  if (found !== null) return found;

  mkdirSync(imagesDir, { recursive: true, mode: 0o755 });
  needRoom(imagesDir, NEEDED_BYTES, "Building the image");
  const partial = join(imagesDir, `${PARTIAL}${processIdentity()}`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o755 });
  try {
    await build(partial, options);
    // Everything on the disk before the name says so: a crash must not leave an empty but finished image.
    await runCommand("sync", ["-f", partial], { timeoutMs: 300_000 });
    move(partial, imageDir(imagesDir, definition));
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  const built = findImage(imagesDir, definition);
  if (built === null) throw new ImageError("The image vanished right after it was built.");
  return built;
};

const build = async (partial: string, options: BuildOptions): Promise<void> => {
  const { definition, languages, onProgress, signal } = options;
  const rootfs = join(partial, "rootfs");
  const total = STEPS.length + 3;
  await debootstrap({
    target: rootfs,
    suite: definition.suite,
    packages: definition.packages,
    variant: "minbase",
    mirror: options.mirror,
    options: UNNEEDED_BELOW_SHARE.map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    ...(signal && { signal }),
    onLine: (line) => {
      const index = STEPS.findIndex(([pattern]) => pattern.test(line));
      const step = STEPS[index];
      if (step !== undefined) onProgress(step[1], index, total);
    },
  });
  onProgress("adding what is not from Debian", STEPS.length, total);
  await installNpmPackages(join(rootfs, NPM_DIR), definition.npm, join(partial, "npm"), signal);
  onProgress("preparing the languages", STEPS.length + 1, total);
  for (const language of languages) await prepareLanguage(rootfs, rootfs, language, signal);
  onProgress("looking at the languages", STEPS.length + 2, total);
  await strip(rootfs);
  const versions: Record<string, string> = {};
  for (const language of languages) versions[language.id] = await readVersion(rootfs, language, signal);
  const { name, hash, suite, packages, npm } = definition;
  const manifest: ImageManifest = {
    name,
    hash,
    suite,
    packages,
    npm: npm.map((each) => `${each.name}@${each.version}`),
    builtAt: new Date().toISOString(),
    versions,
  };
  writeFileSync(join(partial, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  onProgress("done", total, total);
};

/** Leaves out what no program needs and what tells about the host; adds what sandboxes mount upon. */
const strip = async (rootfs: string): Promise<void> => {
  const unneeded = [
    "etc/apt/sources.list",
    "etc/apt/sources.list.d",
    "etc/apt/apt.conf.d/99mmdebstrap",
    "etc/hostname",
  ];
  for (const path of [...unneeded, "var/lib/apt/lists", "var/cache/apt", "etc/resolv.conf"]) {
    rmSync(join(rootfs, path), { recursive: true, force: true });
  }
  for (const path of MOUNT_POINTS) mkdirSync(join(rootfs, path), { recursive: true, mode: 0o755 });
  writeFileSync(join(rootfs, "etc/hostname"), "sandbox\n");
  writeFileSync(join(rootfs, "etc/hosts"), "127.0.0.1 localhost sandbox\n::1 localhost\n");
  await takeAwaySetId(rootfs);
};

const move = (from: string, to: string): void => {
  try {
    renameSync(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
};
