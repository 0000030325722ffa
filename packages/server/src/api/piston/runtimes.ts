import { coerce, gtr, rcompare, satisfies, valid, validRange } from "semver";
import type { LanguageDefinition, PublishedLanguage } from "../../languages/types.js";
import { KNOWN_VERSIONS, PACKAGE_NAMES } from "./known-versions.js";

/** An installed language in Piston's words. */
export interface Runtime {
  /** As Piston calls it, where it knows it. */
  readonly language: string;
  /** A version of three numbers, whatever the toolchain says. */
  readonly version: string;
  readonly aliases: readonly string[];
  readonly runtime?: string;
  readonly definition: PublishedLanguage;
  /** The program is not in the language: it is an executable that the language's runtime starts. */
  readonly executable?: true;
}

export interface Runtimes {
  /** By name. */
  all(): readonly Runtime[];
  /** The one that a request means by a name and a range of versions, or null. */
  find(language: string, version: string): Runtime | null;
}

export interface RuntimesOptions {
  /** As they are now. */
  readonly installed: () => readonly PublishedLanguage[];
  /** Only a version that is installed is one. */
  readonly exactVersions: boolean;
}

/** What an executable is called in Piston. */
export const EXECUTABLE = "file";
const EXECUTABLE_ALIASES = ["executable", "elf", "binary"];
const STARTS_EXECUTABLES = "bash";

type Named = Pick<LanguageDefinition, "id" | "aliases" | "piston">;

/** Every name that a language answers to, the one that Piston uses first. */
export const namesOf = ({ id, aliases, piston = [] }: Named): readonly [string, ...string[]] => {
  const names = [...new Set([id, ...aliases, ...piston])];
  const own = names.find((name) => KNOWN_VERSIONS.has(name)) ?? id;
  return [own, ...names.filter((name) => name !== own)];
};

export const createRuntimes = ({ installed, exactVersions }: RuntimesOptions): Runtimes => {
  let from: readonly PublishedLanguage[] | null = null;
  let runtimes: readonly Runtime[] = [];
  /** The newest first. */
  let byName = new Map<string, readonly Runtime[]>();
  const look = (): void => {
    const languages = installed();
    if (languages === from) return;
    from = languages;
    runtimes = languages
      .flatMap((language) => [toRuntime(language), ...(executables(language) ?? [])])
      .sort((a, b) => (a.language < b.language ? -1 : a.language > b.language ? 1 : 0));
    byName = new Map();
    for (const runtime of [...runtimes].sort((a, b) => rcompare(a.version, b.version)))
      for (const name of [runtime.language, ...runtime.aliases])
        byName.set(name, [...(byName.get(name) ?? []), runtime]);
  };

  return {
    all() {
      look();
      return runtimes;
    },
    find(language, range) {
      look();
      const named = byName.get(language);
      if (named === undefined || !isRange(range)) return null;
      const exact = named.find(({ version }) => satisfies(version, range, { includePrerelease: true }));
      if (exact !== undefined || exactVersions) return exact ?? null;
      return named.find((runtime) => standsFor(runtime, range)) ?? null;
    },
  };
};

const MAX_RANGE = 256;

const isRange = (text: string): boolean => text.length <= MAX_RANGE && validRange(text) !== null;

/** One of each language is installed: it answers for all that Piston's packages have, and for whatever is older than it. */
const standsFor = ({ version, language, aliases }: Runtime, range: string): boolean =>
  gtr(version, range) ||
  [language, ...aliases].some((name) => KNOWN_VERSIONS.get(name)?.some((known) => satisfies(known, range)));

const toRuntime = (definition: PublishedLanguage): Runtime => {
  const [language, ...aliases] = namesOf(definition);
  const runtime = PACKAGE_NAMES.get(definition.id);
  return {
    language,
    version: toVersion(definition.installedVersion),
    aliases,
    ...(runtime !== undefined && { runtime }),
    definition,
  };
};

const executables = (definition: PublishedLanguage): readonly Runtime[] | null =>
  definition.id === STARTS_EXECUTABLES
    ? [
        {
          language: EXECUTABLE,
          version: KNOWN_VERSIONS.get(EXECUTABLE)?.[0] ?? "",
          aliases: EXECUTABLE_ALIASES,
          definition,
          executable: true,
        },
      ]
    : null;

/** Toolchains say 1.24, 27.3.4.2 or 1.07.1; ranges know three numbers without zeros before them. */
const toVersion = (said: string): string =>
  valid(said) ?? coerce(said.replace(/\b0+(?=\d)/g, ""))?.version ?? "0.0.0";

/** As `GET /runtimes` shows it. */
export const describeRuntime = ({ language, version, aliases, runtime }: Runtime) => ({
  language,
  version,
  aliases,
  ...(runtime !== undefined && { runtime }),
});
