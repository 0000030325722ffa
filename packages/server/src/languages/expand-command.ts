/** What a request puts into the placeholders of a command. */
export interface CommandParts {
  readonly entry: string;
  /** Paths of all files, in the request's order. */
  readonly files: readonly string[];
  /** Of the language, with the dot. */
  readonly extensions: readonly string[];
  /** The step's memory limit. */
  readonly memoryBytes?: number;
  readonly args?: readonly string[];
  readonly compileArgs?: readonly string[];
}

/**
 * Fills a language's command. `{sources}`, `{args}` and `{compileArgs}` stand for whole items and become any number
 * of them; `{entry}` and `{memoryMiB}` may be part of an item. A path that would be read as an option gets `./` before it.
 */
export const expandCommand = (template: readonly string[], parts: CommandParts): string[] =>
  template.flatMap((item) => {
    if (item === "{sources}") return sources(parts).map(asPath);
    if (item === "{args}") return parts.args ?? [];
    if (item === "{compileArgs}") return parts.compileArgs ?? [];
    if (item === "{entry}") return [asPath(parts.entry)];
    return [
      item.replaceAll("{memoryMiB}", () => `${mebibytes(parts)}`).replaceAll("{entry}", () => parts.entry),
    ];
  });

/** The entry first, so that "the first source names the program" holds; itself also when its extension is foreign. */
const sources = ({ entry, files, extensions }: CommandParts): string[] => {
  const others = files.filter(
    (path) => path !== entry && extensions.some((extension) => path.endsWith(extension)),
  );
  return [entry, ...others];
};

const mebibytes = ({ memoryBytes = 0 }: CommandParts): number => Math.floor(memoryBytes / (1024 * 1024));

/** What no program takes for an option. */
export const asPath = (path: string): string => (path.startsWith("-") ? `./${path}` : path);
