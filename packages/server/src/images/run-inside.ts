import { type CommandResult, runCommand } from "../platform/run-command.js";
import { CONFINED } from "./confined.js";
import { mountedScript, mountPoint, mountsIn, type Root } from "./root.js";

export interface InsideOptions {
  readonly timeoutMs: number;
  /** In the root. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs a command as root in an image or layer that is being built: chrooted, in mount, PID, IPC and network namespaces of its
 * own, so without a network, with its own /proc and an empty /tmp that nobody else sees. All that it started dies with it,
 * and it dies when it takes too long, when it is aborted, and with whoever builds. Only for images and commands of our
 * own making.
 */
export const runInside = (
  root: Root,
  command: readonly string[],
  { timeoutMs, cwd = "/", signal }: InsideOptions,
): Promise<CommandResult> => {
  const [file, ...confined] = [...CONFINED, "--ipc", "--net", "--"];
  const { proc, tmp } = mountsIn(root);
  const script = mountedScript(root, [proc, tmp], 'exec "$@"');
  return runCommand(
    file as string,
    [
      ...confined,
      "sh",
      "-c",
      script,
      "sh",
      "chroot",
      mountPoint(root),
      "env",
      `--chdir=${cwd}`,
      "--",
      ...command,
    ],
    {
      timeoutMs,
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        // The go command keeps settings there.
        HOME: "/tmp",
        LC_ALL: "C.UTF-8",
      },
      ...(signal && { signal }),
    },
  );
};
