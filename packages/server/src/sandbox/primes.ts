import { primeOf } from "./kinds.js";
import type { JailKind, Preload, RunRequest } from "./types.js";

/** How a runtime is booted ahead: the command, and what it needs in its environment only while it boots. */
export interface Prime {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Measured: what an idle sandbox takes with it. */
  readonly idleMib: number;
  /**
   * Booted inside the jail, for one use: it cannot be forked. It takes over a program whose command begins with `argv`, and is
   * given the rest. Otherwise booted once in a sandbox, and forked into its jails.
   */
  readonly ahead?: boolean;
  /** Takes so long to boot that nothing waits for it at the start of a worker: it is made in a quiet moment. */
  readonly slow?: boolean;
  /** Booting it takes the CPU time of many runs (Node: 230 ms, beside 4 for a run): it is booted anew rarely, and one at a time. */
  readonly costly?: boolean;
}

/** The same without any. */
export const IDLE_MIB = 1;

/** With modules that were imported ahead: as much as pandas takes. */
const PRELOADED_IDLE_MIB = 50;

/** Where the agent's folder is mounted inside a sandbox. Hidden from every jail. */
export const AGENT_DIR = "/run/neuron";
export const WORK_DIR = "/work";

/** What every program finds in its environment. */
export const BASE_ENV: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: WORK_DIR,
  LANG: "C.UTF-8",
};

const TYPESCRIPT_DIR = "/usr/lib/neuron/typescript";

const node = (script: string, idleMib: number, options: readonly string[] = [], rehearsal = ""): Prime => ({
  argv: ["node", ...options, script],
  idleMib,
  costly: true,
  env: {
    ...BASE_ENV,
    LD_PRELOAD: `${AGENT_DIR}/zygote-node.so`,
    NEURON_ZYGOTE: `${WORK_DIR}/${script}`,
    // A forked child has one thread: there is no use in others.
    NODE_OPTIONS: "--v8-pool-size=0",
    ...(rehearsal && { NEURON_REHEARSAL: rehearsal }),
  },
});

const typescript = node(
  "main.ts",
  69,
  ["--require", `${TYPESCRIPT_DIR}/register.cjs`],
  `import "${TYPESCRIPT_DIR}/rehearsal.ts";`,
);

/**
 * Runtimes that are forked from a booted one: the zygote object stops them where they open their script, which is after
 * everything that does not depend on it. Or that are booted ahead. The launcher needs no entry.
 */
const PRIMES: ReadonlyMap<JailKind, Prime> = new Map([
  [
    "python",
    {
      argv: ["python3", "main.py"],
      idleMib: 4.5,
      // Last, so that what is blanked there leaves no hole in /proc/self/environ.
      env: { ...BASE_ENV, LD_PRELOAD: `${AGENT_DIR}/zygote.so`, NEURON_ZYGOTE: `${WORK_DIR}/main.py` },
    },
  ],
  ["node", node("main.js", 15)],
  ["typescript", { ...typescript, slow: true }],
  [
    "php",
    {
      argv: ["php", "main.php"],
      idleMib: 7,
      // As php asks for it: by the name that it was given.
      env: { ...BASE_ENV, LD_PRELOAD: `${AGENT_DIR}/zygote-php.so`, NEURON_ZYGOTE: "main.php" },
    },
  ],
  [
    "ruby",
    {
      argv: ["ruby", "main.rb"],
      idleMib: 7.5,
      env: { ...BASE_ENV, LD_PRELOAD: `${AGENT_DIR}/zygote-ruby.so`, NEURON_ZYGOTE: "main.rb" },
    },
  ],
  [
    "rustc",
    {
      argv: ["rustc"],
      idleMib: 14.5,
      costly: true,
      // All that it calls is looked up while it boots, and not by each child.
      env: {
        ...BASE_ENV,
        LD_BIND_NOW: "1",
        LD_PRELOAD: `${AGENT_DIR}/zygote-rustc.so`,
        NEURON_ZYGOTE: "rustc",
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
      idleMib: 30,
      ahead: true,
      slow: true,
    },
  ],
]);

/** Runtimes whose zygote can import something ahead. */
const IMPORTING: ReadonlySet<JailKind> = new Set(["python"]);

/** How each kind is booted. Throws where one is to import ahead what it cannot. */
export function primesWith(preloads: readonly Preload[]): ReadonlyMap<JailKind, Prime> {
  const primes = new Map(PRIMES);
  for (const { kind, prime, modules, seeders, rehearsal } of preloads) {
    const plain = PRIMES.get(prime);
    if (!plain || !IMPORTING.has(prime)) throw new Error(`${kind}: ${prime} can import nothing ahead`);
    const env = {
      ...plain.env,
      NEURON_PRELOAD: modules.join(","),
      NEURON_SEEDERS: seeders.join(","),
      NEURON_REHEARSAL: rehearsal,
    };
    primes.set(kind, { argv: plain.argv, env, idleMib: PRELOADED_IDLE_MIB });
  }
  return primes;
}

/** Booted inside the jail, for one use. */
export const isAhead = (kind: JailKind): boolean => PRIMES.get(primeOf(kind))?.ahead ?? false;

/** Takes so long to boot that it is made in a quiet moment. */
export const isSlow = (kind: JailKind): boolean => PRIMES.get(primeOf(kind))?.slow ?? false;

/** Booting it takes the CPU time of many runs. */
export const isCostly = (kind: JailKind): boolean => PRIMES.get(primeOf(kind))?.costly ?? false;

/** Whether a jail of its kind can run it; if not, its command is to be started as any other. */
export function fitsPrime({ kind, argv, env }: Pick<RunRequest, "kind" | "argv" | "env">): boolean {
  const prime = PRIMES.get(primeOf(kind));
  if (!prime?.ahead) return true;
  return prime.argv.every((item, index) => argv[index] === item) && Object.keys(env).length === 0;
}
