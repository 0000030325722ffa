import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { createAofSync } from "./aof-sync.js";
import { findRedisServer } from "./find-redis-server.js";
import { createKeptProcess } from "./kept-process.js";
import { endLeftOver } from "./left-over.js";

export interface RedisServer {
  /** `unix://...` */
  readonly url: string;
  readonly pid: number | null;
  /** Ends what an earlier supervisor left, starts, resolves when it answers. */
  start(signal: AbortSignal): Promise<void>;
  stop(deadlineMs: number): Promise<void>;
  kill(): void;
}

const START_TIMEOUT_MS = 60_000;
const LEFT_OVER_GRACE_MS = 15_000;

/**
 * The instance's own `redis-server`: no TCP, a socket for the service user only, an append-only file in the data
 * directory.
 *
 * When Redis dies it is started again; clients reconnect by themselves. When the supervisor dies, the kernel sends
 * Redis SIGTERM (parent death signal), on which it writes what it has and ends. Should it be left over all the same,
 * the next start ends it, known by the identity that was noted when it was started.
 */
export const createRedisServer = (
  config: Pick<Config, "dataDir" | "stateDir" | "serviceUid">,
  env: NodeJS.ProcessEnv,
  logger: Logger,
): RedisServer => {
  const { serviceUid } = config;
  const dir = join(config.dataDir, "redis");
  const socket = chooseSocket(dir, config.stateDir);
  const noteFile = join(config.stateDir, "redis.process");
  const aofSync = createAofSync(dir, logger);
  const server = createKeptProcess({
    name: "redis",
    file: "setpriv",
    args: [
      ...[`--reuid=${serviceUid}`, `--regid=${serviceUid}`, "--clear-groups", "--pdeathsig=TERM", "--"],
      ...[findRedisServer().path, ...redisArguments(socket)],
    ],
    env,
    // All its paths are relative to it: the data directory may lie where the service user cannot walk.
    cwd: dir,
    ipc: false,
    logger,
    onLine: (line) => logLine(logger, line),
    noteFile,
    beforeRestart: async () => removeUnfinishedRewrites(dir),
  });

  return {
    url: `unix://${socket}`,
    get pid() {
      return server.pid;
    },
    async start(signal) {
      makeOwnFolder(dir, serviceUid);
      makeOwnFolder(dirname(socket), serviceUid);
      // It writes what it has and ends on SIGTERM, which the kernel has sent already.
      await endLeftOver("redis", noteFile, LEFT_OVER_GRACE_MS, logger);
      removeUnfinishedRewrites(dir);
      rmSync(socket, { force: true });
      server.start();
      await answers(socket, signal);
      aofSync.start();
    },
    async stop(deadlineMs) {
      await aofSync.stop();
      await server.stop(deadlineMs);
      rmSync(socket, { force: true });
    },
    kill: () => server.kill(),
  };
};

const TROUBLE = /error|fail|fatal|corrupt|crash|can't|cannot|unable|bad |out of memory|truncat/i;
/** Advice about background saves, of which there are none. */
const ADVICE = /overcommit_memory/;

/** At this log level Redis prints what matters, and its greeting and farewell. */
const logLine = (logger: Logger, line: string): void => {
  const text = line.replace(/^\d+:\w \d.*?:\d\d\.\d+ [.\-*#] /, "");
  const level = TROUBLE.test(text) && !ADVICE.test(text) ? "warn" : "debug";
  logger[level]({ redis: text }, "redis-server says");
};

const redisArguments = (socket: string): string[] => [
  ...["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"],
  ...["--dir", "./", "--appendonly", "yes", "--appendfsync", "no", "--save", ""],
  ...["--maxmemory-policy", "noeviction", "--daemonize", "no", "--loglevel", "warning", "--logfile", ""],
  // A thousand clients at once, each with a connection of its own, are not met here: all calls go through two or so.
  ...["--maxclients", "256", "--proc-title-template", "redis-server {listen-addr}"],
];

/** sun_path holds 107 bytes and a NUL. */
const MAX_SOCKET_BYTES = 107;

/** In the data directory where the path fits and the service user can walk it, else with the rest of the state. */
const chooseSocket = (dir: string, stateDir: string): string => {
  const inData = join(dir, "redis.sock");
  const fits = Buffer.byteLength(inData) <= MAX_SOCKET_BYTES;
  return fits && isWalkable(dirname(dir)) ? inData : join(stateDir, "redis", "redis.sock");
};

const isWalkable = (path: string): boolean => {
  for (let folder = path; ; folder = dirname(folder)) {
    const open = (statSync(folder, { throwIfNoEntry: false })?.mode ?? 0o001) & 0o001;
    if (open === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

/**
 * For the service user alone. Also after the user id was changed by configuration, what is inside becomes his.
 * Links are not followed: the folder is written by the service user, and this runs as root.
 */
const makeOwnFolder = (path: string, uid: number): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const state = lstatSync(path);
  if (!state.isDirectory()) throw new Error(`${path} is not a directory.`);
  if (state.uid !== uid) {
    for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
      if (entry.isFile() || entry.isDirectory())
        chownSync(join(entry.parentPath ?? entry.path, entry.name), uid, uid);
    }
    chownSync(path, uid, uid);
  }
  chmodSync(path, 0o700);
};

/** A Redis that is killed while it rewrites its file leaves the new one, which nobody reads, as large as its data. */
const removeUnfinishedRewrites = (dir: string): void => {
  for (const name of readdirSync(dir)) {
    if (/^temp-.*\.aof$/.test(name)) rmSync(join(dir, name), { force: true });
  }
};

/** Resolves when Redis answers with PONG: it loads its file before it does. */
const answers = async (socket: string, signal: AbortSignal): Promise<void> => {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
  while (!(await ping(socket))) {
    signal.throwIfAborted();
    if (deadline.aborted) {
      throw new Error(
        `redis-server did not answer on ${socket} within ${START_TIMEOUT_MS} ms; its log is above.`,
      );
    }
    await delay(10);
  }
};

const ping = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = connect(socket);
    connection.setTimeout(1_000, () => connection.destroy());
    connection.on("connect", () => connection.write("PING\r\n"));
    connection.on("data", (data) => {
      resolve(data.toString().startsWith("+PONG"));
      connection.destroy();
    });
    connection.on("error", () => resolve(false));
    connection.on("close", () => resolve(false));
  });
