import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface OwnFile {
  readonly name: string;
  readonly mode: number;
}

/** Files of a language's own folder, by name; none when it has no folder. Folders in it are not looked into. */
export const listOwnFiles = (folder: string): readonly OwnFile[] => {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  // What the umask of a checkout left of the other bits is nobody's intention.
  return names.map((name) => ({ name, mode: statSync(join(folder, name)).mode & 0o100 ? 0o755 : 0o644 }));
};

/** What decides how they are in the image. */
export const describeOwnFiles = (folder: string): readonly [string, number, string][] =>
  listOwnFiles(folder).map(({ name, mode }) => [
    name,
    mode,
    readFileSync(join(folder, name)).toString("base64"),
  ]);

export const copyOwnFiles = (folder: string, target: string): void => {
  for (const { name, mode } of listOwnFiles(folder)) {
    mkdirSync(target, { recursive: true, mode: 0o755 });
    copyFileSync(join(folder, name), join(target, name));
    chmodSync(join(target, name), mode);
  }
};
