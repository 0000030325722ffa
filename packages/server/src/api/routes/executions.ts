import {
  type Execution,
  ExecutionListSchema,
  type ExecutionRequest,
  ExecutionRequestSchema,
  ExecutionSchema,
  type ListQuery,
  ListQuerySchema,
  MAX_QUEUE_MS,
  PAGE_SIZE,
  type WaitQuery,
  WaitQuerySchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Admission, Job, QueueClient } from "../../queue/types.js";
import type { AddressPolicy } from "../../webhooks/index.js";
import type { Tenant } from "../access.js";
import type { Door } from "../door.js";
import { completeRequest } from "../execution-request.js";
import { looksLikeId } from "../ids.js";
import { parseJsonBody } from "../json-body.js";
import type { ChooseLanguage } from "../language-choice.js";
import { ProblemError, quote } from "../problem-error.js";
import { type Waits, wantedWaitMs } from "../waits.js";

export interface ExecutionRoutes {
  readonly door: Door;
  readonly queue: QueueClient;
  readonly chooseLanguage: ChooseLanguage;
  readonly waits: Waits;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
  readonly maxSourceBytes: number;
  readonly callbackPolicy: AddressPolicy;
}

interface ById {
  readonly Params: { readonly id: string };
}

export const addExecutionRoutes = (app: FastifyInstance, context: ExecutionRoutes): void => {
  const { queue, waits, tenantOf, door } = context;

  app.post<{ Body: ExecutionRequest; Querystring: WaitQuery }>(
    "/v1/executions",
    {
      schema: {
        body: ExecutionRequestSchema,
        querystring: WaitQuerySchema,
        response: { 200: ExecutionSchema, 202: ExecutionSchema },
      },
      onRequest: (request, _reply, done) => door.enter(request, done),
      preValidation: (request, _reply, done) => {
        request.body = parseJsonBody(request.body, request.headers) as ExecutionRequest;
        done();
      },
    },
    async (request, reply) => {
      const job = createJob(request.body, tenantOf(request), context);
      const waitMs = wantedWaitMs(request.query.wait, request.headers, reply);
      const location = `/v1/executions/${job.id}`;
      if (waitMs === 0) {
        const queued = toExecution(job, await admit(queue, job));
        return reply.code(202).header("location", location).send(queued);
      }
      // Registered before the job can be seen by a worker, so that no end is missed.
      const wait = waits.begin(reply, (cancellation) => queue.waitFor(job.id, waitMs, cancellation));
      try {
        const queued = toExecution(job, await admit(queue, job));
        const execution = (await wait.finished) ?? (await latest(queue, queued, job.tenant));
        const status = execution.status === "finished" ? 200 : 202;
        return reply.code(status).header("location", location).send(execution);
      } finally {
        wait.end();
      }
    },
  );

  app.get<ById & { Querystring: WaitQuery }>(
    "/v1/executions/:id",
    { schema: { querystring: WaitQuerySchema, response: { 200: ExecutionSchema } } },
    async (request, reply) => {
      const { id } = request.params;
      const tenant = tenantOf(request);
      const waitMs = wantedWaitMs(request.query.wait, request.headers, reply);
      if (waitMs === 0) return known(id, await find(queue, tenant, id));
      // Registered before the look, so that an end between the two is not missed.
      const wait = waits.begin(reply, (cancellation) =>
        looksLikeId(id) ? queue.waitFor(id, waitMs, cancellation) : Promise.resolve(null),
      );
      try {
        const now = known(id, await find(queue, tenant, id));
        if (now.status === "finished") return now;
        return (await wait.finished) ?? (await latest(queue, now, tenant));
      } finally {
        wait.end();
      }
    },
  );

  app.delete<ById>(
    "/v1/executions/:id",
    { schema: { response: { 200: ExecutionSchema } } },
    async (request) => {
      const { id } = request.params;
      return known(id, looksLikeId(id) ? await queue.cancel(tenantOf(request), id) : null);
    },
  );

  app.get<{ Querystring: ListQuery }>(
    "/v1/executions",
    { schema: { querystring: ListQuerySchema, response: { 200: ExecutionListSchema } } },
    async (request) => {
      const { limit = PAGE_SIZE.default, ...rest } = request.query;
      return queue.list(tenantOf(request), { ...rest, limit });
    },
  );
};

const createJob = (body: ExecutionRequest, tenant: Tenant, context: ExecutionRoutes): Job => {
  const { language, request } = completeRequest(body, context);
  return {
    id: context.newId(),
    tenant,
    language: { id: language.id, version: language.installedVersion },
    request,
    createdAt: context.clock(),
    maxQueueMs: request.maxQueueMs ?? MAX_QUEUE_MS.default,
  };
};

type Accepted = Extract<Admission, { accepted: true }>;

const REFUSALS = {
  queue_full: "As many executions are waiting as the queue may hold.",
  wait_too_long: "The expected wait in the queue is longer than this execution may wait.",
  tenant_queue_full: "As many of your executions are waiting as you may have in the queue.",
  tenant_wait_too_long:
    "As many of yours are running as may run at once, and those before it take longer than it may wait.",
  no_credits: "Each execution takes one credit, and there is none left.",
  idempotency_conflict: "Another request came with this Idempotency-Key within the last 24 hours.",
} as const;

const admit = async (queue: QueueClient, job: Job): Promise<Accepted> => {
  const admission = await queue.admit(job);
  if (admission.accepted) return admission;
  const { reason, retryAfterMs } = admission;
  throw new ProblemError(reason, {
    detail: REFUSALS[reason],
    ...(retryAfterMs > 0 ? { retryAfterMs: Math.ceil(retryAfterMs) } : {}),
  });
};

/** The execution as it is at admission. */
const toExecution = (job: Job, { position, estimatedWaitMs }: Accepted): Execution => ({
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

/** How it stands after a wait that ended early; as it was before when the queue cannot be asked. */
const latest = async (queue: QueueClient, before: Execution, tenant: Tenant): Promise<Execution> => {
  try {
    return (await queue.get(tenant, before.id)) ?? before;
  } catch {
    return before;
  }
};

const find = async (queue: QueueClient, tenant: Tenant, id: string): Promise<Execution | null> =>
  looksLikeId(id) ? queue.get(tenant, id) : null;

const known = (id: string, execution: Execution | null): Execution => {
  if (execution !== null) return execution;
  throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
};
