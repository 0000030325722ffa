import type { LanguageDefinition } from "../languages/types.js";
import type { Root } from "./root.js";
import { runInside } from "./run-inside.js";
import { ImageError } from "./types.js";

/** Asks the toolchain inside an image for its version. Only for images of our own making. */
export const readVersion = async (
  root: Root,
  { id, version }: LanguageDefinition,
  signal?: AbortSignal,
): Promise<string> => {
  const options = { timeoutMs: 60_000, ...(signal && { signal }) };
  const { code, stdout, stderr } = await runInside(root, version.command, options);
  const found = new RegExp(version.pattern).exec(`${stdout}\n${stderr}`)?.[1];
  if (code === 0 && found !== undefined) return found;
  throw new ImageError(
    `${version.command.join(" ")} in the image did not tell the version of ${id} (exit code ${code}):\n${stdout}${stderr}`,
  );
};
