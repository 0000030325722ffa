import { type CallOptions, createDeadline, type Deadline } from "./deadline.js";
import { NeuronError } from "./error.js";
import { createEventParser } from "./event-source.js";
import { type Transport, waitToRetry } from "./transport.js";
import type {
  CompileEvent,
  FinishedEvent,
  OutputEvent,
  QueuedEvent,
  StartedEvent,
  TestEvent,
} from "./types.js";

interface Events {
  readonly queued: QueuedEvent;
  readonly started: StartedEvent;
  readonly compile: CompileEvent;
  readonly stdout: OutputEvent;
  readonly stderr: OutputEvent;
  readonly test: TestEvent;
  readonly finished: FinishedEvent;
}

/** What happened, and its data; `id` is what `lastEventId` takes. */
export type ExecutionEvent = {
  [K in keyof Events]: { readonly id: string; readonly type: K; readonly data: Events[K] };
}[keyof Events];

export interface StreamOptions extends CallOptions {
  /** To go on after this event instead of beginning with the first. */
  readonly lastEventId?: string | undefined;
}

const TYPES: ReadonlySet<string> = new Set<keyof Events>([
  "queued",
  "started",
  "compile",
  "stdout",
  "stderr",
  "test",
  "finished",
]);

/** The service says something each 15 s: a connection that is silent for this long is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows an execution to its end, across lost connections: each one goes on after the last event that arrived. Those of
 * types that are not known (from a newer service) are left out. Ends after `finished`.
 */
export async function* follow(
  transport: Transport,
  executionId: string,
  { lastEventId = "", ...call }: StreamOptions,
): AsyncGenerator<ExecutionEvent, void, void> {
  const deadline = createDeadline(call);
  let last = lastEventId;
  let failures = 0;
  try {
    for (;;) {
      try {
        for await (const event of connect(transport, executionId, last, deadline)) {
          if (event === null) return;
          failures = 0;
          last = event.id;
          yield event;
          if (event.type === "finished") return;
        }
        throw new NeuronError("unreachable", {
          status: 0,
          detail: "The stream of events ended before the execution did.",
        });
      } catch (error) {
        if (failures >= transport.options.retries) throw error;
        await waitToRetry(error, failures, deadline);
        failures++;
      }
    }
  } finally {
    deadline.release();
  }
}

/** One connection's events; null when there is nothing more to come. */
async function* connect(
  transport: Transport,
  executionId: string,
  last: string,
  { signal }: Deadline,
): AsyncGenerator<ExecutionEvent | null, void, void> {
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
    const headers = {
      accept: "text/event-stream",
      ...(last === "" ? {} : { "last-event-id": last }),
    };
    const path = `/v1/executions/${encodeURIComponent(executionId)}/events`;
    const response = await transport.open("GET", path, headers, alive.signal);
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
      for (const { id, type, data } of parser.push(decoder.decode(value, { stream: true }))) {
        if (TYPES.has(type)) yield { id, type, data: JSON.parse(data) } as ExecutionEvent;
      }
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
