import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../platform/run-command.js";
import { hostAptOptions, hostMirror } from "../apt-settings.js";
import { CONFINED } from "../confined.js";
import { createKeyring } from "../keyring.js";
import { needRoom } from "../room.js";
import { mountedScript, mountsIn, type OverlayRoot, quote } from "../root.js";
import { ImageError, UNNEEDED_BELOW_SHARE } from "../types.js";

export interface AptOptions {
  readonly root: OverlayRoot;
  readonly suite: string;
  readonly packages: readonly string[];
  /** Null: the host's, or Debian's. */
  readonly mirror: string | null;
  /** Kept between layers: package lists, and what was downloaded. */
  readonly cache: string;
  /** For files of this installation. */
  readonly scratch: string;
  /** `part`: from 0 to 1. */
  readonly onProgress: (step: string, part: number) => void;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 60 * 60_000;
const DEBIAN = "http://deb.debian.org/debian";
/** Lists that are older are fetched again. */
const LISTS_MS = 60 * 60_000;
/** Beside what the packages take: what is prepared with them. */
const MARGIN_BYTES = 256 * 1024 ** 2;

/**
 * Installs Debian packages into a root that is being built: by the host's apt, whose way to the network works, and by the
 * root's own dpkg in a chroot. Services are not started. Rejects with what went wrong and what can be done.
 */
export const installPackages = async (options: AptOptions): Promise<void> => {
  const { packages, cache, scratch, onProgress } = options;
  const keyring = createKeyring();
  try {
    const source = `${options.mirror ?? hostMirror() ?? DEBIAN} ${options.suite}`;
    writeFileSync(join(scratch, "sources.list"), `deb [signed-by=${keyring.path}] ${source} main\n`);
    writeFileSync(join(scratch, "apt.conf"), await settings(options));
    for (const folder of ["lists/partial", "archives/partial"])
      mkdirSync(join(cache, folder), { recursive: true, mode: 0o755 });
    const apt = async (step: string, ...args: string[]): Promise<void> => {
      onProgress(step, 0);
      const { code, stdout, stderr } = await runApt(options, args, (part) => onProgress(step, part));
      if (code !== 0) throw new ImageError(explain(`${stdout}\n${stderr}`, source));
    };
    const stamp = join(cache, "lists", "fetched");
    if (isOld(stamp)) {
      await apt("reading the package lists", "update");
      writeFileSync(stamp, "");
    }
    needRoom(cache, (await bytesFor(options)) + MARGIN_BYTES, `Installing ${packages.join(", ")}`);
    await apt("downloading", "--yes", "--download-only", "install", ...packages);
    await apt("installing", "--yes", "install", ...packages);
  } finally {
    keyring.remove();
  }
};

const settings = async ({ root, cache, scratch }: AptOptions): Promise<string> => {
  const values = [
    ["Dir", `${root.at}/`],
    ["Dir::State::Status", `${root.at}/var/lib/dpkg/status`],
    ["Dir::State::Lists", join(cache, "lists/")],
    ["Dir::Etc::SourceList", join(scratch, "sources.list")],
    ["Dir::Etc::SourceParts", "/dev/null"],
    ["Dir::Etc::Parts", "/dev/null"],
    ["Dir::Log", "/dev/null"],
    ["DPkg::Chroot-Directory", root.at],
    ["DPkg::Use-Pty", "false"],
    ["DPkg::Options::", "--force-unsafe-io"],
    ...UNNEEDED_BELOW_SHARE.map((name) => ["DPkg::Options::", `--path-exclude=/usr/share/${name}/*`]),
    ["APT::Install-Recommends", "false"],
    ["APT::Sandbox::User", "root"],
    ["APT::Keep-Downloaded-Packages", "true"],
    ["Acquire::Languages", "none"],
  ];
  return [...values.map(([key, value]) => `${key} "${value}";`), ...(await hostAptOptions()), ""].join("\n");
};

/** In a mount namespace of its own, with the root in it and with all that maintainers' scripts look for. */
const runApt = (
  { root, cache, scratch, signal }: AptOptions,
  args: readonly string[],
  onPart: (part: number) => void,
): Promise<CommandResult> => {
  const { at } = root;
  const { proc, dev, tmp } = mountsIn(root);
  // apt gives dpkg paths within the root.
  const archives = `${at}/var/cache/apt/archives`;
  const kept = [
    ["mkdir", "-p", archives],
    ["mount", "--bind", join(cache, "archives"), archives],
  ];
  const policy = quote(`${at}/usr/sbin/policy-rc.d`);
  const noServices = `printf '#!/bin/sh\\nexit 101\\n' > ${policy} && chmod 755 ${policy}`;
  const prepared = mountedScript(root, [proc, dev, tmp, ...kept], noServices);
  // Not 2: apt would close it to the packages' scripts.
  const script = `${prepared} || exit 99; "$@" 3>&2; code=$?; rm -f ${policy}; exit $code`;
  const [file, ...confined] = CONFINED;
  return runCommand(
    file,
    [...confined, "--", "sh", "-c", script, "sh", "apt-get", "-o", "APT::Status-Fd=3", ...args],
    {
      timeoutMs: TIMEOUT_MS,
      env: {
        PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
        LC_ALL: "C.UTF-8",
        DEBIAN_FRONTEND: "noninteractive",
        APT_CONFIG: join(scratch, "apt.conf"),
      },
      onStderrLine: (line) => {
        const percent = /^(?:dl|pm)status:[^:]*:([\d.]+):/.exec(line)?.[1];
        if (percent !== undefined) onPart(Number(percent) / 100);
      },
      ...(signal && { signal }),
    },
  );
};

/** What they take, packed and unpacked, of what is not there yet. */
const bytesFor = async (options: AptOptions): Promise<number> => {
  const { stdout } = await runApt(options, ["--assume-no", "install", ...options.packages], () => {});
  const packed = /Need to get (?:[\d.,]+ \S+\/)?([\d.,]+) (\w*B) of archives/.exec(stdout);
  const unpacked = /After this operation, ([\d.,]+) (\w*B) of additional disk space/.exec(stdout);
  return [packed, unpacked].reduce((sum, found) => sum + (found ? bytesOf(found[1], found[2]) : 0), 0);
};

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const bytesOf = (digits = "", unit = "B"): number => Number(digits.replaceAll(",", "")) * (UNITS[unit] ?? 1);

const isOld = (stamp: string): boolean => {
  try {
    return Date.now() - statSync(stamp).mtimeMs > LISTS_MS;
  } catch {
    return true;
  }
};

const explain = (said: string, source: string): string => {
  const lines = said.split("\n").filter((line) => !/^(?:dl|pm)(?:status|error|conffile):/.test(line));
  const errors = lines.filter((line) => /^(E:|Err:|W: Failed|dpkg: error)/.test(line.trim()));
  // What a package's own script said of its failure stands before the words of dpkg.
  const told = lines.findIndex((line) => /^dpkg: error/.test(line.trim()));
  const before = told > 0 ? lines.slice(Math.max(0, told - 4), told) : [];
  const last = [...before, ...(errors.length > 0 ? errors : lines.filter(Boolean)).slice(-6)].join("\n  ");
  if (/No space left on device/.test(said)) return `The disk is full:\n  ${last}`;
  return (
    `apt failed on "${source}":\n  ${last}\n` +
    "Check that this machine reaches the mirror, or choose another with NEURON_IMAGE_MIRROR."
  );
};
