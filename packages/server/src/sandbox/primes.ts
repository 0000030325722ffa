import type { JailKind } from "./types.js";

/** How a runtime is booted ahead: the command, and what it needs in its environment only while it boots. */
export interface Prime {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
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

/** Where an image has the support files of that language. */
const TYPESCRIPT_DIR = "/usr/local/lib/neuron/typescript";

const node = (script: string, options: readonly string[] = [], env: Prime["env"] = {}): Prime => ({
  argv: ["node", ...options, script],
  env: {
    ...BASE_ENV,
    LD_PRELOAD: `${AGENT_DIR}/zygote-node.so`,
    NEURON_ZYGOTE: `${WORK_DIR}/${script}`,
    // A forked child has one thread: there is no use in others.
    NODE_OPTIONS: "--v8-pool-size=0",
    ...env,
  },
});

/**
 * Runtimes that are forked from a booted one: the zygote object stops them where they open their script, which is after
 * everything that does not depend on it. The launcher needs no entry.
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
  ["node", node("main.js")],
  [
    "typescript",
    node("main.ts", ["--require", `${TYPESCRIPT_DIR}/register.cjs`], {
      NEURON_REHEARSAL: `${TYPESCRIPT_DIR}/rehearsal.ts`,
    }),
  ],
]);
