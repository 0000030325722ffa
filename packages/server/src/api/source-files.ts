import { REQUEST_LIMITS, type SourceFile } from "@neuron/contract";
import type { PublishedLanguage } from "../languages/types.js";
import { invalidField, ProblemError, quote } from "./problem-error.js";
import { refuseIllFormed } from "./text.js";

/** Checks the files of a request; gives them back with clean base64. Faults name `files[i]`. */
export const checkFiles = (files: readonly SourceFile[], maxSourceBytes: number): SourceFile[] => {
  checkPaths(files);
  let total = 0;
  return files.map((file, index) => {
    const checked = checkContent(file, `files[${index}].content`);
    total += checked.sizeBytes;
    if (total > maxSourceBytes) throw sourceTooLarge("files", maxSourceBytes);
    return checked.file;
  });
};

export const sourceTooLarge = (field: string, maxSourceBytes: number): ProblemError =>
  new ProblemError("source_too_large", {
    detail: `${field} may hold at most ${maxSourceBytes} bytes of source.`,
    field,
  });

const checkContent = (file: SourceFile, field: string): { file: SourceFile; sizeBytes: number } => {
  if (file.encoding !== "base64") {
    refuseIllFormed(field, file.content);
    return { file, sizeBytes: Buffer.byteLength(file.content) };
  }
  // The `base64` command wraps its lines.
  const content = file.content.replaceAll(/[\r\n]+/g, "");
  const padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
  if (content.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(content.slice(0, content.length - padding))) {
    throw invalidField(
      field,
      `${field} is not valid base64.`,
      "Use the standard alphabet (with + and /) and padding.",
    );
  }
  return { file: { ...file, content }, sizeBytes: (content.length / 4) * 3 - padding };
};

/** Paths are relative, plain and distinct, and no file is the folder of another. */
const checkPaths = (files: readonly SourceFile[]): void => {
  const paths = new Map<string, number>();
  for (const [index, { path }] of files.entries()) {
    const field = `files[${index}].path`;
    const fault = pathFault(path);
    if (fault !== null) throw invalidField(field, `${field} ${fault}: ${quote(path)}.`, PATH_HINT);
    const same = paths.get(path);
    if (same !== undefined)
      throw invalidField(field, `${field} is the same as files[${same}].path: ${quote(path)}.`);
    paths.set(path, index);
  }
  for (const [path, index] of paths) {
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      const folder = path.slice(0, slash);
      if (paths.has(folder)) {
        const field = `files[${index}].path`;
        throw invalidField(
          field,
          `${field} needs ${quote(folder)} to be a folder, but it is a file of this request.`,
        );
      }
    }
  }
};

const PATH_HINT = "Use a relative path such as main.py or lib/util.py.";

const pathFault = (path: string): string | null => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return "has a control character";
  if (/\p{Surrogate}/u.test(path)) return "has half of a surrogate pair";
  if (path.includes("\\")) return "has a backslash";
  if (path.startsWith("/")) return "is absolute";
  if (Buffer.byteLength(path) > REQUEST_LIMITS.pathBytes)
    return `is longer than ${REQUEST_LIMITS.pathBytes} bytes`;
  const parts = path.split("/");
  if (parts.includes("")) return "has an empty part";
  if (parts.includes("..") || parts.includes(".")) return "has a part that is . or ..";
  return null;
};

/**
 * The file to start: the one named, or else the only file, the one with the language's usual name, or the only one
 * with an extension of the language. A compiled language takes the first such file, since its compiler gets them all.
 */
export const chooseEntry = (
  language: PublishedLanguage,
  files: readonly SourceFile[],
  entry: string | undefined,
): string => {
  const paths = files.map(({ path }) => path);
  if (entry !== undefined) {
    if (paths.includes(entry)) return entry;
    throw invalidField(
      "entry",
      `entry is not one of the files: ${quote(entry)}.`,
      `The files are: ${paths.slice(0, 10).map(quote).join(", ")}${paths.length > 10 ? ", ..." : ""}.`,
    );
  }
  if (paths.length === 1 && paths[0] !== undefined) return paths[0];
  if (paths.includes(language.file)) return language.file;
  const sources = paths.filter((path) =>
    language.extensions.some((extension) => hasExtension(path, extension)),
  );
  const [first] = sources;
  if (first !== undefined && (sources.length === 1 || language.compile !== null)) return first;
  throw new ProblemError("missing_field", {
    detail: "The field entry is required: it is not clear which of the files to start.",
    hint: `Set entry to the path of a file, or name one file ${quote(language.file)}.`,
    field: "entry",
  });
};

const hasExtension = (path: string, extension: string): boolean =>
  path.endsWith(extension.startsWith(".") ? extension : `.${extension}`);
