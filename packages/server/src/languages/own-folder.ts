import { existsSync } from "node:fs";
import { join } from "node:path";
import { BUILT_IN_LANGUAGES_DIR } from "./loader.js";

/** Files that a language brings into the image (no folders), or null. */
export const ownFolder = (id: string): string | null => {
  const folder = join(BUILT_IN_LANGUAGES_DIR, id);
  return existsSync(folder) ? folder : null;
};
