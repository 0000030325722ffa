/**
 * Before a command that mounts: in mount and PID namespaces of its own, so that nobody else ever sees its mounts, least of all a
 * removal of what was left half-built; and it dies as a whole, with everything that it started, when it is killed or its
 * caller is. More of unshare's options may follow, and `--`.
 */
export const CONFINED = [
  ...["setpriv", "--pdeathsig", "KILL", "--", "unshare", "--mount", "--propagation", "private"],
  ...["--pid", "--fork", "--kill-child"],
] as const;
