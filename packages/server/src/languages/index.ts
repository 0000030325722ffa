export { type CommandParts, expandCommand } from "./expand-command.js";
export { BUILT_IN_LANGUAGES_DIR, chooseLanguages, LanguageError, loadLanguages } from "./loader.js";
export { type LanguageFile, LanguageFileSchema, LIBRARY_DIR, NPM_DIR, type NpmPackage } from "./schema.js";
export type { InstalledLanguage, LanguageDefinition } from "./types.js";
