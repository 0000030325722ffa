import { mkdirSync, rmdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { toEnvironment } from "../settings.js";
import { lockDataDir } from "./data-dir-lock.js";
import { createKeptProcess, type KeptProcess } from "./kept-process.js";
import { endLeftOver } from "./left-over.js";
import { createRedisServer } from "./redis-server.js";

export interface SupervisorOptions {
  readonly config: Config;
  /** Script and first arguments of `neuron`, which `worker`, `api` and `webhooks` are appended to. */
  readonly command: readonly string[];
  /** What the parts inherit, beside the settings. */
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** Called under the lock before anything starts: makes what the parts need. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  /** Removes the sandboxes of a worker that was killed. */
  readonly removeSandboxes: () => Promise<void>;
  /** Once, when a first execution would be served warm. */
  readonly onReady: (url: string) => void;
}

/**
 * One instance on one machine: Redis (unless it is elsewhere), worker, API and the sender of webhooks, each a process of
 * its own.
 *
 *     new -> starting -> ready -> stopping -> stopped
 *
 * Whoever dies is started again. Stopping, API and worker drain side by side, since requests wait for what runs; Redis
 * goes last. If the supervisor is killed, API and worker see their channel end and stop by themselves, and the
 * kernel tells Redis; what is left even so, the next start removes.
 */
export interface Supervisor {
  /** Resolves when ready, or when stopped before. Rejects when it cannot start; nothing is left then. */
  start(): Promise<void>;
  /** Drains. A second call while stopping kills what is left. */
  stop(): Promise<void>;
}

/** Above the drain: what the parts need to remove sandboxes and to close. */
const STOP_EXTRA_MS = 15_000;
const REDIS_STOP_MS = 15_000;
const READY_POLL_MS = 20;
/** Parts of a killed supervisor drain for 2 s. */
const LEFT_OVER_GRACE_MS = 4_000;

/** The worker first: see `stopParts`. */
const PARTS = ["worker", "api", "webhooks"] as const;

/** Of the caller's environment, what concerns any program. Secrets of others stay out. */
const INHERITED = /^(PATH|LANG|LC_\w+|TZ|TMPDIR|NODE_\w+|OTEL_\w+|NO_COLOR|NEURON_TEST_\w+)$/;

export const createSupervisor = (options: SupervisorOptions): Supervisor => {
  const { config, command, logger } = options;
  const abort = new AbortController();
  const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => INHERITED.test(name)));
  const releasers: (() => Promise<void> | void)[] = [];
  let parts: KeptProcess[] = [];
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;

  const launch = async (): Promise<void> => {
    const lock = lockDataDir(config.dataDir);
    releasers.push(() => lock.release());
    mkdirSync(config.stateDir, { recursive: true, mode: 0o711 });
    releasers.push(() => removeState(config.stateDir));
    await endLeftOvers();
    await checkPort(config);
    await options.prepare(abort.signal);
    const redisUrl = config.redisUrl ?? (await startRedis());
    const partEnv = { ...env, ...toEnvironment({ ...config, redisUrl }) };
    parts = PARTS.map((name) => part(name, partEnv));
    releasers.push(stopParts);
    const [worker, api, ...others] = parts;
    for (const each of [worker, api]) each?.start();
    await ready(config, abort.signal);
    // Nothing that is awaited at the start needs them, and they need the processor.
    for (const each of others) each.start();
  };

  /** Before the port is tried, which the old API may hold. */
  const endLeftOvers = async (): Promise<void> => {
    // Our own Redis went with its supervisor: without it they can deliver nothing.
    const graceMs = config.redisUrl === null ? 0 : LEFT_OVER_GRACE_MS;
    await Promise.all(PARTS.map((name) => endLeftOver(name, noteFile(name), graceMs, logger)));
  };

  const noteFile = (name: string): string => join(config.stateDir, `${name}.process`);

  const startRedis = async (): Promise<string> => {
    const server = createRedisServer(config, env, logger);
    releasers.push(() => server.stop(REDIS_STOP_MS));
    await server.start(abort.signal);
    return server.url;
  };

  const part = (name: string, partEnv: NodeJS.ProcessEnv): KeptProcess =>
    createKeptProcess({
      name,
      file: process.execPath,
      args: [...command, name],
      env: partEnv,
      ipc: true,
      noteFile: noteFile(name),
      logger,
    });

  const stopParts = async (): Promise<void> => {
    const well = await Promise.all(parts.map((each) => each.stop(config.drainMs + STOP_EXTRA_MS)));
    if (!well[0]) await options.removeSandboxes();
  };

  const release = async (): Promise<void> => {
    for (let next = releasers.pop(); next !== undefined; next = releasers.pop()) {
      try {
        await next();
      } catch (error) {
        logger.error({ err: error }, "stopping a part failed");
      }
    }
  };

  return {
    async start() {
      starting ??= launch();
      try {
        await starting;
      } catch (error) {
        if (abort.signal.aborted) return;
        await release();
        throw error;
      }
      if (!abort.signal.aborted) options.onReady(`http://${urlHost(config.host)}:${config.port}`);
    },
    stop() {
      if (stopping !== null) {
        logger.warn("stopping at once");
        for (const each of parts) each.kill();
        return stopping;
      }
      abort.abort(new Error("The supervisor is stopping."));
      stopping = (async () => {
        await starting?.catch(() => undefined);
        await release();
      })();
      return stopping;
    },
  };
};

const removeState = (stateDir: string): void => {
  rmSync(stateDir, { recursive: true, force: true });
  try {
    rmdirSync("/run/neuron");
  } catch {
    // Another instance lives there.
  }
};

const urlHost = (host: string): string => (host.includes(":") ? `[${host.replace(/^\[|\]$/g, "")}]` : host);

/** The address cannot be listened on: the message says what to do. */
export class AddressError extends Error {
  override readonly name = "AddressError";
}

/** Before anything starts: the API would fail again and again, and somebody else's readiness would pass for ours. */
const checkPort = ({ host, port }: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const advice =
        error.code === "EADDRINUSE"
          ? "Another program listens there. Stop it, or choose another port with NEURON_PORT."
          : "Choose another address with NEURON_HOST and NEURON_PORT.";
      reject(new AddressError(`Cannot listen on ${host} port ${port} (${error.code}). ${advice}`));
    });
    server.listen({ host: host.replace(/^\[|\]$/g, ""), port, exclusive: true }, () =>
      server.close(() => resolve()),
    );
  });

/** Until /readyz says yes. There is no deadline: on a slow machine it takes as long as it takes, and the log tells why. */
const ready = async (config: Config, signal: AbortSignal): Promise<void> => {
  while (!(await asks(config))) {
    signal.throwIfAborted();
    await delay(READY_POLL_MS, undefined, { signal });
  }
};

/** The address that reaches a server bound to `host` from this machine. */
const reachable = (host: string): string => {
  const name = host.replace(/^\[|\]$/g, "");
  if (name === "0.0.0.0") return "127.0.0.1";
  return name === "::" ? "::1" : name;
};

const asks = ({ host, port }: Config): Promise<boolean> =>
  new Promise((resolve) => {
    const call = request({ host: reachable(host), port, path: "/readyz", timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(false));
    call.end();
  });
