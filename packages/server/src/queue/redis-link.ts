import { createClient, ErrorReply } from "redis";
import { Cancellation } from "../platform/cancellation.js";
import { QueueUnavailableError } from "./errors.js";
import type { Script } from "./scripts/index.js";

/**
 * Two connections to one Redis: one for scripts, one for messages; and a third, once it is needed, for messages that are many
 * or large and must not hold up the others.
 *
 * Scripts are safe to repeat, so one that was under way when the connection broke is repeated on the next one, until
 * its deadline, its caller's wish, or the end of the link. Redis answers a batch of commands only after it wrote
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
  /** The same for messages of bytes. */
  subscribeBytes(channel: string, listener: (message: Buffer) => void): Promise<void>;
  /** Ends what `subscribe` began with the same listener. Rejects where there is no connection now: then it goes on. */
  unsubscribe(channel: string, listener: (message: string) => void): Promise<void>;
  /** The same on the third connection; `onSubscribed` is called each time that it has been made (again). */
  subscribeApart(
    channel: string,
    listener: (message: Buffer) => void,
    onSubscribed: () => void,
  ): Promise<void>;
  /** How many got it; 0, too, when it could not be sent. Not repeated. */
  publish(channel: string, message: Buffer): Promise<number>;
}

export interface RunOptions {
  readonly deadlineMs?: number;
  readonly until?: Cancellation;
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
const APART_TIMEOUT_MS = 2000;
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
  /** Those under way. */
  const calls = new Set<Cancellation>();
  let stopped = false;
  let commands: Connection | undefined;
  let messages: Connection | undefined;
  let apart: Connection | undefined;
  let lastError: unknown;
  let down = false;

  function watchErrors(connection: Connection): Connection {
    // Every call under way waits for it to be ready again.
    connection.setMaxListeners(0);
    connection.on("error", (error: unknown) => {
      lastError = error;
      if (!down && !stopped) options.onError(error);
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
    end: Cancellation,
  ): Promise<unknown> {
    for (let failures = 0; ; failures++) {
      if (end.cancelled) throw unavailable(lastError);
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

  /** `work` is told of its end, and what it comes to after that is nobody's concern. */
  async function untilEnd<T>(
    work: (end: Cancellation) => Promise<T>,
    deadlineMs: number | undefined,
    until?: Cancellation,
  ): Promise<T> {
    const end = new Cancellation();
    const cancel = (): void => end.cancel();
    const timer = deadlineMs === undefined ? undefined : setTimeout(cancel, deadlineMs);
    calls.add(end);
    until?.on(cancel);
    try {
      return await new Promise<T>((resolve, reject) => {
        end.on(() => reject(unavailable(lastError)));
        work(end).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      calls.delete(end);
      until?.off(cancel);
    }
  }

  return {
    async start(deadlineMs) {
      commands = watchErrors(createConnection(options.url));
      messages = watchErrors(createConnection(options.url, SILENT_SOCKET_MS));
      const both = Promise.all([commands.connect(), messages.connect()]);
      try {
        await untilEnd(() => both, deadlineMs);
      } catch (error) {
        commands.destroy();
        messages.destroy();
        throw error;
      }
      messages.on("ready", options.onResubscribed);
    },

    async stop() {
      stopped = true;
      for (const call of calls) call.cancel();
      for (const connection of [commands, messages, apart]) {
        if (connection?.isOpen) connection.destroy();
      }
    },

    async run(script, args, runOptions = {}) {
      const connection = commands;
      if (!connection || stopped) throw unavailable(new Error("not started"));
      const { deadlineMs, until } = runOptions;
      return await untilEnd((end) => repeat(connection, script, args, end), deadlineMs, until);
    },

    async ping(deadlineMs) {
      const connection = commands;
      if (!connection) throw unavailable(new Error("not started"));
      try {
        await untilEnd(() => connection.sendCommand(["PING"]), deadlineMs);
      } catch (error) {
        throw error instanceof QueueUnavailableError ? error : unavailable(error);
      }
    },

    async subscribe(channel, listener) {
      if (!messages) throw unavailable(new Error("not started"));
      await messages.subscribe(prefix + channel, listener);
    },

    async unsubscribe(channel, listener) {
      await messages?.unsubscribe(prefix + channel, listener);
    },

    async subscribeBytes(channel, listener) {
      if (!messages) throw unavailable(new Error("not started"));
      await messages.subscribe(prefix + channel, listener, true);
    },

    async subscribeApart(channel, listener, onSubscribed) {
      if (stopped) throw unavailable(new Error("stopped"));
      const connection = watchErrors(createConnection(options.url, SILENT_SOCKET_MS));
      apart = connection;
      try {
        const subscribed = connection
          .connect()
          .then(() => connection.subscribe(prefix + channel, listener, true));
        await untilEnd(() => subscribed, APART_TIMEOUT_MS);
      } catch (error) {
        if (connection.isOpen) connection.destroy();
        throw error instanceof QueueUnavailableError ? error : unavailable(error);
      }
      connection.on("ready", onSubscribed);
    },

    async publish(channel, message) {
      if (!commands || stopped) return 0;
      try {
        return Number(await commands.sendCommand(["PUBLISH", prefix + channel, message]));
      } catch (error) {
        lastError = error;
        return 0;
      }
    },
  };
}

function pause(ms: number, end: Cancellation): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      end.off(done);
      resolve();
    }
    end.on(done);
  });
}

function ready(connection: Connection, end: Cancellation): Promise<void> {
  return new Promise((resolve) => {
    function done() {
      connection.off("ready", done);
      end.off(done);
      resolve();
    }
    if (connection.isReady) return resolve();
    connection.on("ready", done);
    end.on(done);
  });
}
