import { constants } from "node:os";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import type { Cancellation } from "../../platform/cancellation.js";
import type { AttachedInput } from "../../queue/index.js";
import type { FollowEvent } from "../../queue/types.js";
import { parseJsonBody } from "../json-body.js";
import { keepAlive, send } from "../sockets.js";
import type { Body } from "./body.js";
import { toRefusal } from "./errors.js";
import type { Runtime } from "./runtimes.js";
import { tellEvents } from "./tell-events.js";

/** Why a connection is closed. All but the last end what runs. */
const CLOSE = {
  alreadyInitialized: [4000, "Already Initialized"],
  initializationTimeout: [4001, "Initialization Timeout"],
  notifiedError: [4002, "Notified Error"],
  notYetInitialized: [4003, "Not yet initialized"],
  onlyStdin: [4004, "Can only write to stdin"],
  invalidSignal: [4005, "Invalid signal"],
  goingAway: [1001, "The service is stopping"],
  completed: [4999, "Job Completed"],
} as const;

/** For the first message. */
const INIT_MS = 1000;

/** What a connection has started. */
export interface Begun {
  readonly runtime: Runtime;
  readonly events: AsyncIterable<FollowEvent>;
  cancel(): Promise<void>;
}

export interface Connection {
  readonly socket: WebSocket;
  readonly input: AttachedInput;
  readonly cancellation: Cancellation;
  readonly begin: (body: Body) => Promise<Begun>;
  readonly strict: boolean;
  readonly maxBodyBytes: number;
  readonly logger: Logger;
}

/**
 * One client, until its program has ended, or it says something wrong, or it leaves; in the last two cases its program is ended.
 *
 *     open --init--> begun: runtime, stage, data ..., exit --> closed
 */
export const serveConnection = async (connection: Connection): Promise<void> => {
  const { socket, cancellation, begin, strict, maxBodyBytes, logger } = connection;
  const end = keepAlive(socket);
  socket.once("close", () => cancellation.cancel());
  const close = closer(connection);
  let begun: Begun | null = null;
  let completed = false;
  try {
    const body = await firstMessage(connection);
    if (body === null) {
      // Where the client was told why before, it is not told again.
      close("goingAway");
      return;
    }
    begun = await begin(body);
    const { language, version, definition } = begun.runtime;
    await send(socket, { type: "runtime", language, version });
    completed = await tellEvents(begun.events, (message) => send(socket, message), {
      compiled: definition.compile !== null,
      strict,
    });
    close(completed ? "completed" : "goingAway");
  } catch (error) {
    const refusal = toRefusal(error, maxBodyBytes);
    if (refusal.status === 500) logger.warn({ err: error }, "a connection was lost");
    await send(socket, { type: "error", message: refusal.body?.message });
    close("notifiedError");
  } finally {
    end();
    if (!completed)
      await begun?.cancel().catch((error: unknown) => {
        logger.warn({ err: error }, "what a client left behind could not be ended");
      });
  }
};

/** The first reason to close is the one that is told. */
const closer =
  ({ socket, cancellation }: Connection) =>
  (why: keyof typeof CLOSE): void => {
    const [code, reason] = CLOSE[why];
    socket.close(code, reason);
    cancellation.cancel();
  };

/** What the client wants to run; null when the connection ends before. Whatever comes later is input for it. */
const firstMessage = (connection: Connection): Promise<Body | null> =>
  new Promise((resolve, reject) => {
    const { socket, input, cancellation } = connection;
    const close = closer(connection);
    let begun = false;
    const timer = setTimeout(() => close("initializationTimeout"), INIT_MS);
    cancellation.on(() => {
      clearTimeout(timer);
      resolve(null);
    });
    const fail = (error: unknown): void => {
      if (!begun) {
        reject(error);
        return;
      }
      // Who waited for the first message has it, and would not hear of this.
      void send(socket, { type: "error", message: toRefusal(error, connection.maxBodyBytes).body?.message });
      close("notifiedError");
    };
    input.onRoom = () => socket.resume();
    socket.on("message", (data) => {
      if (cancellation.cancelled) return;
      let message: Body;
      try {
        message = parse(data as Buffer);
      } catch (error) {
        clearTimeout(timer);
        fail(error);
        return;
      }
      const { type } = message;
      if (type === "init") {
        if (begun) return close("alreadyInitialized");
        begun = true;
        clearTimeout(timer);
        resolve(message);
      } else if (type === "data" || type === "signal") {
        if (!begun) return close("notYetInitialized");
        const wrong = type === "data" ? write(connection, message) : signal(connection, message);
        if (wrong !== null) close(wrong);
      }
    });
  });

const parse = (data: Buffer): Body => {
  const message = parseJsonBody(data, {});
  return typeof message === "object" && message !== null ? (message as Body) : {};
};

/** Why the connection is to be closed, or null. */
type Wrong = "onlyStdin" | "invalidSignal" | null;

const write = ({ socket, input }: Connection, { stream, data }: Body): Wrong => {
  if (stream !== "stdin" || typeof data !== "string") return "onlyStdin";
  if (!input.write(Buffer.from(data, "utf8"))) socket.pause();
  return null;
};

const signal = ({ socket, input }: Connection, { signal: name }: Body): Wrong => {
  if (typeof name !== "string" || !Object.hasOwn(constants.signals, name)) return "invalidSignal";
  if (!input.signal(constants.signals[name as NodeJS.Signals])) socket.pause();
  return null;
};
