import type { ServerResponse } from "node:http";
import type { Cancellation } from "../platform/cancellation.js";

/**
 * Cancels when the client leaves, at once where it has left before. Gives how to look no more. The connection is looked at as
 * well: of requests that came together on one, only the first is told of its end.
 */
export const cancelOnClose = (raw: ServerResponse, cancellation: Cancellation): (() => void) => {
  const { socket } = raw.req;
  const cancel = (): void => cancellation.cancel();
  if (raw.destroyed || socket.destroyed) cancel();
  // As many may come together as the client likes.
  socket.setMaxListeners(0);
  for (const one of [raw, socket]) one.once("close", cancel);
  return () => {
    for (const one of [raw, socket]) one.removeListener("close", cancel);
  };
};
