import { type Static, Type } from "typebox";
import { AccountSchema, CreditsSchema } from "./account.js";
import { nullable } from "./nullable.js";
import { OUTCOMES, STATUSES } from "./outcome.js";
import { PoolSandboxSchema, PoolWorkerSchema } from "./pool.js";
import { PercentilesSchema } from "./stats.js";

/** The events of `GET /v1/stats/stream`, each with the data of the schema of that name. */

/** How often `stats` comes. */
export const LIVE_INTERVAL_MS = 500;

/** `stats`: the figures of one moment. */
export const LiveStatsSchema = Type.Object({
  at: Type.String(),
  /** `service`: everything, for the operator, or where the service is open. `account`: what belongs to the key's account. */
  scope: Type.Enum(["service", "account"]),
  queued: Type.Integer(),
  running: Type.Integer(),
  oldestQueuedMs: Type.Number(),
  /** Finished executions over the last seconds; of an account: accepted ones. */
  perSecond: Type.Number(),
  /** Of those that finished in the last seconds; of an account: of its latest ones. Null where there were none. */
  latencyMs: nullable(
    Type.Object({ queued: PercentilesSchema, run: PercentilesSchema, total: PercentilesSchema }),
  ),
  /** Finished executions by outcome; of an account: its latest ones. */
  outcomes: Type.Record(Type.String(), Type.Integer()),
  /** Finished executions by language, since their workers began; of an account: its latest ones. */
  languages: Type.Record(Type.String(), Type.Integer()),
  deadLetters: Type.Integer(),
  /** Of the account; null where nothing is limited. */
  credits: nullable(CreditsSchema),
});
export type LiveStats = Static<typeof LiveStatsSchema>;

const { sandboxes: _sandboxes, ...workerFigures } = PoolWorkerSchema.properties;

/** `workers`: all that live. */
export const LiveWorkersSchema = Type.Object({ workers: Type.Array(Type.Object(workerFigures)) });
export type LiveWorkers = Static<typeof LiveWorkersSchema>;
export type LiveWorker = LiveWorkers["workers"][number];

/** `sandboxes`: those of one worker that have changed. `all`: there are no others. */
export const LiveSandboxesSchema = Type.Object({
  worker: Type.String(),
  all: Type.Boolean(),
  sandboxes: Type.Array(PoolSandboxSchema),
  /** Places that are empty now. */
  emptied: Type.Array(Type.Integer()),
});
export type LiveSandboxes = Static<typeof LiveSandboxesSchema>;

export const LiveExecutionSchema = Type.Object({
  id: Type.String(),
  tenant: Type.String(),
  status: Type.Enum([...STATUSES]),
  outcome: nullable(Type.Enum([...OUTCOMES])),
  language: Type.String(),
  createdAt: Type.String(),
  finishedAt: nullable(Type.String()),
  queuedMs: nullable(Type.Number()),
  /** From its worker's taking it to its end. */
  runMs: nullable(Type.Number()),
  totalMs: nullable(Type.Number()),
  attempts: Type.Integer(),
});
export type LiveExecution = Static<typeof LiveExecutionSchema>;

/** `executions`: new ones, and those that are not as they were told last; the latest first, 50 at most. */
export const LiveExecutionsSchema = Type.Object({
  executions: Type.Array(LiveExecutionSchema),
  /** All that are worth showing as under way: others have ended, although their ends may not have been told. */
  unfinished: Type.Array(Type.String()),
});
export type LiveExecutions = Static<typeof LiveExecutionsSchema>;

/** `tenants`, for the operator: the first hundred. */
export const LiveTenantsSchema = Type.Object({
  tenants: Type.Array(AccountSchema),
  /** There are others. */
  more: Type.Boolean(),
});
export type LiveTenants = Static<typeof LiveTenantsSchema>;

export const MAX_BURST = 1000;

/** `POST /v1/burst`. */
export const BurstRequestSchema = Type.Object(
  {
    /** Executions. Left out: as many as there may be. */
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_BURST })),
    /** Whose hello program is run. Left out: Python, or else the first one. */
    language: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
);
export type BurstRequest = Static<typeof BurstRequestSchema>;

/** `burst`: many executions at once, each waited for by its id. When it is over, count = finished + refused + lost. */
export const BurstSchema = Type.Object({
  id: Type.String(),
  language: Type.String(),
  startedAt: Type.String(),
  over: Type.Boolean(),
  count: Type.Integer(),
  /** Taken into the queue. */
  accepted: Type.Integer(),
  /** Not taken: the queue was full. */
  refused: Type.Integer(),
  finished: Type.Integer(),
  /** Of these, those that printed what they had to. */
  right: Type.Integer(),
  /** How they ended. */
  outcomes: Type.Record(Type.String(), Type.Integer()),
  /** Taken, and not heard of again within two minutes. */
  lost: Type.Integer(),
  /** Until the last one was taken, and until the last one had finished. */
  acceptedMs: Type.Number(),
  elapsedMs: Type.Number(),
  /** From the moment at which all came, to each one's end. Null before the first. */
  latencyMs: nullable(PercentilesSchema),
});
export type Burst = Static<typeof BurstSchema>;
