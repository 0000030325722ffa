import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveLimits } from "@neuron/contract";
import { CONFINED } from "../images/confined.js";
import { mountedScript, mountsIn, quote, type Root } from "../images/root.js";
import { expandCommand } from "../languages/expand-command.js";
import type { InstalledLanguage } from "../languages/types.js";
import { runCommand } from "../platform/run-command.js";
import { BASE_ENV, WORK_DIR } from "../sandbox/primes.js";

const RUNS = 3;
const TIMEOUT_MS = 300_000;

/**
 * How long the hello program takes by hand, in milliseconds: the same toolchain's compile and run commands, started by a shell
 * in the same files without any sandbox around them. The best of several; null where it fails.
 */
export const timeBare = async (
  language: InstalledLanguage,
  lower: readonly string[],
  signal?: AbortSignal,
): Promise<number | null> => {
  const at = mkdtempSync(join(tmpdir(), "neuron-bare-"));
  try {
    // An overlay has at least two.
    const root: Root = { lower: lower.length > 1 ? lower : [...lower, at], changes: null, at };
    const limits = resolveLimits(language.limits);
    const parts = { entry: language.file, files: [language.file], extensions: language.extensions };
    const steps = [
      ...(language.compile
        ? [expandCommand(language.compile, { ...parts, memoryBytes: limits.compileMemoryBytes })]
        : []),
      expandCommand(language.run, { ...parts, memoryBytes: limits.memoryBytes }),
    ].map((command) => `${command.map(quote).join(" ")} >/dev/null 2>&1 </dev/null`);
    // Each time from the source alone: some compilers do nothing when what they made is there.
    const fresh = `rm -rf ./* ./.[!.]*; printf %s ${quote(language.hello.source)} > ${quote(language.file)}`;
    const once = `${fresh}; t=$EPOCHREALTIME; ${steps.join(" && ")} || exit 1; echo "$t $EPOCHREALTIME"`;
    const inside = `cd ${WORK_DIR}; for run in $(seq ${RUNS}); do ${once}; done`;
    const { proc, dev, tmp, empty } = mountsIn(root);
    const script = mountedScript(root, [proc, dev, tmp, empty(WORK_DIR)], 'exec "$@"');
    const [file, ...confined] = CONFINED;
    const env = Object.entries({ ...BASE_ENV, ...language.env }).map(([name, value]) => `${name}=${value}`);
    const { code, stdout } = await runCommand(
      file,
      [
        ...[...confined, "--ipc", "--net", "--", "sh", "-c", script, "sh"],
        ...["chroot", at, "env", "-i", ...env, "bash", "-c", inside],
      ],
      { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) },
    );
    if (code !== 0) return null;
    const took = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number))
      .map(([from = 0, to = 0]) => (to - from) * 1000);
    return Math.min(...took);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
};
