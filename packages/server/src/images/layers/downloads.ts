import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Download } from "../../languages/schema.js";
import { processIdentity } from "../../platform/process-identity.js";
import { runCommand } from "../../platform/run-command.js";
import { ImageError } from "../types.js";

export interface FetchOptions {
  /** Kept between layers, by hash. */
  readonly cache: string;
  /** `part`: from 0 to 1. */
  readonly onProgress: (step: string, part: number) => void;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 30 * 60_000;
const MAVEN = "https://repo1.maven.org/maven2";
const PYPI = "https://pypi.org/simple";
const CRATES = "https://static.crates.io/crates";
const GO = "https://proxy.golang.org";

/** Brings files of registries into `target`. What came is believed for its hash alone. */
export const fetchDownloads = async (
  downloads: readonly Download[],
  target: string,
  options: FetchOptions,
): Promise<void> => {
  for (const download of downloads) {
    const file = await fetchOne(download, options);
    const to = join(target, download.to);
    mkdirSync(download.unpack ? to : dirname(to), { recursive: true, mode: 0o755 });
    if (download.unpack) await unpack(file, to, download);
    else copyFileSync(file, to);
  }
};

/** Where the file is kept under its hash: complete, and checked. */
const fetchOne = async (download: Download, options: FetchOptions): Promise<string> => {
  const { name, version, sha256 } = download;
  const { cache, onProgress } = options;
  const kept = join(cache, sha256);
  if (isThere(kept)) return kept;
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const partial = join(cache, `.partial-${processIdentity()}-${sha256}`);
  const step = `fetching ${basename(name)} ${version}`;
  onProgress(step, 0);
  try {
    const url = await urlOf(download, partial, options);
    await get(url, partial, [`SHA256:${sha256}`], options, (part) => onProgress(step, part));
    renameSync(partial, kept);
  } finally {
    for (const left of ["", ".FAILED"]) rmSync(`${partial}${left}`, { force: true });
  }
  return kept;
};

const urlOf = async (download: Download, scratch: string, options: FetchOptions): Promise<string> => {
  const { registry, name, version, file } = download;
  switch (registry) {
    case "maven": {
      const [group = "", artifact = ""] = name.split(":");
      const folder = `${MAVEN}/${group.replaceAll(".", "/")}/${artifact}/${version}`;
      return `${folder}/${file ?? `${artifact}-${version}.jar`}`;
    }
    case "crates":
      return `${CRATES}/${name}/${name}-${version}.crate`;
    case "go":
      // The proxy's own escape for capitals.
      return `${GO}/${name.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}/@v/${version}.zip`;
    case "pypi": {
      // Where a file is follows from nothing but the list of the package's files. Mirrors have that one, and no other.
      const list = `${PYPI}/${name.toLowerCase().replace(/[-_.]+/g, "-")}/`;
      await get(list, scratch, [], options, () => {});
      const found = [...readFileSync(scratch, "utf8").matchAll(/href="([^"#]+)/g)]
        .map(([, link = ""]) => new URL(link, list).href)
        .find((url) => basename(url) === file && /^https:\/\/[\w.-]+\/[\w./+-]+$/.test(url));
      if (found !== undefined) return found;
      throw new ImageError(`PyPI's ${name} ${version} has no file ${file}.`);
    }
  }
};

/** By apt's own helper: the host's proxy and certificates count, as they do for packages. */
const get = async (
  url: string,
  to: string,
  hash: readonly string[],
  { signal }: FetchOptions,
  onPart: (part: number) => void,
): Promise<void> => {
  const options = ["-o", "APT::Sandbox::User=root", "-o", "APT::Status-Fd=2"];
  const { code, stderr } = await runCommand(
    "/usr/lib/apt/apt-helper",
    [...options, "download-file", url, to, ...hash],
    {
      timeoutMs: TIMEOUT_MS,
      onStderrLine: (line) => {
        const percent = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1];
        if (percent !== undefined) onPart(Number(percent) / 100);
      },
      ...(signal && { signal }),
    },
  );
  if (code === 0) return;
  const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("dlstatus:"));
  throw new ImageError(`${url} could not be fetched:\n  ${said.slice(0, 8).join("\n  ")}`);
};

const isThere = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** bsdtar knows every format by its content, and writes nothing outside of where it is told to. */
const unpack = async (file: string, to: string, { name, version, strip = 0 }: Download): Promise<void> => {
  const args = ["-x", "-f", file, "-C", to, "--no-same-owner", `--strip-components=${strip}`];
  const { code, stderr } = await runCommand("bsdtar", args, { timeoutMs: TIMEOUT_MS });
  if (code !== 0) throw new ImageError(`${name} ${version} could not be unpacked: ${stderr.trim()}`);
};
