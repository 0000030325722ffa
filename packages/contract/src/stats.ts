import { type Static, Type } from "typebox";

export const PercentilesSchema = Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number() });
export type Percentiles = Static<typeof PercentilesSchema>;

/** `GET /v1/stats`: the queue and what came out of it. */
export const StatsSchema = Type.Object({
  queued: Type.Integer(),
  running: Type.Integer(),
  oldestQueuedMs: Type.Number(),
  deadLetters: Type.Integer(),
  /** Finished executions by outcome. */
  outcomes: Type.Record(Type.String(), Type.Integer()),
  perSecond: Type.Number(),
  /** Over a recent window, in milliseconds. */
  latencyMs: Type.Object({ queued: PercentilesSchema, run: PercentilesSchema, total: PercentilesSchema }),
  workers: Type.Object({ live: Type.Integer(), ready: Type.Integer(), draining: Type.Integer() }),
});
export type Stats = Static<typeof StatsSchema>;

/** `GET /healthz`: the process is alive. */
export const HealthSchema = Type.Object({ status: Type.Enum(["ok"]) });
export type Health = Static<typeof HealthSchema>;

/** `GET /readyz`: `200` when a first execution would be served now, otherwise `503` with the reasons. */
export const ReadinessSchema = Type.Object({ ready: Type.Boolean(), reasons: Type.Array(Type.String()) });
export type Readiness = Static<typeof ReadinessSchema>;
