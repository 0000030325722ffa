import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../platform/process-identity.js";
import { type Image, type ImageDefinition, ImageError, type ImageManifest } from "./types.js";

export const imageDir = (imagesDir: string, { name, hash }: ImageDefinition): string =>
  join(imagesDir, `${name}-${hash}`);

/** An image under way: the name tells which process builds it. */
export const PARTIAL = ".partial-";

/** The finished image of this definition, or null. Only finished ones have the name: a build renames at its end. */
export const findImage = (imagesDir: string, definition: ImageDefinition): Image | null => {
  const folder = imageDir(imagesDir, definition);
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as ImageManifest;
    return { rootfs: join(folder, "rootfs"), manifest };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

/** Removes what builds left that were interrupted. One that another live process is building stays. */
export const removePartialImages = (imagesDir: string): void => {
  for (const name of list(imagesDir)) {
    if (name.startsWith(PARTIAL) && !isAlive(name.slice(PARTIAL.length))) remove(join(imagesDir, name));
  }
};

/** Removes finished images of other definitions. Only for whoever knows that nobody uses them. */
export const removeOtherImages = (imagesDir: string, keep: ImageDefinition): void => {
  const own = `${keep.name}-${keep.hash}`;
  for (const name of list(imagesDir)) {
    if (name.startsWith(`${keep.name}-`) && name !== own) remove(join(imagesDir, name));
  }
};

const list = (imagesDir: string): string[] => {
  try {
    return readdirSync(imagesDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

const remove = (path: string): void => {
  const mounted = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .find((point) => point === path || point.startsWith(`${path}/`));
  // Removing would go on into what is mounted, which may be the host's /dev.
  if (mounted !== undefined) throw new ImageError(`Something is mounted on ${mounted}: umount it first.`);
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
};
