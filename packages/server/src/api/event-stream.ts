import { isUtf8 } from "node:buffer";
import {
  type OutputEvent,
  type QueuedEvent,
  type StartedEvent,
  toFinishedEvent,
  toQueuedEvent,
} from "@neuron/contract";
import type { FastifyReply } from "fastify";
import type { Cancellation } from "../platform/cancellation.js";
import type { Bookmark, FollowEvent } from "../queue/types.js";
import { invalidField, quote } from "./problem-error.js";

/** How often something is said while nothing happens: proxies give up on a connection that is silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** A client that has not read for this long is gone. */
export const STALLED_MS = 60_000;

/**
 * An id holds all that it takes to go on: attempt, then how much of each was told (see `Bookmark`); so any process can go on
 * from it, and nothing is kept for those who may come back.
 */
export const encodeEventId = ({ run, compile, stdout, stderr, tests, over }: Bookmark): string =>
  `${run || "0"}.${compile}.${stdout}.${stderr}.${tests}.${Number(over)}`;

/** Null: it is none of ours. */
export const decodeEventId = (id: string): Bookmark | null => {
  const match = /^(0|[1-9a-z][0-9a-z]{0,15})\.([01])\.(\d{1,15})\.(\d{1,15})\.(\d{1,9})\.([01])$/.exec(id);
  if (!match) return null;
  const [, run = "", compile, stdout, stderr, tests, over] = match;
  return {
    run: run === "0" ? "" : run,
    compile: Number(compile),
    stdout: Number(stdout),
    stderr: Number(stderr),
    tests: Number(tests),
    over: over === "1",
  };
};

/** Where a client wants to go on. */
export const bookmarkOf = (given: string | undefined): Bookmark | null => {
  if (given === undefined || given === "") return null;
  const from = decodeEventId(given);
  if (from) return from;
  throw invalidField(
    "lastEventId",
    `${quote(given)} is not the id of an event.`,
    "Send the id of an event as it came, or leave it out to begin with the first.",
  );
};

/** What is told to everybody who follows. */
export type ToldEvent = Exclude<FollowEvent, { readonly type: "replaced" }>;

/** What an event tells, as it is sent. */
export const eventData = (event: ToldEvent): object => {
  switch (event.type) {
    case "queued":
      return toQueuedEvent(event.execution) satisfies QueuedEvent;
    case "started": {
      const { attempts, startedAt, createdAt, timings } = event.execution;
      return {
        attempt: attempts,
        startedAt: startedAt ?? createdAt,
        queuedMs: timings.queuedMs ?? 0,
      } satisfies StartedEvent;
    }
    case "compile":
      return event.compile;
    case "test":
      return event.test;
    case "finished":
      return toFinishedEvent(event.execution);
    default:
      return toOutput(event.bytes);
  }
};

export const toOutput = (bytes: Buffer): OutputEvent =>
  isUtf8(bytes)
    ? { data: bytes.toString("utf8"), encoding: "utf8" }
    : { data: bytes.toString("base64"), encoding: "base64" };

/**
 * Sends events as `text/event-stream` until they end or the client does. One event at a time: the next is taken when the
 * client has taken most of those before, so a slow one holds up nobody and nothing but itself.
 */
export const sendEvents = async (
  reply: FastifyReply,
  events: AsyncIterable<FollowEvent>,
  cancellation: Cancellation,
): Promise<void> => {
  const { raw } = reply;
  const stream = beginEventStream(reply);
  try {
    for await (const event of events) {
      if (event.type === "replaced") continue; // is told to who is attached alone
      const text = `id: ${encodeEventId(event.at)}\nevent: ${event.type}\ndata: ${JSON.stringify(eventData(event))}\n\n`;
      if (!raw.write(text)) await drained(raw, cancellation);
    }
  } finally {
    stream.end();
  }
};

/** The head of the answer, and a comment now and then. */
export const beginEventStream = (reply: FastifyReply): { end(): void } => {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    // For nginx, which would otherwise collect them.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  const heartbeat = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(":\n\n");
  }, HEARTBEAT_MS);
  return {
    end() {
      clearInterval(heartbeat);
      raw.end();
    },
  };
};

const drained = (raw: FastifyReply["raw"], cancellation: Cancellation): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      raw.destroy();
      done();
    }, STALLED_MS);
    const done = (): void => {
      clearTimeout(timer);
      raw.removeListener("drain", done);
      cancellation.off(done);
      resolve();
    };
    raw.once("drain", done);
    cancellation.on(done);
  });
