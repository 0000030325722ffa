import { join } from "node:path";
import { type CommandResult, runCommand } from "../platform/run-command.js";

export interface InsideOptions {
  readonly timeoutMs: number;
  /** In the image. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs a command as root in an image that is being built: chrooted, in mount, PID, IPC and network namespaces of its own,
 * so without a network, with its own /proc and an empty /tmp that nobody else sees. All that it started dies with it,
 * and it dies when it takes too long, when it is aborted, and with whoever builds. Only for images and commands of our
 * own making.
 */
export const runInside = (
  rootfs: string,
  command: readonly string[],
  { timeoutMs, cwd = "/", signal }: InsideOptions,
): Promise<CommandResult> => {
  const confined = [
    ...["--pdeathsig", "KILL", "--", "unshare", "--mount", "--propagation", "private", "--ipc", "--net"],
    ...["--pid", "--fork", "--kill-child", `--mount-proc=${join(rootfs, "proc")}`, "--"],
  ];
  const enter =
    'mount -t tmpfs tmpfs "$1/tmp" && root=$1 cwd=$2 && shift 2 && exec chroot "$root" env --chdir="$cwd" -- "$@"';
  return runCommand("setpriv", [...confined, "sh", "-c", enter, "sh", rootfs, cwd, ...command], {
    timeoutMs,
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      // The go command keeps settings there.
      HOME: "/tmp",
      LC_ALL: "C.UTF-8",
    },
    ...(signal && { signal }),
  });
};
