import { type Static, Type } from "typebox";
import { nullable } from "./nullable.js";

/** Where a sandbox is in its life. `warm` ones are booted and paused. */
export const SANDBOX_STATES = ["booting", "warm", "busy", "dirty"] as const;
export type SandboxState = (typeof SANDBOX_STATES)[number];

/** What a busy sandbox is busy with: an execution, or its upkeep between two of them. */
export const SANDBOX_ACTIVITIES = ["run", "prepare", "renew", "probe", "convert"] as const;
export type SandboxActivity = (typeof SANDBOX_ACTIVITIES)[number];

export const SandboxDeathSchema = Type.Object({
  reason: Type.String(),
  at: Type.String(),
});
export type SandboxDeath = Static<typeof SandboxDeathSchema>;

export const PoolSandboxSchema = Type.Object({
  id: Type.String(),
  /** Of its worker's, from 0. A sandbox has one for its life, and its successor gets it. */
  place: Type.Integer(),
  state: Type.Enum([...SANDBOX_STATES]),
  /** Of a busy one. */
  activity: nullable(Type.Enum([...SANDBOX_ACTIVITIES])),
  /** What its waiting jail can start at once, or null while there is none. */
  kind: nullable(Type.String()),
  /** Runs so far. */
  uses: Type.Integer(),
  ageMs: Type.Number(),
  memoryBytes: Type.Number(),
  /** Why the last sandbox in this place was destroyed, or this one is being destroyed. */
  lastDeath: nullable(SandboxDeathSchema),
});
export type PoolSandbox = Static<typeof PoolSandboxSchema>;

export const PoolWorkerSchema = Type.Object({
  id: Type.String(),
  startedAt: Type.String(),
  ready: Type.Boolean(),
  draining: Type.Boolean(),
  running: Type.Integer(),
  /** Places for sandboxes. */
  capacity: Type.Integer(),
  cores: Type.Number(),
  /** Cores that its executions leave over. */
  spareCores: Type.Number(),
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
