import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { NpmPackage } from "../languages/schema.js";
import { runCommand } from "../platform/run-command.js";
import { ImageError } from "./types.js";
import { unpackTarball } from "./unpack-tarball.js";

const TIMEOUT_MS = 10 * 60_000;

/**
 * Puts packages into `target`, as `require` looks for them. The host's npm fetches them, so that its registry, proxy and
 * certificates are used; what it brought is believed for its hash alone. None of their scripts is run, and nothing that
 * they depend on is added. `scratch` must not exist, and does not afterwards.
 */
export const installNpmPackages = async (
  target: string,
  packages: readonly NpmPackage[],
  scratch: string,
  signal?: AbortSignal,
): Promise<void> => {
  if (packages.length === 0) return;
  mkdirSync(scratch, { mode: 0o700 });
  try {
    await fetchTarballs(packages, scratch, signal);
    for (const wanted of packages)
      unpackPackage(readFileSync(join(scratch, tarballName(wanted))), wanted, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** Checks a tarball and unpacks it. Throws `ImageError` before anything is written where it is not what was wanted. */
export const unpackPackage = (
  tarball: Buffer,
  { name, version, integrity }: NpmPackage,
  target: string,
): void => {
  const actual = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  if (actual !== integrity)
    throw new ImageError(
      `The registry's ${name} ${version} is not the one that the definition names.\n  wanted ${integrity}\n  came   ${actual}`,
    );
  unpackTarball(tarball, join(target, name));
};

const fetchTarballs = async (
  packages: readonly NpmPackage[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> => {
  const wanted = packages.map(({ name, version }) => `${name}@${version}`);
  // In a folder of its own: there is no project whose settings would count.
  const npm = runCommand("npm", ["pack", "--ignore-scripts", "--loglevel=error", ...wanted], {
    cwd: folder,
    timeoutMs: TIMEOUT_MS,
    ...(signal && { signal }),
  });
  const { code, stderr } = await npm.catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ImageError("Building the image needs npm, to fetch packages of its registry.");
  });
  if (code !== 0)
    throw new ImageError(
      `npm could not fetch ${wanted.join(", ")}:\n  ${stderr.trim().split("\n").slice(-8).join("\n  ")}`,
    );
};

/** What `npm pack` calls it. */
const tarballName = ({ name, version }: NpmPackage): string =>
  `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
