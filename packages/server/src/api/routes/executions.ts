import {
  type Execution,
  ExecutionListSchema,
  type ExecutionRequest,
  ExecutionRequestSchema,
  ExecutionSchema,
  type ListQuery,
  ListQuerySchema,
  PAGE_SIZE,
  type WaitQuery,
  WaitQuerySchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { QueueClient } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { type Accepted, admit, createJob, type JobContext, toExecution } from "../admission.js";
import type { Door } from "../door.js";
import { idempotencyOf } from "../idempotency.js";
import { looksLikeId } from "../ids.js";
import { parseJsonBody } from "../json-body.js";
import { ProblemError, quote } from "../problem-error.js";
import type { TraceOf } from "../trace-requests.js";
import { type Waits, wantedWaitMs } from "../waits.js";

export interface ExecutionRoutes extends JobContext {
  readonly door: Door;
  readonly queue: QueueClient;
  readonly waits: Waits;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
  readonly maxBodyBytes: number;
  readonly traceOf: TraceOf;
}

interface ById {
  readonly Params: { readonly id: string };
}

export const addExecutionRoutes = (app: FastifyInstance, context: ExecutionRoutes): void => {
  const { queue, waits, tenantOf, traceOf, door } = context;

  /** How an execution stands: at its end, or after `waitMs`. */
  const standing = async (
    id: string,
    tenant: Tenant,
    waitMs: number,
    reply: FastifyReply,
  ): Promise<Execution> => {
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
  };

  /** The execution that an earlier request with the same key made, if one did. */
  const earlier = async ({ existingId }: Accepted, tenant: Tenant, waitMs: number, reply: FastifyReply) => {
    if (existingId === undefined) return null;
    const execution = await standing(existingId, tenant, waitMs, reply);
    reply.header("idempotent-replayed", "true");
    return execution;
  };

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
      const job = createJob(request.body, tenantOf(request), context, traceOf(request));
      const idempotency = idempotencyOf(request.headers, request.body);
      const waitMs = wantedWaitMs(request.query.wait, request.headers, reply);
      const answer = (execution: Execution) => {
        const status = execution.status === "finished" ? 200 : 202;
        return reply.code(status).header("location", `/v1/executions/${execution.id}`).send(execution);
      };
      if (waitMs === 0) {
        const admission = await admit(queue, job, idempotency);
        return answer((await earlier(admission, job.tenant, 0, reply)) ?? toExecution(job, admission));
      }
      // Registered before the job can be seen by a worker, so that no end is missed.
      const wait = waits.begin(reply, (cancellation) => queue.waitFor(job.id, waitMs, cancellation));
      try {
        const admission = await admit(queue, job, idempotency);
        const before = await earlier(admission, job.tenant, waitMs, reply);
        if (before !== null) return answer(before);
        const queued = toExecution(job, admission);
        return answer((await wait.finished) ?? (await latest(queue, queued, job.tenant)));
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
      const waitMs = wantedWaitMs(request.query.wait, request.headers, reply);
      return await standing(id, tenantOf(request), waitMs, reply);
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

/** How it stands after a wait that ended early; as it was before when the queue cannot be asked. */
const latest = async (queue: QueueClient, before: Execution, tenant: Tenant): Promise<Execution> => {
  try {
    return (await queue.get(tenant, before.id)) ?? before;
  } catch {
    return before;
  }
};

export const find = async (
  queue: Pick<QueueClient, "get">,
  tenant: Tenant,
  id: string,
): Promise<Execution | null> => (looksLikeId(id) ? queue.get(tenant, id) : null);

export const known = (id: string, execution: Execution | null): Execution => {
  if (execution !== null) return execution;
  throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
};
