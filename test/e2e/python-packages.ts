import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { INSTALL_SECONDS, runBounded } from "./run-bounded.js";

export interface Requirements {
  /** A file of requirements. */
  readonly required: string;
  /** Another, of packages whose own needs are not installed. */
  readonly alone?: string;
}

/** A folder with packages of PyPI, for PYTHONPATH. Kept until something else is required, beside the packages of npm. */
export const installPackages = async (name: string, { required, alone }: Requirements): Promise<string> => {
  const cache = fileURLToPath(new URL(`../../node_modules/.cache/${name}/`, import.meta.url));
  const version = await runBounded(10, "python3", ["--version"]);
  const hash = createHash("sha256").update(version).update(readFileSync(required));
  if (alone !== undefined) hash.update(readFileSync(alone));
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, "unfinished-"));
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", unfinished];
  const install = (args: readonly string[]) => runBounded(INSTALL_SECONDS, "python3", [...pip, ...args]);
  await install(["--requirement", required]);
  if (alone !== undefined) await install(["--no-deps", "--requirement", alone]);
  renameSync(unfinished, folder);
  return folder;
};

/** What a Python program with such packages prints, which is JSON. */
export const useInPython = async (packages: string, args: readonly string[]): Promise<unknown> => {
  const env = { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" };
  return JSON.parse(await runBounded(50, "python3", args, { env }));
};
