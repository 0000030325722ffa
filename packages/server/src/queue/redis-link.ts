import { setMaxListeners } from "node:events";
import { createClient, ErrorReply } from "redis";
import { QueueUnavailableError } from "./errors.js";
import type { Script } from "./scripts/index.js";

/**
 * Two connections to one Redis: one for scripts, one for messages.
 *
 * Scripts are safe to repeat, so one that was under way when the connection broke is repeated on the next one, until
 * its deadline, its signal, or the end of the link. Redis answers a batch of commands only after it wrote
 * them to its log, so after a crash it knows at least what it has answered.
 *
 * Messages can be lost while the second connection is away: whoever needs them is called back by `onResubscribed`
 * (Redis has confirmed the subscriptions by then) and looks for itself.
 */
export interface RedisLink {
  start(deadlineMs: number): Promise<void>;
  stop(): Promise<void>;
  /** Without `deadlineMs`: tries until the link stops. */
  run(script: Script, args: readonly string[], options?: RunOptions): Promise<unknown>;
  ping(deadlineMs: number): Promise<void>;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
}

export interface RunOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface RedisLinkOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  /** Of every key; gets a hash tag unless it has one. */
  readonly prefix: string;
  readonly onResubscribed: () => void;
  /** Told once per outage, and of errors that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The prefix as it stands before every key and channel. */
export function keyPrefix(prefix: string): string {
  return prefix.includes("{") ? `${prefix}:` : `{${prefix}}:`;
}

/** Errors which Redis itself gets over: still loading, failing over, out of memory, busy. */
const TRANSIENT = /^(LOADING|BUSY|MASTERDOWN|READONLY|TRYAGAIN|CLUSTERDOWN|MISCONF|OOM|NOREPLICAS)\b/;
const RECONNECT_MIN_MS = 10;
const RECONNECT_MAX_MS = 250;
const PING_INTERVAL_MS = 5000;
const SILENT_SOCKET_MS = 15_000;

type Connection = ReturnType<typeof createConnection>;

function createConnection(url: string, silentSocketMs?: number) {
  return createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    // Deadlines are `run`'s. The client's own is an AbortSignal per command that fires whether or not it was answered:
    // 0.1 ms of CPU for each execution.
    commandOptions: { timeout: 0 },
    ...(silentSocketMs === undefined ? {} : { pingInterval: PING_INTERVAL_MS }),
    socket: {
      connectTimeout: 2000,
      ...(silentSocketMs === undefined ? {} : { socketTimeout: silentSocketMs }),
      reconnectStrategy: (retries: number) => Math.min(RECONNECT_MIN_MS * 2 ** retries, RECONNECT_MAX_MS),
    },
  });
}

export function createRedisLink(options: RedisLinkOptions): RedisLink {
  const prefix = keyPrefix(options.prefix);
  const stopped = new AbortController();
  // One listener for each call under way.
  setMaxListeners(0, stopped.signal);
  let commands: Connection | undefined;
  let messages: Connection | undefined;
  let lastError: unknown;
  let down = false;

  function watchErrors(connection: Connection): Connection {
    // Every call under way waits for it to be ready again.
    connection.setMaxListeners(0);
    connection.on("error", (error: unknown) => {
      lastError = error;
      if (!down && !stopped.signal.aborted) options.onError(error);
      down = true;
    });
    connection.on("ready", () => {
      down = false;
    });
    return connection;
  }

  function unavailable(cause: unknown): QueueUnavailableError {
    return new QueueUnavailableError("The queue's Redis cannot be reached", { cause: cause ?? lastError });
  }

  async function attempt(connection: Connection, script: Script, args: readonly string[]): Promise<unknown> {
    try {
      return await connection.sendCommand(["EVALSHA", script.sha, "1", prefix, ...args]);
    } catch (error) {
      if (!(error instanceof ErrorReply) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await connection.sendCommand(["EVAL", script.text, "1", prefix, ...args]);
    }
  }

  async function repeat(
    connection: Connection,
    script: Script,
    args: readonly string[],
    end: AbortSignal,
  ): Promise<unknown> {
    for (let failures = 0; ; failures++) {
      if (end.aborted) throw unavailable(lastError);
      try {
        return await attempt(connection, script, args);
      } catch (error) {
        if (error instanceof ErrorReply && !TRANSIENT.test(error.message)) {
          throw new Error(`Script ${script.name} failed: ${error.message}`, { cause: error });
        }
        lastError = error;
      }
      if (connection.isReady) await pause(Math.min(5 * 2 ** failures, 200), end);
      else await ready(connection, end);
    }
  }

  return {
    async start(deadlineMs) {
      commands = watchErrors(createConnection(options.url));
      messages = watchErrors(createConnection(options.url, SILENT_SOCKET_MS));
      const both = Promise.all([commands.connect(), messages.connect()]);
      const { signal, dispose } = endSignal([stopped.signal], deadlineMs);
      try {
        await raceEnd(both, signal, () => unavailable(lastError));
      } catch (error) {
        commands.destroy();
        messages.destroy();
        throw error;
      } finally {
        dispose();
      }
      messages.on("ready", options.onResubscribed);
    },

    async stop() {
      if (stopped.signal.aborted) return;
      stopped.abort();
      for (const connection of [commands, messages]) {
        if (connection?.isOpen) connection.destroy();
      }
    },

    async run(script, args, runOptions = {}) {
      const connection = commands;
      if (!connection || stopped.signal.aborted) throw unavailable(new Error("not started"));
      const signals = runOptions.signal ? [stopped.signal, runOptions.signal] : [stopped.signal];
      const { signal, dispose } = endSignal(signals, runOptions.deadlineMs);
      try {
        return await raceEnd(repeat(connection, script, args, signal), signal, () => unavailable(lastError));
      } finally {
        dispose();
      }
    },

    async ping(deadlineMs) {
      if (!commands) throw unavailable(new Error("not started"));
      const { signal, dispose } = endSignal([stopped.signal], deadlineMs);
      try {
        await raceEnd(commands.sendCommand(["PING"]), signal, () => unavailable(lastError));
      } catch (error) {
        throw error instanceof QueueUnavailableError ? error : unavailable(error);
      } finally {
        dispose();
      }
    },

    async subscribe(channel, listener) {
      if (!messages) throw unavailable(new Error("not started"));
      await messages.subscribe(prefix + channel, listener);
    },
  };
}

/** A signal that fires with the first of `signals`, or after `deadlineMs`. Cheaper than AbortSignal.any: no leftovers. */
function endSignal(signals: readonly AbortSignal[], deadlineMs: number | undefined) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  setMaxListeners(0, controller.signal);
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  }
  const timer = deadlineMs === undefined ? undefined : setTimeout(abort, deadlineMs);
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", abort);
    },
  };
}

function raceEnd<T>(work: Promise<T>, end: AbortSignal, error: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onEnd = () => reject(error());
    if (end.aborted) onEnd();
    end.addEventListener("abort", onEnd, { once: true });
    work.then(resolve, reject).finally(() => end.removeEventListener("abort", onEnd));
  });
}

function pause(ms: number, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      end.removeEventListener("abort", done);
      resolve();
    }
    end.addEventListener("abort", done);
  });
}

function ready(connection: Connection, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    function done() {
      connection.off("ready", done);
      end.removeEventListener("abort", done);
      resolve();
    }
    if (connection.isReady || end.aborted) return resolve();
    connection.on("ready", done);
    end.addEventListener("abort", done);
  });
}
