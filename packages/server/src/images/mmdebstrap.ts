import { runCommand } from "../platform/run-command.js";
import { hostAptOptions, hostMirror } from "./apt-settings.js";
import { CONFINED } from "./confined.js";
import { createKeyring } from "./keyring.js";
import { ImageError } from "./types.js";

export interface DebootstrapOptions {
  readonly target: string;
  readonly suite: string;
  readonly packages: readonly string[];
  /** `minbase` installs a small system; `extract` unpacks packages and what they depend on. */
  readonly variant: "minbase" | "extract";
  /** Null: the host's, or Debian's. */
  readonly mirror: string | null;
  readonly options?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

const TIMEOUT_MS = 30 * 60_000;

/** Makes a Debian tree in `target`, which must not exist. Rejects with what went wrong and what can be done. */
export const debootstrap = async (given: DebootstrapOptions): Promise<void> => {
  const { target, suite, packages, variant, signal, onLine } = given;
  const keyring = createKeyring();
  try {
    const mirror = given.mirror ?? hostMirror();
    const source = mirror === null ? [] : [`deb [signed-by=${keyring.path}] ${mirror} ${suite} main`];
    const args = [
      ...["--mode=root", `--variant=${variant}`, "--format=directory", `--include=${packages.join(",")}`],
      '--aptopt=Apt::Install-Recommends "false"',
      ...(await hostAptOptions()).map((option) => `--aptopt=${option}`),
      ...(given.options ?? []),
      `--keyring=${keyring.path}`,
      ...[suite, target, ...source],
    ];
    // It mounts the host's /dev, /proc and /sys into what it builds.
    const [file, ...before] = CONFINED;
    const result = await runCommand(
      file as string,
      [...before, "--mount-proc", "--", "mmdebstrap", ...args],
      {
        timeoutMs: TIMEOUT_MS,
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8", TMPDIR: "/tmp" },
        ...(signal && { signal }),
        ...(onLine && { onStderrLine: onLine }),
      },
    );
    if (result.code !== 0) throw new ImageError(explain(result.stderr, source[0] ?? suite));
  } finally {
    keyring.remove();
  }
};

const explain = (stderr: string, source: string): string => {
  const errors = stderr.split("\n").filter((line) => /^(E:|Err:|W: Failed|dpkg: error)/.test(line.trim()));
  const last = (errors.length > 0 ? errors : stderr.trim().split("\n")).slice(-5).join("\n  ");
  return (
    `mmdebstrap failed on "${source}":\n  ${last}\n` +
    "Check that this machine reaches the mirror, or choose another with NEURON_IMAGE_MIRROR."
  );
};
