import type {
  Burst,
  LiveExecutions,
  LiveSandboxes,
  LiveStats,
  LiveTenants,
  LiveWorkers,
  Problem,
} from "@neuron/contract";

/** The events of the stream, by name, each with its data. */
export interface Told {
  readonly stats: LiveStats;
  readonly workers: LiveWorkers;
  readonly sandboxes: LiveSandboxes;
  readonly executions: LiveExecutions;
  readonly tenants: LiveTenants;
  readonly burst: Burst;
  /** Nothing can be told at the moment. */
  readonly problem: Problem;
}

/** Sends an event to all who see the same. */
export type Tell = <K extends keyof Told>(event: K, data: Told[K]) => void;

/** What all see who may see the same: made once, however many look. */
export interface View {
  readonly everyMs: number;
  /** Looks, and tells what is new. */
  tick(): Promise<void>;
  /** Tells all that is known, for one who has just come, or was too slow. */
  retell(tell: Tell): void;
  close(): Promise<void>;
}
