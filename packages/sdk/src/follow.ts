import { type CallOptions, createDeadline, type Deadline } from "./deadline.js";
import { NeuronError } from "./error.js";
import { readEvents } from "./read-events.js";
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
  const path = `/v1/executions/${encodeURIComponent(executionId)}/events`;
  const headers = last === "" ? {} : { "last-event-id": last };
  for await (const event of readEvents(transport, path, headers, signal)) {
    if (event === null) yield null;
    else if (TYPES.has(event.type)) yield { ...event, data: JSON.parse(event.data) } as ExecutionEvent;
  }
}
