import type { WebSocket } from "ws";
import { STALLED_MS } from "./event-stream.js";

/** How often the client is asked whether it is there; it must have answered by the next time. */
const PING_MS = 15_000;
/** After the end: for the client to say good-bye. */
const CLOSE_MS = 2_000;

/** Resolves when it has left. A client that does not read is cut off. */
export const send = (socket: WebSocket, message: object): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), STALLED_MS);
    // An error is followed by the end of the connection, and of the events with it.
    socket.send(JSON.stringify(message), () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Gives how to end it: a client that has not said good-bye soon after that is cut off. */
export const keepAlive = (socket: WebSocket): (() => void) => {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    // One that is told to wait with its input is not heard either.
    if (!answered && !socket.isPaused) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, PING_MS);
  return () => {
    clearInterval(timer);
    setTimeout(() => socket.terminate(), CLOSE_MS).unref();
  };
};
