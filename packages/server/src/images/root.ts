import { ImageError } from "./types.js";

/** What a command finds as its root: a folder, or an overlay of folders, topmost first. */
export type Root = string | OverlayRoot;

export interface OverlayRoot {
  /** Never changed. */
  readonly lower: readonly string[];
  /** On one file system; what is changed is in `upper`. Null: nothing may be changed. */
  readonly changes: { readonly upper: string; readonly work: string } | null;
  /** An empty folder to mount upon: nobody but the command sees what is there. */
  readonly at: string;
}

export const mountPoint = (root: Root): string => (typeof root === "string" ? root : root.at);

/**
 * Attributes of its own go into `user.` ones, as those must that sandboxes mount it with. So a folder is never told to be
 * another one's, which they would not follow.
 */
const OPTIONS = "userxattr,index=off";

/**
 * The shell's beginning of a script that goes on with `next` once a root and all that is wanted in it are mounted: in a mount
 * namespace of its own, since nothing unmounts them.
 */
export const mountedScript = (root: Root, mounts: readonly (readonly string[])[], next: string): string => {
  const commands = [mountCommand(root), ...mounts].filter((command) => command.length > 0);
  return [...commands.map((command) => command.map(quote).join(" ")), next].join(" && ");
};

/** Mounts that most commands look for, for `mountedScript`. */
export const mountsIn = (root: Root) => {
  const at = mountPoint(root);
  const empty = (path: string) => ["mount", "-t", "tmpfs", "tmpfs", `${at}${path}`];
  return {
    proc: ["mount", "-t", "proc", "proc", `${at}/proc`],
    dev: ["mount", "--rbind", "/dev", `${at}/dev`],
    tmp: empty("/tmp"),
    empty,
  };
};

/** One word of a shell's. */
export const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Shell words that mount it, to be followed by others: for a mount namespace of one's own. */
const mountCommand = (root: Root): readonly string[] => {
  if (typeof root === "string") return [];
  const { lower, changes, at } = root;
  const writable = changes ? `,upperdir=${changes.upper},workdir=${changes.work}` : "";
  for (const path of [...lower, at, ...Object.values(changes ?? {})])
    if (/[,:\\]/.test(path))
      throw new ImageError(
        `${path} has a character that mounts cannot have in it: use another NEURON_IMAGES_DIR.`,
      );
  return ["mount", "-t", "overlay", "-o", `lowerdir=${lower.join(":")}${writable},${OPTIONS}`, "overlay", at];
};
