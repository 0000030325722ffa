export { type CommandParts, expandCommand } from "./expand-command.js";
export { BUILT_IN_LANGUAGES_DIR, LanguageError, loadLanguages } from "./loader.js";
export { type LanguageFile, LanguageFileSchema, LIBRARY_DIR, NPM_DIR, type NpmPackage } from "./schema.js";
export type { InstalledLanguage, LanguageDefinition, SupportFile } from "./types.js";
