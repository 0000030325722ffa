import { NeuronError } from "./error.js";
import { createEventParser, type RawEvent } from "./event-source.js";
import type { Transport } from "./transport.js";

/** The service says something each 15 s: a connection that is silent for this long is dead. */
const SILENCE_MS = 45_000;

/** One connection's events; null when there is nothing more to come. Rejects with a `NeuronError`, or with the signal's reason. */
export async function* readEvents(
  transport: Transport,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<RawEvent | null, void, void> {
  const alive = new AbortController();
  const forward = (): void => alive.abort(signal.reason);
  if (signal.aborted) forward();
  signal.addEventListener("abort", forward, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const noteLife = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => alive.abort(lost("The stream of events fell silent.")), SILENCE_MS);
  };
  try {
    noteLife();
    const response = await transport.open(
      "GET",
      path,
      { accept: "text/event-stream", ...headers },
      alive.signal,
    );
    if (response.status === 204 || response.body === null) {
      yield null;
      return;
    }
    const parser = createEventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      noteLife();
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof NeuronError) throw error;
    throw alive.signal.aborted ? alive.signal.reason : lost("The stream of events broke.", error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", forward);
    // Frees the connection when the reader of the events stops before their end.
    alive.abort();
  }
}

const lost = (detail: string, cause?: unknown): NeuronError =>
  new NeuronError("unreachable", { status: 0, detail }, { cause });
