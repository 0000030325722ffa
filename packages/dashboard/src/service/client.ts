import { createNeuron, type ErrorCode, type Neuron, NeuronError, type Problem } from "@neuron/sdk";
import { computed } from "@preact/signals";
import { apiKey } from "./keys.js";

/** Where the service is: where this page came from, whatever path a proxy put before it. */
export const serviceUrl: string = new URL(".", document.baseURI).href
  .replace(/[?#].*$/, "")
  .replace(/\/+$/, "");

/** The SDK with the key that is given now. Few repeats: a person who waits wants to be told. */
export const neuron = computed<Neuron>(() =>
  createNeuron({ url: serviceUrl, key: apiKey.value ?? undefined, retries: 1, webSocket: WebSocket }),
);

export interface AskOptions {
  readonly body?: unknown;
  /** Default: the account's key. Null: none is sent. */
  readonly key?: string | null;
  readonly signal?: AbortSignal;
}

/** What the SDK has no call for. Rejects with a `NeuronError`, or with the signal's reason. */
export const ask = async <T>(method: string, path: string, options: AskOptions = {}): Promise<T> => {
  const response = await open(method, path, options);
  return (response.status === 204 ? null : await response.json()) as T;
};

/** An answer whose body is not read yet, of a status below 300: for streams. */
export const open = async (
  method: string,
  path: string,
  { body, key = apiKey.value, signal }: AskOptions = {},
): Promise<Response> => {
  const headers: Record<string, string> = { accept: "application/json, text/event-stream" };
  if (key !== null) headers.authorization = `Bearer ${key}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(serviceUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new NeuronError("unreachable", UNREACHABLE, { cause: error });
  }
  if (response.status < 300) return response;
  throw await toError(response);
};

const UNREACHABLE = {
  status: 0,
  detail: "The service does not answer.",
  hint: "Is it still running, and is this machine still on the network?",
};

const toError = async (response: Response): Promise<NeuronError> => {
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const { detail, hint, field, retryAfterMs } = problem;
  return new NeuronError((problem.code ?? "unexpected_answer") as ErrorCode, {
    status: response.status,
    detail: detail ?? `The service answered with ${response.status}.`,
    hint,
    field,
    retryAfterMs,
  });
};

/** Whatever was thrown, as what the page can show. */
export const asNeuronError = (error: unknown): NeuronError => {
  if (error instanceof NeuronError) {
    return error.code === "unreachable"
      ? new NeuronError("unreachable", UNREACHABLE, { cause: error })
      : error;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new NeuronError("unexpected_answer", { status: 0, detail }, { cause: error });
};
