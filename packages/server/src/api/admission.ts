import { type Execution, type ExecutionRequest, MAX_QUEUE_MS } from "@neuron/contract";
import type { Admission, Idempotency, Job, QueueClient } from "../queue/types.js";
import type { Tenant } from "./access.js";
import { completeRequest, type RequestRules } from "./execution-request.js";
import { ProblemError } from "./problem-error.js";

export interface JobContext extends RequestRules {
  readonly clock: () => number;
  readonly newId: () => string;
}

/** A request that fits its schema as the queue takes it, or a `ProblemError` that says what is wrong with it. */
export const createJob = (
  body: ExecutionRequest,
  tenant: Tenant,
  context: JobContext,
  traceparent: string | undefined,
): Job => {
  const { language, request } = completeRequest(body, context);
  return {
    id: context.newId(),
    tenant,
    language: { id: language.id, version: language.installedVersion },
    request,
    createdAt: context.clock(),
    maxQueueMs: request.maxQueueMs ?? MAX_QUEUE_MS.default,
    ...(traceparent !== undefined && { traceparent }),
  };
};

export type Accepted = Extract<Admission, { accepted: true }>;

const REFUSALS = {
  queue_full: "As many executions are waiting as the queue may hold.",
  wait_too_long: "The expected wait in the queue is longer than this execution may wait.",
  tenant_queue_full: "As many of your executions are waiting as you may have in the queue.",
  tenant_wait_too_long:
    "As many of yours are running as may run at once, and those before it take longer than it may wait.",
  sessions_full: "As many interactive executions are under way as may be.",
  tenant_sessions_full: "As many of your interactive executions are under way as may be.",
  no_credits: "Each execution takes one credit, and there is none left.",
  idempotency_conflict: "Another request came with this Idempotency-Key within the last 24 hours.",
} as const;

/** Throws a `ProblemError` when the queue refuses it. */
export const admit = async (queue: QueueClient, job: Job, idempotency?: Idempotency): Promise<Accepted> => {
  const admission = await queue.admit(job, idempotency);
  if (admission.accepted) return admission;
  const { reason, retryAfterMs } = admission;
  throw new ProblemError(reason, {
    detail: REFUSALS[reason],
    ...(retryAfterMs > 0 ? { retryAfterMs: Math.ceil(retryAfterMs) } : {}),
  });
};

/** The execution as it is at admission. */
export const toExecution = (job: Job, { position, estimatedWaitMs }: Accepted): Execution => ({
  id: job.id,
  status: "queued",
  outcome: null,
  language: job.language,
  createdAt: new Date(job.createdAt).toISOString(),
  startedAt: null,
  finishedAt: null,
  queue: { position, estimatedWaitMs: Math.ceil(estimatedWaitMs) },
  compile: null,
  run: null,
  tests: [],
  outputs: [],
  outputsTruncated: false,
  timings: { queuedMs: null, compileMs: null, runMs: null, totalMs: null },
  sandbox: null,
  attempts: 0,
  metadata: job.request.metadata ?? {},
});
