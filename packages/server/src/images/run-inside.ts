import { join } from "node:path";
import { type CommandResult, runCommand } from "../platform/run-command.js";

const TIMEOUT_MS = 5 * 60_000;

/**
 * Runs a command inside an image, as root, with a /proc of its own that goes with it: some programs find their libraries
 * by it. Only for images of our own making.
 */
export const runInside = (
  rootfs: string,
  command: readonly string[],
  signal?: AbortSignal,
): Promise<CommandResult> => {
  const confined = ["--mount", "--pid", "--fork", "--kill-child", `--mount-proc=${join(rootfs, "proc")}`];
  return runCommand("unshare", [...confined, "chroot", rootfs, ...command], {
    timeoutMs: TIMEOUT_MS,
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/",
      LC_ALL: "C.UTF-8",
    },
    ...(signal && { signal }),
  });
};
