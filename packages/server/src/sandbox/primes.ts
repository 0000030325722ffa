import type { JailKind, RunRequest } from "./types.js";

/** How a runtime is booted ahead: the command, and what it needs in its environment only while it boots. */
export interface Prime {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * Booted inside the jail, for one use: it cannot be forked. It takes over a program whose command begins with `argv`, and is
   * given the rest. Otherwise booted once in a sandbox, and forked into its jails.
   */
  readonly ahead?: boolean;
}

/** Where the agent's folder is mounted inside a sandbox. Hidden from every jail. */
export const AGENT_DIR = "/run/neuron";
export const WORK_DIR = "/work";

/** What every program finds in its environment. */
export const BASE_ENV: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: WORK_DIR,
  LANG: "C.UTF-8",
};

/**
 * Runtimes that are forked from a booted one: the zygote object stops them where they open their script, which is after
 * everything that does not depend on it. Or that are booted ahead. The launcher needs no entry.
 */
export const PRIMES: ReadonlyMap<JailKind, Prime> = new Map([
  [
    "python",
    {
      argv: ["python3", "main.py"],
      // Last, so that what is blanked there leaves no hole in /proc/self/environ.
      env: { ...BASE_ENV, LD_PRELOAD: `${AGENT_DIR}/zygote.so`, NEURON_ZYGOTE: `${WORK_DIR}/main.py` },
    },
  ],
  [
    "node",
    {
      argv: ["node", "main.js"],
      env: {
        ...BASE_ENV,
        LD_PRELOAD: `${AGENT_DIR}/zygote-node.so`,
        NEURON_ZYGOTE: `${WORK_DIR}/main.js`,
        // A forked child has one thread: there is no use in others.
        NODE_OPTIONS: "--v8-pool-size=0",
      },
    },
  ],
  [
    "javac",
    {
      argv: [
        "java",
        ...["-XX:MaxRAM=1024m", "-XX:MaxRAMPercentage=75", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
        ...["-XX:-UsePerfData", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"],
        ...["-XX:AOTCache=/usr/lib/neuron/java/compile.aot", "-cp", "/usr/lib/neuron/java/compile.jar"],
        "neuron.Compile",
      ],
      env: BASE_ENV,
      ahead: true,
    },
  ],
]);

export const AHEAD_KINDS: ReadonlySet<JailKind> = new Set(
  [...PRIMES].flatMap(([kind, { ahead }]) => (ahead ? [kind] : [])),
);

/** Whether a jail of its kind can run it; if not, its command is to be started as any other. */
export function fitsPrime({ kind, argv, env }: Pick<RunRequest, "kind" | "argv" | "env">): boolean {
  const prime = PRIMES.get(kind);
  if (!prime?.ahead) return true;
  return prime.argv.every((item, index) => argv[index] === item) && Object.keys(env).length === 0;
}
