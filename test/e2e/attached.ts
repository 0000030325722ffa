import type { AttachMessage, Execution } from "@neuron/contract";
import { type ClientOptions, WebSocket } from "ws";

/** What the service says: its type, and the fields that go with it. */
export type Said = Record<string, unknown> & { readonly type: string };

/** One attached client. */
export interface Attached {
  readonly socket: WebSocket;
  readonly said: readonly Said[];
  /** What was printed so far, to both streams in the order in which it was told. */
  readonly printed: string;
  send(message: AttachMessage): void;
  type(text: string): void;
  /** Resolves when what was printed matches. */
  prints(pattern: RegExp): Promise<void>;
  /** Resolves with the message of that type. */
  says(type: string): Promise<Said>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

const DEADLINE_MS = 45_000;

export const attach = async (
  url: string,
  { id }: Pick<Execution, "id">,
  { lastEventId, ...options }: ClientOptions & { readonly lastEventId?: string | undefined } = {},
): Promise<Attached> => {
  const query = lastEventId === undefined ? "" : `?lastEventId=${lastEventId}`;
  const socket = new WebSocket(
    `${url.replace(/^http/, "ws")}/v1/executions/${id}/attach${query}`,
    ["neuron.v1"],
    options,
  );
  const said: Said[] = [];
  let printed = "";
  let look: () => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const decode = new Map([
    ["stdout", new TextDecoder()],
    ["stderr", new TextDecoder()],
  ]);
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString()) as Said;
    said.push(message);
    const { type, data: text, encoding } = message;
    if (type === "started") printed = "";
    const bytes = Buffer.from(String(text), encoding === "base64" ? "base64" : "utf8");
    printed += decode.get(type)?.decode(bytes, { stream: true }) ?? "";
    look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });

  const until = async <T>(what: string, find: () => T | null | undefined): Promise<T> => {
    const timer = setTimeout(() => look(), DEADLINE_MS);
    const until = Date.now() + DEADLINE_MS;
    try {
      for (;;) {
        const found = find();
        if (found !== null && found !== undefined) return found;
        if (Date.now() >= until || socket.readyState === WebSocket.CLOSED)
          throw new Error(`Not within its time: ${what}. It said ${JSON.stringify(said).slice(-2000)}`);
        await Promise.race([new Promise<void>((resolve) => (look = resolve)), closed]);
      }
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    socket,
    said,
    get printed() {
      return printed;
    },
    send: (message) => socket.send(JSON.stringify(message)),
    type: (text) => socket.send(JSON.stringify({ type: "stdin", data: text } satisfies AttachMessage)),
    async prints(pattern) {
      await until(`printed ${pattern}`, () => (pattern.test(printed) ? true : null));
    },
    says: (type) => until(`said ${type}`, () => said.find((message) => message.type === type)),
    closed,
  };
};
