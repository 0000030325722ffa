import { join } from "node:path";
import { BUILT_IN_LANGUAGES_DIR } from "./loader.js";

/** Files that a language brings into the image, for its `setUp`. */
export const ownFolder = (id: string): string => join(BUILT_IN_LANGUAGES_DIR, id);
