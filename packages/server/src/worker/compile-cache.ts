import { createHash } from "node:crypto";
import type { CompileResult } from "@neuron/contract";
import { LRUCache } from "lru-cache";
import type { InstalledLanguage } from "../languages/types.js";
import type { InputFile, RunRequest } from "../sandbox/types.js";
import type { Plan } from "./plan.js";

/**
 * What compile steps gave, so that the same sources are compiled once: in the worker's memory, for each tenant alone, since
 * a shared one would tell by its quickness whether somebody else had submitted the same.
 */
export interface CompileCache {
  /** The entry of a plan's compile step; null when there is none, or none that could be kept. */
  entry(tenant: string, language: InstalledLanguage, plan: Plan): CacheEntry | null;
}

export interface CacheEntry {
  readonly known: Compiled | null;
  /** What is worth keeping: a sandbox is asked for no more. */
  readonly most: { readonly bytes: number; readonly files: number };
  keep(compiled: Compiled): void;
}

export interface Compiled {
  readonly result: CompileResult;
  /** The work folder as the compiler left it; null: it does not compile. */
  readonly files: readonly InputFile[] | null;
}

/** A share of the cache that one program may take. */
const LARGEST_SHARE = 1 / 4;
/**
 * Most sources come once, and fetching what they gave holds up their run: a few hundredths of a second for the 11 MB of a Rust
 * program. More than this is fetched when the same sources come for the second time.
 */
const AT_ONCE_BYTES = 2 * 1024 * 1024;
/** Keys of 44 characters: 10 MB at most. */
const MOST_SEEN = 50_000;
/** More than a request may bring. */
const MOST_FILES = 1024;
/** What an entry takes beside the contents of its files. */
const ENTRY_BYTES = 1024;
/** What compilers make of the time of day. */
const DATED = ["__DATE__", "__TIME__", "__TIMESTAMP__"];

/** `bytes`: how much is kept at most, 0 for nothing. */
export function createCompileCache(bytes: number): CompileCache {
  const most = { bytes: Math.floor(bytes * LARGEST_SHARE), files: MOST_FILES };
  const entries =
    bytes > 0
      ? new LRUCache<string, Compiled>({ maxSize: bytes, maxEntrySize: most.bytes, sizeCalculation: sizeOf })
      : null;
  const seen = new LRUCache<string, true>({ max: MOST_SEEN });
  return {
    entry(tenant, language, { compile }) {
      if (!entries || !compile || compile.files.some(isDated)) return null;
      const key = keyOf(tenant, language, compile);
      const again = seen.has(key);
      seen.set(key, true);
      return {
        known: entries.get(key) ?? null,
        most: again ? most : { ...most, bytes: Math.min(most.bytes, AT_ONCE_BYTES) },
        keep: (compiled) => {
          entries.set(key, { ...compiled, result: { ...compiled.result, cached: true } });
        },
      };
    },
  };
}

/** The same plan with what its compile step gave before. */
export const withoutCompiling = (plan: Plan, { result, files }: Compiled): Plan => ({
  kind: plan.run.kind,
  compile: null,
  compiled: result,
  run: {
    ...plan.run,
    files: files ?? [],
    useKeptWork: false,
    // The folder that it would have gone on in.
    limits: { ...plan.run.limits, diskBytes: plan.compile?.limits.diskBytes ?? plan.run.limits.diskBytes },
  },
});

const isDated = ({ content }: InputFile): boolean => DATED.some((word) => content.includes(word));

const sizeOf = ({ result, files }: Compiled): number => {
  let size = ENTRY_BYTES + result.stdout.length + result.stderr.length;
  for (const { path, content } of files ?? []) size += path.length + content.length;
  return size;
};

/** Over everything that the compiler's work depends on. Parts are told apart by their lengths. */
const keyOf = (tenant: string, language: InstalledLanguage, compile: RunRequest): string => {
  const hash = createHash("sha256");
  const add = (part: string | Buffer): void => {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  const { argv, env, limits } = compile;
  add(
    JSON.stringify([
      tenant,
      language.id,
      language.installedVersion,
      language.root,
      argv,
      Object.entries(env),
      limits,
    ]),
  );
  for (const { path, content } of compile.files) {
    add(path);
    add(content);
  }
  return hash.digest("base64");
};
