import { join } from "node:path";
import type { LanguageDefinition } from "./types.js";

/** Where a language may keep files that go where it is installed. */
export const ownFolder = ({ home, id }: LanguageDefinition): string => join(home, id);
