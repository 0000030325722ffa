import { isUtf8 } from "node:buffer";
import { dirname, extname, join } from "node:path/posix";
import type { SourceFile } from "@neuron/contract";
import type { PublishedLanguage } from "../../languages/types.js";
import { publicTypeOf } from "./java-name.js";
import { refuse } from "./refusal.js";
import type { Runtime } from "./runtimes.js";

/** One of a request's files that has a content. */
export interface GivenFile {
  readonly content: string;
  readonly name?: unknown;
  readonly encoding?: unknown;
}

export interface Files {
  readonly files: readonly SourceFile[];
  /** Path of the one that is the program. */
  readonly main: string;
}

/** As many as an execution may have. */
const MAX_FILES = 255;

/**
 * The files as they lie in the work folder; the first text is the program. Names are the client's, but that a program, and what
 * is compiled with it, ends as files of its language do: Piston's packages rename them, too.
 */
export const layOutFiles = (given: readonly GivenFile[], { definition, executable }: Runtime): Files => {
  if (given.length > MAX_FILES) throw refuse(400, `files may hold at most ${MAX_FILES} files`);
  const mainIndex = executable ? 0 : given.findIndex(isText);
  if (given[mainIndex] === undefined) throw refuse(400, "files must include at least one utf8 encoded file");
  const names = given.map(nameOf);
  const paths = names.map((name, index) => {
    if (executable) return name ?? unnamed(index);
    if (index === mainIndex)
      return nameForJava(mainPath(name, index, names, definition), given[index], definition);
    return otherPath(name, index, given[index], definition);
  });
  return {
    files: given.map((file, index) => toFile(paths[index] ?? "", file)),
    main: paths[mainIndex] ?? "",
  };
};

const isText = ({ encoding }: GivenFile): boolean => !encoding || encoding === "utf8";

const nameOf = ({ name }: GivenFile, index: number): string | null => {
  if (!name) return null;
  if (typeof name !== "string") throw refuse(400, `files[${index}].name must be a string`);
  return name.replace(/^(?:\.\/+)+/, "");
};

const unnamed = (index: number): string => `file${index}.code`;

const mainPath = (
  name: string | null,
  index: number,
  names: readonly (string | null)[],
  language: PublishedLanguage,
): string => {
  if (name !== null) return isSource(name, language) ? name : name + extensionOf(language);
  return names.includes(language.file) ? `file${index}${extensionOf(language)}` : language.file;
};

/** Java alone looks at the name of a file. */
const nameForJava = (path: string, file: GivenFile | undefined, { id }: PublishedLanguage): string => {
  const type = id === "java" && file !== undefined ? publicTypeOf(file.content) : null;
  return type === null ? path : join(dirname(path), `${type}.java`);
};

/** What has no ending at all is for the compiler as well. */
const otherPath = (
  name: string | null,
  index: number,
  file: GivenFile | undefined,
  language: PublishedLanguage,
): string => {
  const compiled = language.compile !== null && file !== undefined && isText(file);
  if (name === null) return compiled ? `file${index}${extensionOf(language)}` : unnamed(index);
  return compiled && extname(name) === "" ? name + extensionOf(language) : name;
};

const extensionOf = ({ file, extensions }: PublishedLanguage): string =>
  extname(file) || (extensions[0] ?? "");

const isSource = (name: string, { extensions }: PublishedLanguage): boolean =>
  extensions.some((extension) => name.endsWith(extension));

const toFile = (path: string, { content, encoding }: GivenFile): SourceFile => {
  if (encoding !== "base64" && encoding !== "hex") return { path, content };
  const bytes = Buffer.from(content, encoding);
  return isUtf8(bytes)
    ? { path, content: bytes.toString("utf8") }
    : { path, content: bytes.toString("base64"), encoding: "base64" };
};
