import { type CallOptions, createDeadline } from "./deadline.js";
import { fromProblem, isProblem, NeuronError } from "./error.js";
import type { ExecutionEvent } from "./follow.js";
import { type Transport, waitToRetry } from "./transport.js";
import type { AttachMessage, Execution } from "./types.js";

/** The global `WebSocket`, or that of the package `ws`. Their types have nothing in common that could be named here. */
export type WebSocketConstructor = new (url: never, protocols: never) => object;

/** As much of one as is used. */
interface OpenSocket {
  send(data: string): void;
  close(code?: number): void;
  addEventListener(
    type: "open" | "close" | "error" | "message",
    listener: (event: SocketEvent) => void,
  ): void;
}
interface SocketEvent {
  readonly data?: unknown;
  readonly code?: number;
}

export type SignalName = Extract<AttachMessage, { type: "signal" }>["signal"];

/** A program that is talked to. Its events come as those of `stream` do, and end after `finished`. */
export interface Attachment extends AsyncIterableIterator<ExecutionEvent> {
  /** Input, at once or when the connection is open again. */
  write(data: string | Uint8Array): void;
  /** End of file. */
  end(): void;
  signal(name: SignalName): void;
  resize(columns: number, rows: number): void;
  /** Leaves. The program goes on for as long as its session allows. */
  close(): void;
}

/** Codes with which a connection is closed that must not be opened again (docs/reference/attach.md). */
const FINISHED = 1000;
const BAD_MESSAGE = 1008;
const TOO_LARGE = 1009;
const REPLACED = 4001;

/** Bytes of input in one message: base64 makes a third more of them, and the service takes 128 KiB. */
const PORTION = 48 * 1024;

export const attach = (
  transport: Transport,
  webSocket: WebSocketConstructor | undefined,
  executionId: string,
  call: CallOptions,
): Attachment => {
  const deadline = createDeadline(call);
  const { url, key, retries } = transport.options;
  const address = `${url.replace(/^http/, "ws")}/v1/executions/${encodeURIComponent(executionId)}/attach`;
  const protocols = ["neuron.v1", ...(key === undefined ? [] : [`neuron.key.${key}`])];
  /** Said while there was no connection. */
  const unsent: string[] = [];
  let socket: OpenSocket | null = null;

  const say = (message: AttachMessage): void => {
    const text = JSON.stringify(message);
    if (socket === null) unsent.push(text);
    else socket.send(text);
  };

  /** One connection, up to its end: events as they come, then the code that it was closed with. */
  async function* connect(
    last: string,
  ): AsyncGenerator<ExecutionEvent, { code: number; opened: boolean }, void> {
    if (webSocket === undefined) throw noWebSocket();
    const Opening = webSocket as unknown as new (url: string, protocols: string[]) => OpenSocket;
    const arrived: ExecutionEvent[] = [];
    let failure: unknown;
    let closed: number | null = null;
    let opened = false;
    let wake: () => void = () => undefined;
    const own = new Opening(
      last === "" ? address : `${address}?lastEventId=${encodeURIComponent(last)}`,
      protocols,
    );
    const onAbort = (): void => {
      own.close();
      wake();
    };
    own.addEventListener("open", () => {
      opened = true;
      socket = own;
      for (const text of unsent.splice(0)) own.send(text);
    });
    own.addEventListener("message", ({ data }) => {
      const { type, eventId, ...rest } = JSON.parse(String(data)) as { type: string; eventId?: string };
      if (type === "error") failure = toError(rest);
      else if (TYPES.has(type))
        arrived.push({ id: eventId ?? "", type, data: rest } as unknown as ExecutionEvent);
      wake();
    });
    own.addEventListener("error", () => undefined);
    own.addEventListener("close", ({ code }) => {
      closed = code ?? 1006;
      if (socket === own) socket = null;
      wake();
    });
    deadline.signal.addEventListener("abort", onAbort, { once: true });
    try {
      for (;;) {
        deadline.signal.throwIfAborted();
        const event = arrived.shift();
        if (event !== undefined) yield event;
        else if (failure !== undefined) throw failure;
        else if (closed !== null) return { code: closed, opened };
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      deadline.signal.removeEventListener("abort", onAbort);
      if (socket === own) socket = null;
      own.close();
    }
  }

  async function* all(): AsyncGenerator<ExecutionEvent, void, void> {
    let last = "";
    let failures = 0;
    try {
      for (;;) {
        const connection = connect(last);
        let step = await connection.next();
        while (step.done !== true) {
          failures = 0;
          last = step.value.id;
          yield step.value;
          if (step.value.type === "finished") return;
          step = await connection.next();
        }
        const { code, opened } = step.value;
        if (code === FINISHED) return;
        if (code === BAD_MESSAGE || code === TOO_LARGE || code === REPLACED) throw refusedBy(code);
        // A browser does not say why a connection was not let in: the execution itself may.
        if (!opened) await explain();
        const lost = new NeuronError("unreachable", {
          status: 0,
          detail: "The connection to the program was lost.",
        });
        if (failures >= retries) throw lost;
        await waitToRetry(lost, failures, deadline);
        failures++;
      }
    } finally {
      socket?.close();
      deadline.release();
    }
  }

  const explain = async (): Promise<void> => {
    const path = `/v1/executions/${encodeURIComponent(executionId)}`;
    const { interactive } = await transport.request<Execution>("GET", path, { signal: deadline.signal });
    if (interactive) return;
    throw new NeuronError("not_interactive", {
      status: 409,
      detail: `Nobody can attach to execution ${executionId}.`,
      hint: 'Send "interactive": true with it.',
    });
  };

  const events = all();
  return {
    write(data) {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      for (let at = 0; at < bytes.length; at += PORTION) {
        say({ type: "stdin", data: toBase64(bytes.subarray(at, at + PORTION)), encoding: "base64" });
      }
    },
    end: () => say({ type: "end" }),
    signal: (name) => say({ type: "signal", signal: name }),
    resize: (columns, rows) => say({ type: "resize", columns, rows }),
    close() {
      void events.return();
      socket?.close();
    },
    next: () => events.next(),
    return: () => events.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

const TYPES = new Set(["queued", "started", "compile", "stdout", "stderr", "test", "finished"]);

const toBase64 = (bytes: Uint8Array): string => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

const toError = (problem: object): NeuronError => {
  const whole = { status: 422, ...problem };
  if (isProblem(whole)) return fromProblem(whole);
  return new NeuronError("unexpected_answer", { status: 0, detail: "The service did not take a message." });
};

const refusedBy = (code: number): NeuronError =>
  new NeuronError("unexpected_answer", {
    status: 0,
    detail:
      code === REPLACED
        ? "Another client has attached to the program."
        : "The service did not take a message.",
  });

const noWebSocket = (): NeuronError =>
  new NeuronError("unreachable", {
    status: 0,
    detail: "There is no WebSocket here.",
    hint: "Node has one from version 22 on; before, give createNeuron the one of the package ws, as webSocket.",
  });
