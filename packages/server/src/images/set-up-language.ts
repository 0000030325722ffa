import { chmodSync, copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../languages/own-folder.js";
import { LIBRARY_DIR } from "../languages/schema.js";
import type { LanguageDefinition } from "../languages/types.js";
import { runInside } from "./run-inside.js";
import { ImageError } from "./types.js";

/** Brings a language's own files into an image that is being built, and runs its `setUp` beside them. */
export const setUpLanguage = async (
  rootfs: string,
  { id, setUp }: LanguageDefinition,
  signal?: AbortSignal,
): Promise<void> => {
  const own = ownFolder(id);
  const folder = `${LIBRARY_DIR}/${id}`;
  if (own !== null) copyFiles(own, join(rootfs, folder));
  if (setUp === undefined) return;
  const command = ["env", `--chdir=${folder}`, ...setUp];
  const { code, stdout, stderr } = await runInside(rootfs, command, signal);
  if (code !== 0) throw new ImageError(`Setting up ${id} failed (exit code ${code}):\n${stdout}${stderr}`);
};

/** Programs read them, whatever whoever checked them out may. */
const copyFiles = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const name of readdirSync(from)) {
    copyFileSync(join(from, name), join(to, name));
    chmodSync(join(to, name), 0o644);
  }
};
