import { execFileSync } from "node:child_process";

/** The append-only file in several parts came with it. */
export const REDIS_MIN_MAJOR = 7;

/** Where set-up puts a newer one on hosts whose own is too old. The service user must be able to walk there. */
export const OWN_REDIS_DIR = "/opt/neuron/redis";
const OWN_REDIS = `${OWN_REDIS_DIR}/redis-server`;

export interface FoundRedis {
  readonly path: string;
  /** Null: there is none. */
  readonly version: string | null;
}

/** The host's own where it is new enough, else the one that set-up made. */
export const findRedisServer = (): FoundRedis => {
  const host = { path: "redis-server", version: versionOf("redis-server") };
  if (Number(host.version?.split(".")[0] ?? 0) >= REDIS_MIN_MAJOR) return host;
  const own = versionOf(OWN_REDIS);
  return own === null ? host : { path: OWN_REDIS, version: own };
};

const versionOf = (path: string): string | null => {
  try {
    const text = execFileSync(path, ["--version"], {
      encoding: "utf8",
      timeout: 10_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /v=(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
};
