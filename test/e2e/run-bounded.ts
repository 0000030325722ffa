import { type ExecFileOptions, execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What installing packages may take: a registry may be far away, or busy. Who waits for two waits for both. */
export const INSTALL_SECONDS = 280;

/** What a command prints, which is ended with all that it started when it takes longer: a shim's program outlives the shim. */
export const runBounded = async (
  seconds: number,
  command: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<string> => {
  const { stdout } = await run("timeout", ["--kill-after=5", String(seconds), command, ...args], {
    ...options,
    encoding: "utf8",
  });
  return stdout;
};
