import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../languages/own-folder.js";
import { LIBRARY_DIR } from "../languages/schema.js";
import type { LanguageDefinition } from "../languages/types.js";
import { copyOwnFiles } from "./own-files.js";
import type { Root } from "./root.js";
import { runInside } from "./run-inside.js";
import { ImageError } from "./types.js";

/** For all commands of the slowest one many times over: building Go's standard library takes a minute on one CPU. */
const TIMEOUT_MS = 15 * 60_000;

/** Where a language's own files are in an image, as its commands name them. */
const folderInImage = (id: string): string => `${LIBRARY_DIR}/${id}`;

/**
 * Brings a language's own files into a root that is being built, whose new files are in `files`, and runs what it wants to be
 * prepared beside them.
 */
export const prepareLanguage = async (
  root: Root,
  files: string,
  language: LanguageDefinition,
  signal?: AbortSignal,
): Promise<void> => {
  const { id, prepare = [] } = language;
  const cwd = folderInImage(id);
  if (prepare.length > 0) mkdirSync(join(files, cwd), { recursive: true, mode: 0o755 });
  copyOwnFiles(ownFolder(language), join(files, cwd));
  for (const command of prepare) {
    const options = { timeoutMs: TIMEOUT_MS, cwd, ...(signal && { signal }) };
    const { code, stdout, stderr } = await runInside(root, command, options);
    if (code === 0) continue;
    throw new ImageError(
      `Preparing ${id} failed: ${command.join(" ")} (exit code ${code}):\n${stdout}${stderr}`,
    );
  }
};
