import { join } from "node:path";
import { BUILT_IN_LANGUAGES_DIR } from "./loader.js";

/** Where a language may keep files that go into the image. */
export const ownFolder = (id: string): string => join(BUILT_IN_LANGUAGES_DIR, id);
