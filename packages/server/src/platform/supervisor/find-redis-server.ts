import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Functions, streams and the append-only file of several parts came with it. */
export const REDIS_MIN_MAJOR = 7;

/** Where set-up puts a newer one on hosts whose own is too old. */
export const ownRedisServer = (dataDir: string): string => join(dataDir, "tools", "redis", "redis-server");

export interface FoundRedis {
  readonly path: string;
  readonly version: string | null;
}

/** The one that set-up made for this data directory, else the one on the PATH. A version of null: there is none. */
export const findRedisServer = (dataDir: string): FoundRedis => {
  const own = ownRedisServer(dataDir);
  try {
    accessSync(own, constants.X_OK);
    return { path: own, version: versionOf(own) };
  } catch {
    return { path: "redis-server", version: versionOf("redis-server") };
  }
};

const versionOf = (path: string): string | null => {
  try {
    return (
      /v=(\d+\.\d+\.\d+)/.exec(
        execFileSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 }),
      )?.[1] ?? null
    );
  } catch {
    return null;
  }
};
