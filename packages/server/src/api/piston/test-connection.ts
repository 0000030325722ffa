import { type ClientOptions, WebSocket } from "ws";

export type Heard = Record<string, unknown> & { readonly type: string };

/** A client of Piston's WebSocket. */
export interface PistonConnection {
  readonly socket: WebSocket;
  readonly heard: readonly Heard[];
  /** What was printed so far, to both streams. */
  readonly printed: string;
  say(message: unknown): void;
  /** Resolves when what was printed matches. */
  prints(pattern: RegExp): Promise<void>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

export const connect = async (
  url: string,
  options: ClientOptions = {},
  path = "/api/v2/connect",
): Promise<PistonConnection> => {
  const socket = new WebSocket(url.replace(/^http/, "ws") + path, options);
  const heard: Heard[] = [];
  let printed = "";
  let look = (): void => {};
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString()) as Heard;
    heard.push(message);
    if (message.type === "data") printed += String(message.data);
    look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    socket,
    heard,
    get printed() {
      return printed;
    },
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    async prints(pattern) {
      while (!pattern.test(printed)) {
        if (socket.readyState === WebSocket.CLOSED)
          throw new Error(`It never printed ${pattern}. It said ${JSON.stringify(heard).slice(-2000)}`);
        await Promise.race([new Promise<void>((resolve) => (look = resolve)), closed]);
      }
    },
    closed,
  };
};
