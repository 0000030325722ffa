import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Those who wait for packages wait 180 s. */
const TIMEOUT = { timeout: 150_000 };

export interface Requirements {
  /** A file of requirements. */
  readonly required: string;
  /** Another, of packages whose own needs are not installed. */
  readonly alone?: string;
}

/** A folder with packages of PyPI, for PYTHONPATH. Kept until something else is required, beside the packages of npm. */
export const installPackages = async (name: string, { required, alone }: Requirements): Promise<string> => {
  const cache = fileURLToPath(new URL(`../../node_modules/.cache/${name}/`, import.meta.url));
  const { stdout: version } = await run("python3", ["--version"], TIMEOUT);
  const hash = createHash("sha256").update(version).update(readFileSync(required));
  if (alone !== undefined) hash.update(readFileSync(alone));
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, "unfinished-"));
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", unfinished];
  await run("python3", [...pip, "--requirement", required], TIMEOUT);
  if (alone !== undefined) await run("python3", [...pip, "--no-deps", "--requirement", alone], TIMEOUT);
  renameSync(unfinished, folder);
  return folder;
};

/** What a Python program with such packages prints, which is JSON. */
export const useInPython = async (packages: string, args: readonly string[]): Promise<unknown> => {
  const env = { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run("python3", args, { env, timeout: 50_000 });
  return JSON.parse(stdout);
};
