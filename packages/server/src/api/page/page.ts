import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A file of the page, as it is sent. */
export interface PageAsset {
  readonly type: string;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
  /** Uncompressed, for the few that take nothing else. Once asked for it is kept: anybody may ask, as often as they like. */
  readonly plain: () => Buffer;
}

/** The built page: one document, and what it is made of. */
export interface Page {
  /** The document, in which `nonce` allows the styles that its scripts make. */
  html(nonce: string): string;
  /** By name. The name says the content: it never changes. */
  readonly assets: ReadonlyMap<string, PageAsset>;
}

/** Extension -> type. A file of any other kind is not served. */
const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

const NONCE = "{{nonce}}";

/**
 * Reads all of it, 1.1 MB, compressed twice: the process may not be allowed to read files any more when somebody asks, and no
 * name that a client sends is ever looked for on the disk. Null when it was not built.
 */
export const readPage = (folder: string): Page | null => {
  let document: string;
  try {
    document = readFileSync(join(folder, "index.html"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const [head, tail, ...more] = document.split(NONCE);
  if (head === undefined || tail === undefined || more.length > 0) {
    throw new Error(`The page in ${folder} has not one place for its nonce.`);
  }
  const assets = new Map<string, PageAsset>();
  for (const name of readdirSync(join(folder, "assets"))) {
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (type === undefined) continue;
    const read = (suffix: string): Buffer => readFileSync(join(folder, "assets", `${name}.${suffix}`));
    const gzip = read("gz");
    let plain: Buffer | null = null;
    assets.set(name, { type, brotli: read("br"), gzip, plain: () => (plain ??= gunzipSync(gzip)) });
  }
  return { html: (nonce) => head + nonce + tail, assets };
};
