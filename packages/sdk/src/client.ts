import { type Attachment, attach, type WebSocketConstructor } from "./attach.js";
import { type CallOptions, createDeadline, type Deadline } from "./deadline.js";
import { fromProblem, isProblem, type NeuronError } from "./error.js";
import { type ExecutionEvent, follow, type StreamOptions } from "./follow.js";
import { inPortions } from "./portions.js";
import { createTransport } from "./transport.js";
import {
  type Account,
  type BatchAnswer,
  type Execution,
  type ExecutionList,
  type ExecutionRequest,
  type Language,
  type LanguageList,
  MAX_WAIT_SECONDS,
  type Status,
} from "./types.js";
import { type LiveEvent, watch } from "./watch.js";

export interface NeuronOptions {
  /** Default: `http://127.0.0.1:4000`, where `npm start` serves. */
  readonly url?: string | URL | undefined;
  /** API key. A service that is open needs none. */
  readonly key?: string | undefined;
  /** How often a request is sent again after a fault that may pass. Default: 4. */
  readonly retries?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In the place of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** In the place of the global one, which Node has from version 22 on. For `attach`. */
  readonly webSocket?: WebSocketConstructor | undefined;
}

export interface SubmitOptions extends CallOptions {
  /**
   * The same key and request are one execution, whoever sends them how often (for a day). Without it each call makes one
   * of its own, which covers the call's own retries.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface RunOptions extends SubmitOptions {
  /** When the call is aborted or out of time, the execution is cancelled, too. Default: it goes on. */
  readonly cancelOnAbort?: boolean | undefined;
}

export interface ListOptions extends CallOptions {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly status?: Status | undefined;
}

/** Every call rejects with a `NeuronError`, or with the reason of its signal. */
export interface Neuron {
  readonly url: string;
  /** Runs it to its end. A program that fails is an execution with another `outcome`, not an error. */
  run(request: ExecutionRequest, options?: RunOptions): Promise<Execution>;
  /** Queues it and does not wait. */
  submit(request: ExecutionRequest, options?: SubmitOptions): Promise<Execution>;
  /** Waits for the end of an execution. */
  wait(id: string, options?: CallOptions): Promise<Execution>;
  /** The execution as it is now. */
  get(id: string, options?: CallOptions): Promise<Execution>;
  /** A queued one never runs, a running one is killed, a finished one stays as it is. */
  cancel(id: string, options?: CallOptions): Promise<Execution>;
  /**
   * What happens, as it happens, from the first event on, across lost connections; ends after `finished`. Given a request,
   * it is submitted first. Stop early with `break`: the execution goes on.
   */
  stream(
    execution: string | ExecutionRequest,
    options?: StreamOptions & SubmitOptions,
  ): AsyncIterableIterator<ExecutionEvent>;
  /**
   * Talks to a program while it runs: one that was submitted with `interactive: true`. Iterating over it connects, and gives its
   * events. A lost connection is opened again.
   */
  attach(id: string, options?: CallOptions): Attachment;
  /**
   * Queues many and does not wait: in their order, what each became, or the error with which it was refused. One that is
   * refused does not hold up the others. Any number: they are sent in as many requests as it takes.
   */
  batch(requests: readonly ExecutionRequest[], options?: SubmitOptions): Promise<(Execution | NeuronError)[]>;
  /** One page, newest first. */
  list(options?: ListOptions): Promise<ExecutionList>;
  /** All of them, newest first, page by page. */
  listAll(options?: Omit<ListOptions, "cursor">): AsyncIterableIterator<Execution>;
  /**
   * What happens on the service, as it happens, across lost connections: everything for the operator and where the service is
   * open, otherwise what belongs to the key's account. Does not end by itself.
   */
  watch(options?: CallOptions): AsyncIterableIterator<LiveEvent>;
  languages(options?: CallOptions): Promise<Language[]>;
  /** Credits, limits and usage. */
  account(options?: CallOptions): Promise<Account>;
}

const DEFAULT_URL = "http://127.0.0.1:4000";
const MAX_WAIT_MS = MAX_WAIT_SECONDS * 1000;

export const createNeuron = (options: NeuronOptions = {}): Neuron => {
  const url = String(options.url ?? DEFAULT_URL).replace(/\/+$/, "");
  const transport = createTransport({
    url,
    key: options.key,
    headers: options.headers ?? {},
    retries: options.retries ?? 4,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });
  const pathOf = (id: string): string => `/v1/executions/${encodeURIComponent(id)}`;

  /** The longest wait that the service knows, or what is left. */
  const waitOf = (deadline: Deadline): { query: string; waitMs: number } => {
    const waitMs = Math.max(1, Math.min(MAX_WAIT_MS, Math.ceil(deadline.leftMs())));
    return { query: `?wait=${waitMs / 1000}`, waitMs };
  };

  const post = (
    query: string,
    request: ExecutionRequest,
    { idempotencyKey, ...call }: SubmitOptions & { waitMs?: number },
  ): Promise<Execution> =>
    transport.request("POST", `/v1/executions${query}`, {
      ...call,
      body: request,
      ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
    });

  const waitUntil = async (id: string, deadline: Deadline): Promise<Execution> => {
    for (;;) {
      const { query, waitMs } = waitOf(deadline);
      const execution = await transport.request<Execution>("GET", pathOf(id) + query, {
        signal: deadline.signal,
        waitMs,
      });
      if (execution.status === "finished") return execution;
    }
  };

  const neuron: Neuron = {
    url,
    async run(request, { cancelOnAbort = false, idempotencyKey, ...call } = {}) {
      const deadline = createDeadline(call);
      const { signal } = deadline;
      try {
        if (!cancelOnAbort) {
          const { query, waitMs } = waitOf(deadline);
          const execution = await post(query, request, { signal, waitMs, idempotencyKey });
          return execution.status === "finished" ? execution : await waitUntil(execution.id, deadline);
        }
        // Its id must be known before anything can be cancelled.
        const { id } = await post("", request, { signal, idempotencyKey });
        try {
          return await waitUntil(id, deadline);
        } catch (error) {
          if (signal.aborted) await neuron.cancel(id, { timeoutMs: CANCEL_MS }).catch(() => undefined);
          throw error;
        }
      } finally {
        deadline.release();
      }
    },
    submit: (request, call = {}) => post("", request, call),
    async wait(id, call = {}) {
      const deadline = createDeadline(call);
      try {
        return await waitUntil(id, deadline);
      } finally {
        deadline.release();
      }
    },
    get: (id, call) => transport.request("GET", pathOf(id), call),
    cancel: (id, call) => transport.request("DELETE", pathOf(id), call),
    async *stream(execution, { idempotencyKey, ...call } = {}) {
      const deadline = createDeadline(call);
      const { signal } = deadline;
      try {
        const id =
          typeof execution === "string"
            ? execution
            : (await post("", execution, { signal, idempotencyKey })).id;
        yield* follow(transport, id, { signal, lastEventId: call.lastEventId });
      } finally {
        deadline.release();
      }
    },
    attach: (id, call = {}) => attach(transport, options.webSocket ?? globalThis.WebSocket, id, call),
    async batch(requests, { idempotencyKey, ...call } = {}) {
      const deadline = createDeadline(call);
      const key = idempotencyKey ?? crypto.randomUUID();
      const answers: (Execution | NeuronError)[] = [];
      try {
        for (const [index, executions] of inPortions(requests).entries()) {
          const { executions: portion } = await transport.request<BatchAnswer>(
            "POST",
            "/v1/executions/batch",
            {
              signal: deadline.signal,
              body: { executions },
              headers: { "idempotency-key": index === 0 ? key : `${key}:${index}` },
            },
          );
          for (const each of portion) answers.push(isProblem(each) ? fromProblem(each) : each);
        }
        return answers;
      } finally {
        deadline.release();
      }
    },
    list({ cursor, limit, status, ...call } = {}) {
      const query = new URLSearchParams();
      if (cursor !== undefined) query.set("cursor", cursor);
      if (limit !== undefined) query.set("limit", String(limit));
      if (status !== undefined) query.set("status", status);
      return transport.request("GET", `/v1/executions${query.size === 0 ? "" : `?${query}`}`, call);
    },
    async *listAll(call = {}) {
      let cursor: string | null | undefined;
      do {
        const page: ExecutionList = await neuron.list({ ...call, cursor: cursor ?? undefined });
        yield* page.executions;
        cursor = page.cursor;
      } while (cursor !== null);
    },
    watch: (call = {}) => watch(transport, call),
    languages: async (call) =>
      (await transport.request<LanguageList>("GET", "/v1/languages", call)).languages,
    account: (call) => transport.request("GET", "/v1/account", call),
  };
  return neuron;
};

const CANCEL_MS = 5_000;
