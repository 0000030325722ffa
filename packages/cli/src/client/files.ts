import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { SourceFile } from "@neuron/sdk";
import { UsageError } from "./usage-error.js";

/** The service takes no more. */
const MAX_FILES = 256;

/** What is at a path, or a message that says why it cannot be read. */
export const readBytes = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
};

const cannotRead = (path: string, error: unknown): UsageError => {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `There is no file ${path}.`,
    EISDIR: `${path} is a directory.`,
    EACCES: `${path} may not be read.`,
  };
  return new UsageError(reasons[code ?? ""] ?? `${path} cannot be read: ${message}.`);
};

export const toSourceFile = (path: string, bytes: Buffer): SourceFile =>
  isUtf8(bytes)
    ? { path, content: bytes.toString("utf8") }
    : { path, content: bytes.toString("base64"), encoding: "base64" };

/** Text, where the service takes nothing else. */
export const toText = (what: string, bytes: Buffer): string => {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new UsageError(`${what} is not UTF-8 text.`);
};

/**
 * More files beside the program: `PATH` or `PATH=NAME`. A directory is taken with all that is in it, hidden files aside.
 * Without a name it keeps its place beside the program, or its last name where it is elsewhere.
 */
export const readMoreFiles = (given: readonly string[], program: string): SourceFile[] => {
  const base = program === "-" ? resolve(".") : dirname(resolve(program));
  const files = given.flatMap((each) => {
    const [, path = each, name] = /^(.+)=([^=]+)$/.exec(each) ?? [];
    const full = resolve(path);
    const beside = relative(base, full);
    const place = name ?? (beside === "" || beside.startsWith("..") ? basename(full) : beside);
    return filesAt(full, path).map(([file, rest]) =>
      toSourceFile(join(place, rest).split(sep).join("/"), readBytes(file)),
    );
  });
  if (files.length >= MAX_FILES)
    throw new UsageError(`${files.length} files are too many: ${MAX_FILES} at most.`);
  return files;
};

/** Path of each file, and its place below the one that was given. */
const filesAt = (full: string, shown: string): [string, string][] => {
  let isDirectory: boolean;
  try {
    isDirectory = statSync(full).isDirectory();
  } catch (error) {
    throw cannotRead(shown, error);
  }
  if (!isDirectory) return [[full, ""]];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => {
      const file = join(entry.parentPath, entry.name);
      return [file, relative(full, file)];
    })
    .filter(([, rest]) => !rest.split(sep).some((part) => part.startsWith(".")))
    .sort(([, a], [, b]) => a.localeCompare(b));
};
