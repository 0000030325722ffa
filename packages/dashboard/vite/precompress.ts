import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
};

/** Puts beside each asset what is sent in its place, so that the service never compresses while it serves. */
export const precompress = (): Plugin => ({
  name: "precompress",
  apply: "build",
  async writeBundle({ dir }, bundle) {
    if (dir === undefined) throw new Error("The page is built into a folder.");
    const assets = Object.values(bundle).filter(({ fileName }) => fileName.startsWith("assets/"));
    const jobs = assets.flatMap((file) => {
      const bytes = Buffer.from(file.type === "chunk" ? file.code : file.source);
      return Object.entries(compressors).map(async ([suffix, compress]) =>
        writeFile(join(dir, `${file.fileName}.${suffix}`), await compress(bytes)),
      );
    });
    await Promise.all(jobs);
  },
});
