import { backoffMs } from "./backoff.js";
import { type CallOptions, createDeadline, type Deadline, sleep } from "./deadline.js";
import { fromProblem, isProblem, NeuronError } from "./error.js";

export interface TransportOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** How often a request is sent again. */
  readonly retries: number;
}

export interface RequestOptions extends CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the service may take for its answer when all goes well. */
  readonly waitMs?: number;
}

export interface Transport {
  /** The answer's JSON, or null when it has no body. */
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** One attempt, whose body is not read yet; of a status below 300. */
  open(method: string, path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
  readonly options: TransportOptions;
}

/** For an answer, beyond what the service was asked to wait. A connection that is dead says nothing. */
const ANSWER_MS = 60_000;
/** A service that asks for more is not waited for: the caller knows better what to do meanwhile. */
const LONGEST_RETRY_AFTER_MS = 60_000;

export const createTransport = (options: TransportOptions): Transport => {
  const { url, key, retries, fetch } = options;

  const open: Transport["open"] = async (method, path, headers, signal) =>
    send(method, path, { headers: { ...options.headers, ...headers } }, signal);

  const send = async (
    method: string,
    path: string,
    init: { headers: Record<string, string>; body?: string },
    signal: AbortSignal,
  ): Promise<Response> => {
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    let response: Response;
    try {
      const headers = { accept: "application/json", ...authorization, ...init.headers };
      response = await fetch(url + path, { ...init, method, headers, signal, redirect: "follow" });
    } catch (error) {
      throw signal.aborted ? signal.reason : unreachable(url, error);
    }
    if (response.status < 300) return response;
    throw await toError(response, url, signal);
  };

  const attempt = async <T>(
    method: string,
    path: string,
    init: { headers: Record<string, string>; body?: string },
    waitMs: number,
    signal: AbortSignal,
  ): Promise<T> => {
    const limit = createDeadline({ signal, timeoutMs: waitMs + ANSWER_MS });
    try {
      const response = await send(method, path, init, limit.signal);
      return (await readJson(response, url, limit.signal)) as T;
    } catch (error) {
      // The silence of one attempt is no end of the call: another may be answered.
      if (!signal.aborted && limit.signal.aborted) throw unreachable(url, error);
      throw error;
    } finally {
      limit.release();
    }
  };

  return {
    options,
    open,
    async request(method, path, { body, headers = {}, waitMs = 0, ...call } = {}) {
      const deadline = createDeadline(call);
      const init = {
        headers: {
          ...options.headers,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          // A request whose answer was lost can be sent again and is not done twice.
          ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      try {
        for (let tries = 0; ; tries++) {
          try {
            return await attempt(method, path, init, waitMs, deadline.signal);
          } catch (error) {
            if (tries >= retries) throw error;
            await waitToRetry(error, tries, deadline);
          }
        }
      } finally {
        deadline.release();
      }
    },
  };
};

/** Rejects with the error itself where another attempt makes no sense. */
export const waitToRetry = async (error: unknown, tries: number, deadline: Deadline): Promise<void> => {
  if (!(error instanceof NeuronError) || !error.retryable || deadline.signal.aborted) throw error;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
  const ms = backoffMs(tries, retryAfterMs, Math.random);
  // The reason is worth more than that the time ran out.
  if (ms > deadline.leftMs()) throw error;
  await sleep(ms, deadline.signal);
};

const unreachable = (url: string, cause: unknown): NeuronError =>
  new NeuronError(
    "unreachable",
    {
      status: 0,
      detail: `Nothing answers on ${url} (${causeOf(cause)}).`,
      hint: "Is the service running there?",
    },
    { cause },
  );

/** `fetch failed` says nothing; what caused it does. */
const causeOf = (error: unknown): string => {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? "no answer";
};

const unexpected = (url: string, status: number, detail: string): NeuronError =>
  new NeuronError("unexpected_answer", {
    status,
    detail: `${url} ${detail}.`,
    hint: "Is it Neuron that answers there?",
  });

const readJson = async (response: Response, url: string, signal: AbortSignal): Promise<unknown> => {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw signal.aborted ? signal.reason : unreachable(url, error);
  }
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw unexpected(url, response.status, "answered with something that is not JSON");
  }
};

const toError = async (response: Response, url: string, signal: AbortSignal): Promise<unknown> => {
  const { status, headers } = response;
  const body = await readJson(response, url, signal).catch((error: unknown) =>
    signal.aborted ? signal.reason : error,
  );
  if (isProblem(body)) {
    return fromProblem({ ...body, ...(body.retryAfterMs === undefined ? retryAfterOf(headers) : {}) });
  }
  if (signal.aborted) return body;
  // A proxy in front of the service, most likely.
  return new NeuronError("unexpected_answer", {
    status,
    detail: `${url} answered with status ${status}.`,
    hint:
      status >= 500 ? "The service, or a proxy before it, is not well." : "Is it Neuron that answers there?",
    ...retryAfterOf(headers),
  });
};

/** Seconds, or a date (RFC 9110). */
const retryAfterOf = (headers: Headers): { retryAfterMs?: number } => {
  const value = headers.get("retry-after");
  if (value === null) return {};
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
};
