import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./run.mjs";

/**
 * Hash of the content of files and of all files in folders, apart from what is made from them.
 * @param {string[]} paths relative to the root of the project
 */
export const hashOf = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((each) => [...filesIn(each)])) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update("\0");
  }
  return hash.digest("hex");
};

const MADE = new Set(["node_modules", "dist", "build", ".git"]);

/** @param {string} path @returns {Generator<string>} */
function* filesIn(path) {
  let entries;
  try {
    entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") yield path;
    else if (error.code !== "ENOENT") throw error;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (MADE.has(entry.name) || entry.name.endsWith(".tsbuildinfo")) continue;
    if (entry.isDirectory()) yield* filesIn(join(path, entry.name));
    else if (entry.isFile()) yield join(path, entry.name);
  }
}

/** Inside node_modules, so that it goes with it and is never committed. */
const stampFile = (name) => join(ROOT, "node_modules", ".neuron", name);

/** @param {string} name @param {string} hash */
export const isStamped = (name, hash) => {
  try {
    return readFileSync(stampFile(name), "utf8") === hash;
  } catch {
    return false;
  }
};

/** @param {string} name @param {string} hash */
export const stamp = (name, hash) => {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), hash);
};
