import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { isIP } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { defaultPoolMemoryMib, defaultPoolSize } from "./default-pool-size.js";
import { SETTINGS, type Setting, type Values } from "./settings.js";

/** Settings of one instance. Read once, validated, frozen; nothing else reads the environment. */
export interface Config extends Omit<Values, Derived>, Settled {
  /** Tells the instances of one machine apart. Follows from the data directory; [0-9a-f]{10}. */
  readonly instance: string;
  /** Sockets, bundles and whatever else must not outlive a reboot. */
  readonly stateDir: string;
}

/** What follows from others, or from the machine, where it is left out. */
type Derived = "imagesDir" | "poolSize" | "poolMemoryMib" | "maxSessions" | "tenantMaxSessions";
type Settled = { readonly [key in Derived]: NonNullable<Values[key]> };

/** What is wrong with the settings: every problem at once, in the user's own words. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly problems: readonly string[]) {
    super(
      problems.length === 1
        ? `${problems[0]}`
        : `The settings are wrong:\n${problems.map((p) => `- ${p}`).join("\n")}`,
    );
  }
}

/** Text from the environment, by name, and from flags, by key of `SETTINGS`. Flags win. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags?: Readonly<Record<string, string | boolean | undefined>>;
}

export const readConfig = ({ env, flags = {} }: ConfigSources): Config => {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(SETTINGS) as [keyof Values, Setting<unknown>][]) {
    const flag = flags[key];
    const text = flag === undefined ? env[setting.env] : String(flag);
    const source = flag === undefined ? setting.env : setting.flag;
    // A secret has no flag, and is not shown.
    const shown = setting.flag === null ? "wrong" : JSON.stringify(text);
    // An empty variable is one that was unset by somebody who could not unset it, such as a compose file.
    if (text === undefined || text === "") {
      values[key] = setting.fallback;
      continue;
    }
    const parsed = setting.parse(text);
    if ("problem" in parsed) problems.push(`${source} is ${shown}: ${parsed.problem}`);
    else values[key] = parsed.value;
  }
  const given = values as unknown as Values;
  if (problems.length === 0) problems.push(...contradictions(given));
  if (problems.length > 0) throw new ConfigError(problems);
  return freeze(given);
};

const contradictions = (values: Values): string[] => {
  const { host, port, judge0Port, judge0AllowOrigin, judge0AuthnToken, unsafeOpen, accounts, signUp } =
    values;
  const found: string[] = [];
  if (judge0Port === port) {
    found.push(
      `NEURON_JUDGE0_PORT and NEURON_PORT are both ${port}: Judge0's API at a root needs a port of its own. It is under /judge0 as well.`,
    );
  }
  if (judge0AllowOrigin === "*" && !accounts && !judge0AuthnToken?.trim()) {
    found.push(
      "NEURON_JUDGE0_ALLOW_ORIGIN is * and no token is needed: every page that somebody looks at could run programs here. " +
        "Name the origins, or set NEURON_JUDGE0_AUTHN_TOKEN or NEURON_ACCOUNTS.",
    );
  }
  if (signUp && !accounts) {
    found.push(
      "NEURON_SIGN_UP is on and NEURON_ACCOUNTS is not: without accounts there is nothing to sign up for.",
    );
  }
  if (!isLoopbackHost(host) && !accounts && !unsafeOpen) {
    found.push(
      `NEURON_HOST is ${JSON.stringify(host)}, which others can reach, and the service is open: anybody could run ` +
        "code on this machine. Set NEURON_ACCOUNTS=1 (--accounts) to serve only those with a key, use 127.0.0.1 behind " +
        "a proxy that authenticates, or set NEURON_UNSAFE_OPEN=1 (--unsafe-open) to serve it open all the same.",
    );
  }
  return found;
};

const freeze = (given: Values): Config => {
  const dataDir = realDirectory(given.dataDir);
  const instance = createHash("sha256").update(dataDir).digest("hex").slice(0, 10);
  const poolSize = given.poolSize ?? defaultPoolSize();
  const maxSessions = given.maxSessions ?? Math.max(1, Math.floor(poolSize / 2));
  const ofOne = given.accounts ? Math.max(1, Math.floor(maxSessions / 4)) : maxSessions;
  return Object.freeze({
    ...given,
    dataDir,
    imagesDir: given.imagesDir === null ? join(dataDir, "images") : realDirectory(given.imagesDir),
    poolSize,
    maxSessions,
    tenantMaxSessions: given.tenantMaxSessions ?? ofOne,
    poolMemoryMib: given.poolMemoryMib ?? defaultPoolMemoryMib(),
    instance,
    stateDir: join("/run/neuron", instance),
  });
};

/** One data directory gives one instance, however its path was written: links are followed as far as they exist. */
const realDirectory = (path: string): string => {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realDirectory(parent), basename(absolute));
  }
};

export const isLoopbackHost = (host: string): boolean => {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
};
