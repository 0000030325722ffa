import type { InstalledLanguage, PublishedLanguage } from "./types.js";

/** What others need to know of a language, without how it is built and tested. */
export const published = (language: InstalledLanguage): PublishedLanguage => {
  const { id, name, aliases, file, extensions, compile, run, prime, compilePrime, limits } = language;
  const { judge0, piston, hello, installedVersion } = language;
  return {
    ...{ id, name, aliases, file, extensions, compile, run, prime, hello, installedVersion },
    ...(compilePrime !== undefined && { compilePrime }),
    ...(limits && { limits }),
    ...(judge0 && { judge0 }),
    ...(piston && { piston }),
  };
};
