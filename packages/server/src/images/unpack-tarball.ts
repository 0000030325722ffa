import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ImageError } from "./types.js";

const BLOCK = 512;
const MAX_BYTES = 512 * 1024 * 1024;

interface Entry {
  readonly path: string;
  readonly type: string;
  readonly executable: boolean;
  readonly content: Buffer;
}

/**
 * Unpacks a package's gzipped tar archive (POSIX.1-2001, pax) into `folder`, without the first part of each path, as npm
 * does. Files and folders only: throws `ImageError` for a link, a device, or a path that is not below.
 */
export const unpackTarball = (tarball: Buffer, folder: string): void => {
  // All of it is looked at before any of it is written.
  const files = [...entries(gunzipSync(tarball, { maxOutputLength: MAX_BYTES }))].flatMap(
    ({ path, type, executable, content }) => {
      if (type === "5") return [];
      if (type !== "0")
        throw new ImageError(`A package has ${JSON.stringify(path)}, which is no file (type ${type}).`);
      return [{ path: join(folder, ...insidePath(path)), content, mode: executable ? 0o755 : 0o644 }];
    },
  );
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { path, content, mode } of files) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, content, { mode });
  }
};

/** The parts of a path below the archive's only folder. */
const insidePath = (path: string): string[] => {
  const [top, ...parts] = path.split("/");
  const isPlain = (part: string | undefined) =>
    part !== "" && part !== "." && part !== ".." && !part?.includes("\0");
  if (parts.length > 0 && [top, ...parts].every(isPlain)) return parts;
  throw new ImageError(`A package has a file outside of its folder: ${JSON.stringify(path)}.`);
};

/** What each header says; those that only tell about the next one are taken in. */
function* entries(archive: Buffer): Generator<Entry> {
  let longPath: string | null = null;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = Number.parseInt(text(header, 124, 12) || "0", 8);
    const end = at + BLOCK + size;
    if (!(size >= 0 && end <= archive.length)) throw new ImageError("A package's archive is cut short.");
    const content = archive.subarray(at + BLOCK, end);
    const type = text(header, 156, 1) || "0";
    if (type === "x") longPath = paxPath(content) ?? longPath;
    else if (type === "L") longPath = text(content, 0, size);
    else if (type !== "g") {
      const prefix = text(header, 345, 155);
      const executable = (Number.parseInt(text(header, 100, 8) || "0", 8) & 0o100) !== 0;
      yield {
        path: longPath ?? `${prefix}${prefix && "/"}${text(header, 0, 100)}`,
        type,
        executable,
        content,
      };
      longPath = null;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A field: up to its first NUL, without spaces around it. */
const text = (bytes: Buffer, at: number, length: number): string => {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end < 0 ? length : end)
    .toString("utf8")
    .trim();
};

/** Of records "<length> <key>=<value>\n". */
const paxPath = (records: Buffer): string | null => {
  let path: string | null = null;
  for (let at = 0; at < records.length; ) {
    const length = Number.parseInt(records.subarray(at).toString("latin1"), 10);
    if (!(length > 0)) throw new ImageError("A package's archive has a broken header.");
    const [, key, value] =
      /^\d+ ([^=]*)=(.*)\n$/s.exec(records.subarray(at, at + length).toString("utf8")) ?? [];
    if (key === "path" && value !== undefined) path = value;
    at += length;
  }
  return path;
};
