import { type CallOptions, createDeadline } from "./deadline.js";
import { NeuronError } from "./error.js";
import { readEvents } from "./read-events.js";
import { type Transport, waitToRetry } from "./transport.js";
import type {
  Burst,
  LiveExecutions,
  LiveSandboxes,
  LiveStats,
  LiveTenants,
  LiveWorkers,
  Problem,
} from "./types.js";

interface Events {
  readonly stats: LiveStats;
  readonly workers: LiveWorkers;
  readonly sandboxes: LiveSandboxes;
  readonly executions: LiveExecutions;
  readonly tenants: LiveTenants;
  readonly burst: Burst;
  readonly problem: Problem;
}

/** What happened, or what is known when a connection begins, and its data. */
export type LiveEvent = {
  [K in keyof Events]: { readonly type: K; readonly data: Events[K] };
}[keyof Events];

const TYPES: ReadonlySet<string> = new Set<keyof Events>([
  "stats",
  "workers",
  "sandboxes",
  "executions",
  "tenants",
  "burst",
  "problem",
]);

/** Those of types that are not known (from a newer service) are left out. */
export async function* watch(transport: Transport, call: CallOptions): AsyncGenerator<LiveEvent, void, void> {
  const deadline = createDeadline(call);
  let failures = 0;
  try {
    for (;;) {
      try {
        let came = false;
        for await (const event of readEvents(transport, "/v1/stats/stream", {}, deadline.signal)) {
          if (event === null) break;
          came = true;
          failures = 0;
          if (TYPES.has(event.type)) yield { type: event.type, data: JSON.parse(event.data) } as LiveEvent;
        }
        // The service ends each stream after a while, so that keys are looked at again.
        if (!came) throw new NeuronError("unreachable", { status: 0, detail: "The stream ended at once." });
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
