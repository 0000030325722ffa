import type { JailKind } from "./types.js";

/**
 * A kind is what a jail can start at once, and in which root file system: `python` in the image itself, `ruby@ruby-<hash>`
 * in the root whose topmost layer is `ruby-<hash>`.
 */

/** The kind of `prime` in a root; null is the image itself. */
export const kindIn = (root: string | null, prime: JailKind): JailKind =>
  root === null ? prime : `${prime}@${root}`;

/** What it can start, wherever that is. */
export const primeOf = (kind: JailKind): JailKind => kind.split("@", 1)[0] ?? kind;

/** The topmost layer of its root; null for the image itself. */
export const rootOf = (kind: JailKind): string | null => kind.split("@")[1] ?? null;

/** For people: without the hash of the layer. */
export const describeKind = (kind: JailKind): string => kind.replace(/-[0-9a-f]{12}$/, "");
