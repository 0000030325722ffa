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
}

/** For an answer: a connection that is dead says nothing. */
const ANSWER_MS = 30_000;

/** What the SDK has no call for, or where it would ask again. Rejects with a `NeuronError`. */
export const ask = async <T>(
  method: string,
  path: string,
  { body, key = apiKey.value }: AskOptions = {},
): Promise<T> => {
  const headers: Record<string, string> = { accept: "application/json" };
  if (key !== null) headers.authorization = `Bearer ${key}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  let text: string;
  try {
    response = await fetch(serviceUrl + path, {
      method,
      headers,
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    throw new NeuronError("unreachable", UNREACHABLE, { cause: error });
  }
  const { status } = response;
  if (status >= 300) throw toError(status, text);
  if (status === 204) return null as T;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new NeuronError("unexpected_answer", { status, detail: NO_JSON }, { cause: error });
  }
};

const NO_JSON = "Something answers that is not Neuron: its answer is no JSON.";

const UNREACHABLE = {
  status: 0,
  detail: "The service does not answer.",
  hint: "Is it still running, and is this machine still on the network?",
};

const toError = (status: number, text: string): NeuronError => {
  const { code, detail, hint, field, retryAfterMs } = problemIn(text);
  return new NeuronError((code ?? "unexpected_answer") as ErrorCode, {
    status,
    detail: detail ?? `The service answered with ${status}.`,
    hint,
    field,
    retryAfterMs,
  });
};

/** A proxy in front of the service has words of its own, which are left out. */
const problemIn = (text: string): Partial<Problem> => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
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
