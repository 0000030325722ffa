import { type Static, Type } from "typebox";

/** Where a sandbox is in its life. `warm` ones are booted and paused. */
export const SANDBOX_STATES = ["booting", "warm", "busy", "dirty"] as const;
export type SandboxState = (typeof SANDBOX_STATES)[number];

export const PoolSandboxSchema = Type.Object({
  id: Type.String(),
  state: Type.Enum([...SANDBOX_STATES]),
  /** What its waiting jail can start at once, or null while there is none. */
  kind: Type.Union([Type.String(), Type.Null()]),
  /** Runs so far. */
  uses: Type.Integer(),
  ageMs: Type.Number(),
  memoryBytes: Type.Number(),
});
export type PoolSandbox = Static<typeof PoolSandboxSchema>;

export const PoolWorkerSchema = Type.Object({
  id: Type.String(),
  startedAt: Type.String(),
  ready: Type.Boolean(),
  draining: Type.Boolean(),
  running: Type.Integer(),
  sandboxes: Type.Array(PoolSandboxSchema),
  /** Sandboxes destroyed by reason, since the worker began. */
  deaths: Type.Record(Type.String(), Type.Integer()),
});
export type PoolWorker = Static<typeof PoolWorkerSchema>;

/** `GET /v1/admin/workers`. */
export const WorkerListSchema = Type.Object({ workers: Type.Array(PoolWorkerSchema) });
export type WorkerList = Static<typeof WorkerListSchema>;

/** What was asked of a worker; it follows within about a second. */
export const DrainSchema = Type.Object({ id: Type.String(), drains: Type.Boolean() });
export type Drain = Static<typeof DrainSchema>;

/** `GET /v1/pool`: what each live worker last said of its sandboxes. */
export const PoolSchema = Type.Object({
  /** Sandboxes of all workers by state. */
  states: Type.Record(Type.Enum([...SANDBOX_STATES]), Type.Integer()),
  workers: Type.Array(PoolWorkerSchema),
});
export type Pool = Static<typeof PoolSchema>;
