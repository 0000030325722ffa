import type { FastifyReply } from "fastify";
import type { Cancellation } from "../../platform/cancellation.js";
import { beginEventStream, STALLED_MS } from "../event-stream.js";

/** One client that looks. */
export interface Viewer {
  /** Sends an event as it is written, or drops it where the client has not taken what it was sent before. */
  send(text: string): void;
  /** Resolves when it has left, or was given up. */
  readonly left: Promise<void>;
}

/**
 * `onCaughtUp`: it takes again, and has missed something. So what waits for a slow client is what fits into its socket's buffer
 * and one event, however long it reads nothing.
 */
export const createViewer = (
  reply: FastifyReply,
  cancellation: Cancellation,
  onCaughtUp: () => void,
): Viewer => {
  const stream = beginEventStream(reply);
  const { raw } = reply;
  let missed = false;
  let stalled: NodeJS.Timeout | null = null;

  const onDrain = (): void => {
    if (stalled) clearTimeout(stalled);
    stalled = null;
    if (!missed) return;
    missed = false;
    onCaughtUp();
  };
  raw.on("drain", onDrain);

  const left = new Promise<void>((resolve) => {
    cancellation.on(() => {
      if (stalled) clearTimeout(stalled);
      raw.removeListener("drain", onDrain);
      stream.end();
      resolve();
    });
  });

  return {
    send(text) {
      if (cancellation.cancelled) return;
      if (raw.writableNeedDrain) {
        missed = true;
        return;
      }
      if (raw.write(text)) return;
      stalled ??= setTimeout(() => raw.destroy(), STALLED_MS).unref();
    },
    left,
  };
};
