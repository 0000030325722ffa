import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIBRARY_DIR, NPM_DIR } from "../../languages/schema.js";
import { runCommand } from "../../platform/run-command.js";
import { installNpmPackages } from "../npm.js";
import { prepareLanguage } from "../prepare-language.js";
import { needRoom } from "../room.js";
import type { OverlayRoot } from "../root.js";
import { takeAwaySetId } from "../set-id.js";
import { type Image, ImageError } from "../types.js";
import { readVersion } from "../version.js";
import { installPackages } from "./apt.js";
import type { LayerDefinition } from "./definition.js";
import { fetchDownloads } from "./downloads.js";
import { type LayerManifest, layerFiles, openPartial, publish, readLayer } from "./store.js";

export interface LayerBuildOptions {
  readonly imagesDir: string;
  readonly image: Image;
  readonly layer: LayerDefinition;
  /** Null: the host's, or Debian's. */
  readonly mirror: string | null;
  /** What is being done, and how much of that, from 0 to 1. */
  readonly onProgress: (step: string, part: number) => void;
  readonly signal?: AbortSignal;
}

/** Without it not even a small one can be built. */
const LEAST_BYTES = 128 * 1024 ** 2;

/** What a build leaves in a root that no program has a use for. */
const LEFT = [
  ...[
    "var/cache/apt",
    "var/cache/debconf",
    "var/lib/apt/lists",
    "var/lib/dpkg/status-old",
    "var/lib/dpkg/diversions-old",
  ],
  ...["var/log", "var/cache/ldconfig", "usr/sbin/policy-rc.d", "root", "tmp", "run"],
];

/** Where downloads are kept until all layers of one command are built: what was fetched needs not be fetched again. */
export const downloadsDir = (imagesDir: string): string => join(imagesDir, "downloads");

/**
 * Gives a language's layer, building it when there is none. What it lies upon must be there.
 *
 * absent -> `.partial-<process>-<language>` -> renamed to its name, complete. A build that dies leaves a partial folder, which
 * the next one removes, and what it had downloaded, which the next one uses. It leaves no mount: those are in namespaces that
 * die with it.
 */
export const ensureLayer = async (options: LayerBuildOptions): Promise<LayerManifest> => {
  const { imagesDir, layer } = options;
  const found = readLayer(imagesDir, layer.name);
  if (found) return found;
  mkdirSync(downloadsDir(imagesDir), { recursive: true, mode: 0o755 });
  needRoom(imagesDir, LEAST_BYTES, `Adding ${layer.language.id}`);
  const partial = openPartial(imagesDir, layer.language.id);
  try {
    await build(partial, options);
    // Everything on the disk before the name says so: a crash must not leave an empty but finished layer.
    await runCommand("sync", ["-f", partial], { timeoutMs: 300_000 });
    publish(imagesDir, partial, layer.name);
  } catch (error) {
    throw explained(error, layer.language.id);
  } finally {
    rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
  }
  const built = readLayer(imagesDir, layer.name);
  if (!built) throw new ImageError(`The layer of ${layer.language.id} vanished right after it was built.`);
  return built;
};

const build = async (partial: string, options: LayerBuildOptions): Promise<void> => {
  const { imagesDir, image, layer, onProgress, signal } = options;
  const { language } = layer;
  const [upper, work, at, scratch] = ["root", "work", "merged", "scratch"].map((name) =>
    join(partial, name),
  ) as [string, string, string, string];
  for (const folder of [upper, work, at, scratch]) mkdirSync(folder, { mode: 0o755 });
  const root: OverlayRoot = {
    lower: [...layer.below.map((name) => layerFiles(imagesDir, name)), image.rootfs],
    changes: { upper, work },
    at,
  };
  const common = { onProgress, ...(signal && { signal }) };
  const missing = language.packages.filter((name) => !isInstalled(root, name));
  if (missing.length > 0) {
    const cache = join(downloadsDir(imagesDir), image.manifest.suite);
    const { suite } = image.manifest;
    await installPackages({
      root,
      suite,
      packages: missing,
      mirror: options.mirror,
      cache,
      scratch,
      ...common,
    });
  }
  const npm = layer.npm.filter(({ name }) => !root.lower.some((one) => existsSync(join(one, NPM_DIR, name))));
  if (npm.length > 0) onProgress("fetching from npm", 0);
  await installNpmPackages(join(upper, NPM_DIR), npm, join(partial, "npm"), signal);
  const cache = join(downloadsDir(imagesDir), "files");
  await fetchDownloads(layer.downloads, join(upper, LIBRARY_DIR, language.id), { cache, ...common });
  if (language.prepare) onProgress("preparing", 0);
  await prepareLanguage(root, upper, language, signal);
  onProgress("looking at it", 0);
  const version = await readVersion(root, language, signal);
  await cleanUp(upper);
  for (const folder of [work, at, scratch]) rmSync(folder, { recursive: true, force: true });
  const manifest: LayerManifest = {
    name: layer.name,
    language: language.id,
    version,
    below: layer.below,
    bytes: await sizeOf(upper, signal),
    builtAt: new Date().toISOString(),
  };
  writeFileSync(join(partial, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
};

/** Below it already: apt need not be asked. */
const isInstalled = ({ lower }: OverlayRoot, name: string): boolean =>
  lower.some((folder) => {
    const status = join(folder, "var/lib/dpkg/status");
    if (!existsSync(status)) return false;
    return readFileSync(status, "utf8").includes(`Package: ${name}\nStatus: install ok installed\n`);
  });

const cleanUp = async (upper: string): Promise<void> => {
  for (const path of LEFT) {
    const found = join(upper, path);
    if (existsSync(found)) rmSync(found, { recursive: true, force: true });
  }
  await takeAwaySetId(upper);
};

const sizeOf = async (folder: string, signal?: AbortSignal): Promise<number> => {
  const { code, stdout, stderr } = await runCommand("du", ["-s", "-B1", folder], {
    timeoutMs: 300_000,
    ...(signal && { signal }),
  });
  if (code !== 0) throw new ImageError(`The size of ${folder} cannot be told: ${stderr}`);
  return Number.parseInt(stdout, 10);
};

const explained = (error: unknown, id: string): unknown => {
  if ((error as NodeJS.ErrnoException).code === "ENOSPC")
    return new ImageError(`Adding ${id} failed: the disk is full. What was there before is as it was.`);
  if (error instanceof ImageError) return new ImageError(`Adding ${id} failed: ${error.message}`);
  return error;
};
