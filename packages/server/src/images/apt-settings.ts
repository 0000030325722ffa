import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../platform/run-command.js";

/** What decides whether this machine reaches a mirror at all: proxies, certificates, retries, clock checks. */
const FORWARDED = /^Acquire::(http|https|Retries|ForceIPv[46]|Check-[\w-]+)(::\S+)? "[^"]*";$/;

/**
 * The host's own apt settings about getting files, as `--aptopt` values. mmdebstrap starts from empty settings, so
 * without them a machine behind a proxy or with its own certificates could not build.
 */
export const hostAptOptions = async (): Promise<string[]> => {
  const { stdout } = await runCommand("apt-config", ["dump"], { timeoutMs: 10_000 });
  return stdout.split("\n").filter((line) => FORWARDED.test(line) && !line.endsWith(' "";'));
};

/** The mirror that a Debian host itself uses; null elsewhere, for mmdebstrap's own choice. `root` is for tests. */
export const hostMirror = (root = "/"): string | null => {
  if (!/^ID=debian$/m.test(read(join(root, "etc/os-release")))) return null;
  const folder = join(root, "etc/apt/sources.list.d");
  const sources = [join(root, "etc/apt/sources.list"), ...files(folder)].filter((path) =>
    /\.(list|sources)$/.test(path),
  );
  for (const path of sources) {
    // One-line format: `deb [options] URI suite ...`; deb822: `URIs: URI ...`.
    const text = read(path).replace(/^\s*#.*$/gm, "");
    const uris = text.matchAll(/^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)((?:https?|file|copy):\S+)/gm);
    for (const [, uri] of uris) {
      if (uri !== undefined && /\/debian\/?$/.test(uri)) return uri;
    }
  }
  return null;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const files = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};
