import { isIP } from "node:net";
import { LIMITS } from "@neuron/contract";
import { parseCidrs } from "./cidr.js";
import { parseLimitOverrides } from "./limit-overrides.js";

/**
 * The settings, each told once: environment variable, flag, type, default and what it means. Reading, the flags of
 * the CLI and docs/reference/configuration.md all come from here.
 */
export interface Setting<T> {
  readonly env: string;
  /** As commander wants it, without the value: `--pool-size`. Null for a secret, since everybody can see the flags. */
  readonly flag: string | null;
  /** Name of the value in help texts; null for a switch. */
  readonly value: string | null;
  readonly help: string;
  readonly fallback: T;
  /** The default in words, where the value itself does not say it. */
  readonly fallbackText?: string;
  parse(text: string): { readonly value: T } | { readonly problem: string };
}

/** What was given, or the default. */
export interface Values {
  readonly host: string;
  readonly port: number;
  /** Everything that is kept: images, Redis data. */
  readonly dataDir: string;
  /** Absent: the supervisor starts a `redis-server` on a Unix socket in the data directory. */
  readonly redisUrl: string | null;
  /** Prefix of every key in Redis. */
  readonly redisPrefix: string;
  readonly poolSize: number | null;
  /** What idle sandboxes may take together. */
  readonly poolMemoryMib: number | null;
  readonly runtime: string;
  /** Every sandbox is destroyed after one execution. */
  readonly singleUse: boolean;
  /** What a worker keeps of compiled programs, in MiB; 0: nothing. */
  readonly compileCacheMib: number;
  /** Executions that may wait in the queue, all tenants together. */
  readonly maxQueued: number;
  /** What one tenant may have waiting and running where it has no limit of its own. Absent: no such limit. */
  readonly tenantMaxQueued: number | null;
  readonly tenantMaxRunning: number | null;
  /** Interactive executions that may be under way, all together and of one tenant. */
  readonly maxSessions: number | null;
  readonly tenantMaxSessions: number | null;
  readonly logLevel: string;
  /** Unprivileged user and group of the API and of Redis. */
  readonly serviceUid: number;
  /** In the data directory, unless instances share it. */
  readonly imagesDir: string | null;
  /** Those that the image has; as `chooseLanguages` takes it. */
  readonly languages: string;
  /** Debian suite of the images. */
  readonly imageSuite: string;
  /** Absent: the mirror of a Debian host, else Debian's own. */
  readonly imageMirror: string | null;
  /** Serve without keys on an address that others can reach. */
  readonly unsafeOpen: boolean;
  /** A key is needed for nearly everything. */
  readonly accounts: boolean;
  readonly signUp: boolean;
  /** What one address may sign up. */
  readonly signUpsPerHour: number;
  /** Of those who sign up after the first ones. */
  readonly freeExecutions: number;
  /** Of an account with no limit of its own; 0: none. */
  readonly requestsPerSecond: number;
  /** Proxies that are believed, separated by commas. */
  readonly trustProxy: string | null;
  /** Absent: the one in the data directory. */
  readonly adminKey: string | null;
  /** Blocks of addresses, as `parseCidrs` reads them, that webhooks may be sent to beside the public ones. */
  readonly webhookAllow: string;
  /** How long executions and requests under way may go on at the stop. */
  readonly drainMs: number;
  /** Absent: Judge0's API is only there under `/judge0`. */
  readonly judge0Port: number | null;
  readonly judge0Strict: boolean;
  readonly judge0OriginalNames: boolean;
  /** Separated by spaces. */
  readonly judge0AuthnToken: string | null;
  readonly judge0AuthzToken: string | null;
  readonly judge0EnableSubmissionDelete: boolean;
  /** Absent: any where each request needs a token, else none. */
  readonly judge0AllowOrigin: string | null;
  readonly pistonStrict: boolean;
  readonly pistonExactVersions: boolean;
  /** Milliseconds and bytes: what a request gets, and the most that it may ask for. */
  readonly pistonCompileTimeout: number;
  readonly pistonRunTimeout: number;
  readonly pistonCompileCpuTime: number;
  readonly pistonRunCpuTime: number;
  /** Absent: Neuron's own defaults and bounds. */
  readonly pistonCompileMemoryLimit: number | null;
  readonly pistonRunMemoryLimit: number | null;
  readonly pistonOutputMaxSize: number;
  /** As `parseLimitOverrides` reads it. */
  readonly pistonLimitOverrides: string;
}

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const text = (pattern: RegExp, rule: string) => (given: string) =>
  pattern.test(given) ? { value: given } : { problem: rule };

const integer = (min: number, max: number) => (given: string) => {
  const value = Number(given);
  return /^\d+$/.test(given) && value >= min && value <= max
    ? { value }
    : { problem: `It must be a whole number from ${min} to ${max}.` };
};

const within = ({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) =>
  integer(minimum, maximum);

const toggle = (given: string) => {
  if (/^(1|true|yes|on)$/i.test(given)) return { value: true };
  if (/^(0|false|no|off)$/i.test(given)) return { value: false };
  return { problem: "It must be 1 or 0 (true or false)." };
};

const oneOf = (choices: readonly string[]) => (given: string) =>
  choices.includes(given) ? { value: given } : { problem: `It must be one of ${choices.join(", ")}.` };

const PROXY_GROUPS = ["loopback", "linklocal", "uniquelocal"];

const addresses = (given: string) => {
  const wrong = given.split(",").find((each) => !PROXY_GROUPS.includes(each) && !isNetwork(each));
  return wrong === undefined
    ? { value: given }
    : {
        problem: `${JSON.stringify(wrong)} is neither an address, nor a network, nor ${PROXY_GROUPS.join(", ")}.`,
      };
};

const isNetwork = (given: string): boolean => {
  const [address = "", bits, ...rest] = given.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

export const SETTINGS: { readonly [K in keyof Values]: Setting<Values[K]> } = {
  host: {
    env: "NEURON_HOST",
    flag: "--host",
    value: "address",
    help: "Address that the API listens on.",
    fallback: "127.0.0.1",
    parse: text(/^[a-zA-Z0-9.:[\]_-]+$/, "It must be a host name or an IP address."),
  },
  port: {
    env: "NEURON_PORT",
    flag: "--port",
    value: "port",
    help: "Port that the API listens on.",
    fallback: 4000,
    parse: integer(1, 65_535),
  },
  dataDir: {
    env: "NEURON_DATA_DIR",
    flag: "--data-dir",
    value: "directory",
    help: "Everything that is kept: images and Redis data. One instance per directory.",
    fallback: "/var/lib/neuron",
    parse: text(/^[^\0]+$/, "It must be a path."),
  },
  redisUrl: {
    env: "NEURON_REDIS_URL",
    flag: "--redis-url",
    value: "url",
    help: "Redis 7.0 or newer: redis://, rediss:// or unix:///path/of/socket.",
    fallback: null,
    fallbackText: "an own redis-server on a Unix socket in the data directory",
    parse: text(/^(rediss?:\/\/|unix:\/\/\/)\S+$/, "It must start with redis://, rediss:// or unix:///."),
  },
  redisPrefix: {
    env: "NEURON_REDIS_PREFIX",
    flag: "--redis-prefix",
    value: "prefix",
    help: "Prefix of every key in Redis: instances of one service share it, others must differ.",
    fallback: "neuron",
    parse: text(/^[\w:.-]{1,64}$/, "It must be 1 to 64 letters, digits, or any of : . _ -"),
  },
  poolSize: {
    env: "NEURON_POOL_SIZE",
    flag: "--pool-size",
    value: "count",
    help: "Sandboxes that a worker keeps booted; 240 at most.",
    fallback: null,
    fallbackText: "50, or fewer where less than 600 MiB of memory is available",
    parse: integer(1, 240),
  },
  poolMemoryMib: {
    env: "NEURON_POOL_MEMORY_MIB",
    flag: "--pool-memory-mib",
    value: "MiB",
    help: "Memory that idle sandboxes may take together: bounds how many booted runtimes wait.",
    fallback: null,
    fallbackText: "512, or half of what is available where that is less",
    parse: integer(1, 1_048_576),
  },
  runtime: {
    env: "NEURON_RUNTIME",
    flag: "--runtime",
    value: "name",
    help: "OCI runtime that starts the sandboxes: a name on the PATH, or an absolute path.",
    fallback: "runc",
    parse: text(/^(\/[^\0]+|[\w.-]+)$/, "It must be the name of a program or an absolute path."),
  },
  singleUse: {
    env: "NEURON_SINGLE_USE",
    flag: "--single-use",
    value: null,
    help: "Destroy each sandbox after one execution.",
    fallback: false,
    parse: toggle,
  },
  compileCacheMib: {
    env: "NEURON_COMPILE_CACHE_MIB",
    flag: "--compile-cache-mib",
    value: "MiB",
    help: "Memory in which a worker keeps compiled programs, so that the same sources are compiled once; 0 keeps none.",
    fallback: 128,
    parse: integer(0, 1_048_576),
  },
  maxQueued: {
    env: "NEURON_MAX_QUEUED",
    flag: "--max-queued",
    value: "count",
    help: "Executions that may wait; more are refused with 503 and the time to come back.",
    fallback: 10_000,
    parse: integer(1, 10_000_000),
  },
  tenantMaxQueued: {
    env: "NEURON_TENANT_MAX_QUEUED",
    flag: "--tenant-max-queued",
    value: "count",
    help: "Executions that one tenant may have waiting, where it has no limit of its own; more are refused with 429.",
    fallback: null,
    fallbackText: "as many as the queue holds",
    parse: integer(1, 10_000_000),
  },
  tenantMaxRunning: {
    env: "NEURON_TENANT_MAX_RUNNING",
    flag: "--tenant-max-running",
    value: "count",
    help: "Executions of one tenant that run at once, where it has no limit of its own; more wait while others pass.",
    fallback: null,
    fallbackText: "as many as there is room for",
    parse: integer(1, 10_000_000),
  },
  maxSessions: {
    env: "NEURON_MAX_SESSIONS",
    flag: "--max-sessions",
    value: "count",
    help: "Interactive executions under way at once that may go on for more than 120 s, and so hold a sandbox; more are refused with 503.",
    fallback: null,
    fallbackText: "half of this machine's pool; give it where there are more machines",
    parse: integer(1, 1_000_000),
  },
  tenantMaxSessions: {
    env: "NEURON_TENANT_MAX_SESSIONS",
    flag: "--tenant-max-sessions",
    value: "count",
    help: "The same of one tenant; more are refused with 429.",
    fallback: null,
    fallbackText: "with accounts a quarter of those, else all",
    parse: integer(1, 1_000_000),
  },
  logLevel: {
    env: "NEURON_LOG_LEVEL",
    flag: "--log-level",
    value: "level",
    help: `Least level that is logged: ${LOG_LEVELS.join(", ")}.`,
    fallback: "info",
    parse: oneOf(LOG_LEVELS),
  },
  serviceUid: {
    env: "NEURON_SERVICE_UID",
    flag: "--service-uid",
    value: "uid",
    help: "Unprivileged user and group id that API and Redis run as.",
    fallback: 64_205,
    parse: integer(1, 2_147_483_647),
  },
  imagesDir: {
    env: "NEURON_IMAGES_DIR",
    flag: "--images-dir",
    value: "directory",
    help: "Where images are. Instances may share it.",
    fallback: null,
    fallbackText: "`images` in the data directory",
    parse: text(/^[^\0]+$/, "It must be a path."),
  },
  languages: {
    env: "NEURON_LANGUAGES",
    flag: "--languages",
    value: "ids",
    help: "Languages that are added at the start where they are missing: `core`, `all`, or ids separated by commas (`core,ruby`). More come by `neuron languages add`.",
    fallback: "core",
    parse: text(/^[a-z0-9-]+(,[a-z0-9-]+)*$/, "It must be ids of languages, separated by commas."),
  },
  imageSuite: {
    env: "NEURON_IMAGE_SUITE",
    flag: "--image-suite",
    value: "suite",
    help: "Debian suite that images are built from.",
    fallback: "trixie",
    parse: text(/^[a-z][a-z0-9-]*$/, "It must be the name of a suite, such as trixie."),
  },
  imageMirror: {
    env: "NEURON_IMAGE_MIRROR",
    flag: "--image-mirror",
    value: "url",
    help: "Mirror that images are built from.",
    fallback: null,
    fallbackText: "the one in a Debian host's own apt sources, else Debian's",
    parse: text(/^(https?|file|copy):\/\/?\S+$/, "It must be a URL."),
  },
  unsafeOpen: {
    env: "NEURON_UNSAFE_OPEN",
    flag: "--unsafe-open",
    value: null,
    help: "Serve without keys on an address that others can reach.",
    fallback: false,
    parse: toggle,
  },
  accounts: {
    env: "NEURON_ACCOUNTS",
    flag: "--accounts",
    value: null,
    help: "Serve only those who have an API key. Each account has its own executions, credits and limits.",
    fallback: false,
    parse: toggle,
  },
  signUp: {
    env: "NEURON_SIGN_UP",
    flag: "--sign-up",
    value: null,
    help: "Let anybody make an account by `POST /v1/accounts`. Otherwise only the operator makes them.",
    fallback: false,
    parse: toggle,
  },
  signUpsPerHour: {
    env: "NEURON_SIGN_UPS_PER_HOUR",
    flag: "--sign-ups-per-hour",
    value: "count",
    help: "Accounts that one address (of IPv6: one /64 network) may make within an hour.",
    fallback: 10,
    parse: integer(1, 1_000_000),
  },
  freeExecutions: {
    env: "NEURON_FREE_EXECUTIONS",
    flag: "--free-executions",
    value: "count",
    help: "Executions that a new account may have for nothing. The first 1,000 accounts get 200.",
    fallback: 20,
    parse: integer(0, 1_000_000_000),
  },
  requestsPerSecond: {
    env: "NEURON_REQUESTS_PER_SECOND",
    flag: "--requests-per-second",
    value: "count",
    help: "Requests of one account, five times as many at once after a rest; 0: no limit. An account may have its own.",
    fallback: 200,
    parse: integer(0, 1_000_000),
  },
  trustProxy: {
    env: "NEURON_TRUST_PROXY",
    flag: "--trust-proxy",
    value: "addresses",
    help: "Proxies whose X-Forwarded-For says where a request came from: addresses or networks (10.0.0.0/8), separated by commas, or `loopback`.",
    fallback: null,
    fallbackText: "none",
    parse: addresses,
  },
  adminKey: {
    env: "NEURON_ADMIN_KEY",
    flag: null,
    value: "key",
    help: "Key of the administration, at least 24 characters. The same for all API processes of a service.",
    fallback: null,
    fallbackText:
      "one made at the first start, in `admin-key` in the data directory (`neuron admin key` shows it)",
    parse: text(/^[\x21-\x7e]{24,512}$/, "It must be 24 to 512 visible characters."),
  },
  webhookAllow: {
    env: "NEURON_WEBHOOK_ALLOW",
    flag: "--webhook-allow",
    value: "blocks",
    help: "Addresses that webhooks may be sent to although they are not public: blocks such as `10.1.0.0/16,fd00::/8`.",
    fallback: "",
    fallbackText: "none",
    parse: (given) =>
      parseCidrs(given) === null
        ? { problem: "It must be addresses or blocks of them, separated by commas: 10.1.0.0/16,fd00::/8." }
        : { value: given },
  },
  drainMs: {
    env: "NEURON_DRAIN_MS",
    flag: "--drain-ms",
    value: "milliseconds",
    help: "How long executions and requests under way may go on when the service stops.",
    fallback: 10_000,
    parse: integer(0, 3_600_000),
  },
  judge0Port: {
    env: "NEURON_JUDGE0_PORT",
    flag: "--judge0-port",
    value: "port",
    help: "Port that serves Judge0's API at its root. Under `/judge0` it is always there.",
    fallback: null,
    fallbackText: "none",
    parse: integer(1, 65_535),
  },
  judge0Strict: {
    env: "NEURON_JUDGE0_STRICT",
    flag: "--judge0-strict",
    value: null,
    help: "Judge0's API tells crashes as Judge0 does: as exit codes beyond 128, without their signals.",
    fallback: false,
    parse: toggle,
  },
  judge0OriginalNames: {
    env: "NEURON_JUDGE0_ORIGINAL_NAMES",
    flag: "--judge0-original-names",
    value: null,
    help: "Judge0's API calls the languages as Judge0 does, whatever versions there really are.",
    fallback: false,
    parse: toggle,
  },
  judge0AuthnToken: {
    env: "NEURON_JUDGE0_AUTHN_TOKEN",
    flag: null,
    value: "tokens",
    help: "Tokens (separated by spaces), one of which Judge0's API wants as `X-Auth-Token`. With accounts: their keys.",
    fallback: null,
    fallbackText: "none is wanted",
    parse: text(/^[\x20-\x7e]{1,4096}$/, "It must be visible characters, with spaces between tokens."),
  },
  judge0AuthzToken: {
    env: "NEURON_JUDGE0_AUTHZ_TOKEN",
    flag: null,
    value: "tokens",
    help: "The same for `X-Auth-User`, with which Judge0's API lists all submissions.",
    fallback: null,
    fallbackText: "nobody may",
    parse: text(/^[\x20-\x7e]{1,4096}$/, "It must be visible characters, with spaces between tokens."),
  },
  judge0EnableSubmissionDelete: {
    env: "NEURON_JUDGE0_ENABLE_SUBMISSION_DELETE",
    flag: "--judge0-enable-submission-delete",
    value: null,
    help: "Those may delete submissions by Judge0's API, too.",
    fallback: false,
    parse: toggle,
  },
  judge0AllowOrigin: {
    env: "NEURON_JUDGE0_ALLOW_ORIGIN",
    flag: "--judge0-allow-origin",
    value: "origins",
    help: "Sites whose pages may use Judge0's API: origins such as `https://ide.example.com` with spaces between them, `*` (any, where each request needs a token) or `none`.",
    fallback: null,
    fallbackText: "any, where each request needs a token; else none",
    parse: text(
      /^(\*|none|https?:\/\/[^\s/]+(\s+https?:\/\/[^\s/]+)*)$/,
      "It must be *, none, or origins (https://ide.example.com, without a path) with spaces between them.",
    ),
  },
  pistonStrict: {
    env: "NEURON_PISTON_STRICT",
    flag: "--piston-strict",
    value: null,
    help: "Piston's API does as Piston does where Neuron does better: crashes are exit codes beyond 128, without their signals; what does not declare JSON is refused; -1 is no memory limit to ask for.",
    fallback: false,
    parse: toggle,
  },
  pistonExactVersions: {
    env: "NEURON_PISTON_EXACT_VERSIONS",
    flag: "--piston-exact-versions",
    value: null,
    help: "Piston's API knows the installed versions alone. Otherwise these answer also for versions of Piston's packages, and for older ones, and say which they are.",
    fallback: false,
    parse: toggle,
  },
  pistonCompileTimeout: {
    env: "NEURON_PISTON_COMPILE_TIMEOUT",
    flag: "--piston-compile-timeout",
    value: "milliseconds",
    help: "Piston's API: how long compiling may take, and the most that a request may ask for.",
    fallback: 10_000,
    parse: within(LIMITS.compileWallTimeMs),
  },
  pistonRunTimeout: {
    env: "NEURON_PISTON_RUN_TIMEOUT",
    flag: "--piston-run-timeout",
    value: "milliseconds",
    help: "The same of a run.",
    fallback: 3000,
    parse: within(LIMITS.wallTimeMs),
  },
  pistonCompileCpuTime: {
    env: "NEURON_PISTON_COMPILE_CPU_TIME",
    flag: "--piston-compile-cpu-time",
    value: "milliseconds",
    help: "The same of the CPU time of compiling.",
    fallback: 10_000,
    parse: within(LIMITS.compileCpuTimeMs),
  },
  pistonRunCpuTime: {
    env: "NEURON_PISTON_RUN_CPU_TIME",
    flag: "--piston-run-cpu-time",
    value: "milliseconds",
    help: "The same of the CPU time of a run.",
    fallback: 3000,
    parse: within(LIMITS.cpuTimeMs),
  },
  pistonCompileMemoryLimit: {
    env: "NEURON_PISTON_COMPILE_MEMORY_LIMIT",
    flag: "--piston-compile-memory-limit",
    value: "bytes",
    help: "The same of the memory of compiling.",
    fallback: null,
    fallbackText: "1 GiB, and up to 2 GiB for who asks",
    parse: within(LIMITS.compileMemoryBytes),
  },
  pistonRunMemoryLimit: {
    env: "NEURON_PISTON_RUN_MEMORY_LIMIT",
    flag: "--piston-run-memory-limit",
    value: "bytes",
    help: "The same of the memory of a run.",
    fallback: null,
    fallbackText: "256 MiB, or what the language needs, and up to 2 GiB for who asks",
    parse: within(LIMITS.memoryBytes),
  },
  pistonOutputMaxSize: {
    env: "NEURON_PISTON_OUTPUT_MAX_SIZE",
    flag: "--piston-output-max-size",
    value: "bytes",
    help: "Piston's API: what a program may print, stdout and stderr together.",
    fallback: 65_536,
    parse: integer(1, LIMITS.outputBytes.maximum),
  },
  pistonLimitOverrides: {
    env: "NEURON_PISTON_LIMIT_OVERRIDES",
    flag: "--piston-limit-overrides",
    value: "json",
    help: 'Piston\'s API: limits of single languages, such as `{"c++": {"compile_timeout": 20000}}`. Also `output_max_size` and `max_process_count`.',
    fallback: "{}",
    fallbackText: "none",
    parse: (given) => {
      const parsed = parseLimitOverrides(given);
      return "problem" in parsed ? parsed : { value: given };
    },
  },
};

/** The settings as an environment that reads as the same settings: for the processes that make up one instance. */
export const toEnvironment = (values: Values): Record<string, string> => {
  const env: Record<string, string> = {};
  for (const key of Object.keys(SETTINGS) as (keyof Values)[]) {
    const value = values[key];
    if (value !== null)
      env[SETTINGS[key].env] = typeof value === "boolean" ? String(Number(value)) : String(value);
  }
  return env;
};

/** docs/reference/configuration.md */
export const describeSettings = (): string => {
  const rows = Object.values(SETTINGS).map((setting) => {
    const flag = setting.value === null ? setting.flag : `${setting.flag} <${setting.value}>`;
    const flagText = setting.flag === null ? "none" : `\`${flag}\``;
    const plain = typeof setting.fallback === "boolean" ? Number(setting.fallback) : setting.fallback;
    const fallback = setting.fallbackText ?? `\`${plain}\``;
    return `| \`${setting.env}\` | ${flagText} | ${fallback} | ${setting.help} |`;
  });
  return [
    "# Configuration",
    "",
    "Every setting is an environment variable and a flag of `neuron` (the flag wins). They are read once, at start; a",
    "wrong value stops the start with a message that names it. Switches take `1` or `0`.",
    "",
    "| Variable | Flag | Default | Meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "The instance's sockets and bundles live in `/run/neuron/<id>/`, where the id follows from the data directory; so",
    "instances with different ports and data directories run side by side.",
    "",
    "This page is generated from `packages/server/src/platform/settings.ts` by `npm run generate`.",
    "",
  ].join("\n");
};
