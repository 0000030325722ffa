import { unzipSync, zipSync } from "fflate";

export interface ArchivedFile {
  readonly path: string;
  readonly content: Buffer;
}

/** An execution holds one more, which is the program itself. */
const MAX_FILES = 250;

/**
 * The files of a zip archive, or what is wrong with it. Nothing is unpacked of one that declares more than `maxBytes`, or
 * whose files overlap so that reading them takes longer than their archive is long; one that lies is cut where it said.
 */
export const readArchive = (
  archive: Buffer,
  maxBytes: number,
): { readonly files: readonly ArchivedFile[] } | { readonly problem: string } => {
  let [count, bytes, packedBytes] = [0, 0, 0];
  let tooLarge = false;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(archive, {
      filter: ({ name, originalSize, size }) => {
        if (tooLarge || name.endsWith("/")) return false;
        count += 1;
        bytes += originalSize;
        packedBytes += size;
        tooLarge = count > MAX_FILES || bytes > maxBytes || packedBytes > archive.length;
        return !tooLarge;
      },
    });
  } catch {
    return { problem: "is not a zip archive" };
  }
  if (tooLarge) return { problem: `may hold at most ${MAX_FILES} files and ${maxBytes} bytes` };
  return {
    files: Object.entries(unpacked).map(([name, content]) => ({
      path: name.replace(/^(\.?\/)+/, ""),
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
  };
};

/**
 * An archive of what a program left. Its names are the program's choice: one that could lead out of a folder, on whatever
 * system it is unpacked, is left out.
 */
export const writeArchive = (files: readonly ArchivedFile[]): Buffer => {
  const harmless = files.filter(isHarmless).map(({ path, content }) => [path, content] as const);
  const { buffer, byteOffset, byteLength } = zipSync(Object.fromEntries(harmless), { level: 0 });
  return Buffer.from(buffer, byteOffset, byteLength);
};

const isHarmless = ({ path }: ArchivedFile): boolean =>
  !/[\\:\p{Cc}]/u.test(path) && path.split("/").every((part) => !["", ".", "..", "__proto__"].includes(part));
