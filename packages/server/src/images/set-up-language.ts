import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../languages/own-folder.js";
import type { LanguageDefinition } from "../languages/types.js";
import { runInside } from "./run-inside.js";
import { ImageError } from "./types.js";

/** Brings a language's own files into an image that is being built, and runs its `setUp` beside them. */
export const setUpLanguage = async (
  rootfs: string,
  { id, setUp }: LanguageDefinition,
  signal?: AbortSignal,
): Promise<void> => {
  if (setUp === undefined) return;
  const folder = `/usr/lib/neuron/${id}`;
  mkdirSync(join(rootfs, folder), { recursive: true, mode: 0o755 });
  cpSync(ownFolder(id), join(rootfs, folder), { recursive: true });
  const command = ["env", `--chdir=${folder}`, ...setUp];
  const { code, stdout, stderr } = await runInside(rootfs, command, signal);
  if (code !== 0) throw new ImageError(`Setting up ${id} failed (exit code ${code}):\n${stdout}${stderr}`);
};
