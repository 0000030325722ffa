import type { NpmPackage } from "../languages/schema.js";

/** What an image is made of. Its hash names the image: a change makes another image. */
export interface ImageDefinition {
  readonly name: string;
  readonly suite: string;
  /** Sorted, without repetition. */
  readonly packages: readonly string[];
  /** By name, each once. */
  readonly npm: readonly NpmPackage[];
  /** [0-9a-f]{12} over everything that decides the content. */
  readonly hash: string;
}

/** `manifest.json` beside the root file system: what was built. */
export interface ImageManifest {
  readonly name: string;
  readonly hash: string;
  readonly suite: string;
  readonly packages: readonly string[];
  /** name@version */
  readonly npm: readonly string[];
  readonly builtAt: string;
  /** Language id -> version of its toolchain. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Image {
  /** Absolute path of the root file system. Never written to after the build. */
  readonly rootfs: string;
  readonly manifest: ImageManifest;
}

/** Below /usr/share: what no program reads. The manual's folders stay: `update-alternatives` makes links in them. */
export const UNNEEDED_BELOW_SHARE = ["doc", "man/*", "info", "locale", "lintian"] as const;

/** The image could not be built: the message says why and what to do. */
export class ImageError extends Error {
  override readonly name = "ImageError";
}
