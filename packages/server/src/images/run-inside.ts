import { type CommandResult, runCommand } from "../platform/run-command.js";
import { mountCommand, mountPoint, type Root } from "./root.js";

export interface InsideOptions {
  readonly timeoutMs: number;
  /** In the root. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** Namespaces of its own, and an end together with whoever started it. */
export const CONFINED = [
  ...["setpriv", "--pdeathsig", "KILL", "--", "unshare", "--mount", "--propagation", "private"],
  ...["--pid", "--fork", "--kill-child"],
] as const;

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
  const at = mountPoint(root);
  const mounts = [
    mountCommand(root),
    ["mount", "-t", "proc", "proc", `${at}/proc`],
    ["mount", "-t", "tmpfs", "tmpfs", `${at}/tmp`],
  ];
  const script = `${mounts
    .filter((each) => each.length > 0)
    .map((each) => each.map(quote).join(" "))
    .join(" && ")} && exec "$@"`;
  return runCommand(
    file as string,
    [...confined, "sh", "-c", script, "sh", "chroot", at, "env", `--chdir=${cwd}`, "--", ...command],
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

/** One word of a shell's. */
export const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
