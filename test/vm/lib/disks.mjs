// What the guest is given beside its own disk: Neuron as it is built here, and the core image.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run } from "./process.mjs";

const ROOT = new URL("../../../", import.meta.url).pathname;
const TREE = [
  ...["agent", "bin", "languages", "node_modules", "packages", "scripts", "test"],
  ...["package.json", "tsconfig.base.json", "vitest.config.ts"],
];

/**
 * An ext4 file system of a folder, with as much room again as it takes.
 * @param {string} folder @param {string} label @param {string} file
 */
const makeDisk = async (folder, label, file) => {
  const usedMib = Number.parseInt(await run("du", ["-sm", folder]), 10);
  await run("mke2fs", ["-q", "-t", "ext4", "-L", label, "-d", folder, file, `${usedMib * 2 + 64}M`]);
};

/**
 * The work tree. For one run; its `node` is this process's, for guests whose own is too old.
 * @param {string} folder an empty folder for the disk @returns {Promise<string>}
 */
export const makeTreeDisk = async (folder) => {
  const staging = join(folder, "tree");
  await mkdir(staging, { mode: 0o755 });
  for (const name of TREE)
    await cp(join(ROOT, name), join(staging, name), { recursive: true, verbatimSymlinks: true });
  await cp(process.execPath, join(staging, "node"), { dereference: true });
  const file = join(folder, "tree.img");
  await makeDisk(staging, "tree", file);
  rmSync(staging, { recursive: true });
  return file;
};

/**
 * The core image; kept, by its own name. `rootfs` is .../core-<hash>/rootfs.
 * @param {string} cacheDir @param {string} rootfs @returns {Promise<string>}
 */
export const ensureImageDisk = async (cacheDir, rootfs) => {
  const image = dirname(rootfs);
  const file = join(cacheDir, `${basename(image)}.img`);
  if (existsSync(file)) return file;
  mkdirSync(cacheDir, { recursive: true });
  const partial = join(cacheDir, `.partial-${process.pid}`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  try {
    // One level up, so that the folder's name, which tells the definition, is there, too.
    const staging = join(partial, "images");
    mkdirSync(staging);
    await run("cp", ["-a", image, staging]);
    await makeDisk(staging, "images", join(partial, "disk.img"));
    for (const old of readdirSync(cacheDir)) if (/^core-.*\.img$/.test(old)) rmSync(join(cacheDir, old));
    renameSync(join(partial, "disk.img"), file);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return file;
};
