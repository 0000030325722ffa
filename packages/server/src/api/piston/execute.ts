import type { Execution } from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import { admit, createJob } from "../admission.js";
import { SHORT_RETRY_MS } from "../errors.js";
import { ProblemError } from "../problem-error.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import { readBody } from "./body.js";
import { prepare, type RequestContext, WAIT_MS } from "./request.js";
import { toStages } from "./stage.js";

export interface ExecuteRoutes extends ExecutionRoutes, RequestContext {}

export const addExecuteRoute = (scope: FastifyInstance, context: ExecuteRoutes): void => {
  const { queue, waits, door, tenantOf, traceOf, strict } = context;

  scope.post(
    "/execute",
    { onRequest: (request, _reply, done) => door.enter(request, done) },
    async (request, reply) => {
      const { runtime, request: wanted } = prepare(readBody(request, strict), context);
      const job = createJob(wanted, tenantOf(request), context, traceOf(request));
      // Registered before the job can be seen by a worker, so that no end is missed.
      const wait = waits.begin(reply, (cancellation) => queue.waitFor(job.id, WAIT_MS, cancellation));
      let execution: Execution | null;
      try {
        await admit(queue, job);
        execution = (await wait.finished) ?? (await queue.get(job.tenant, job.id).catch(() => null));
      } finally {
        wait.end();
      }
      if (execution?.status !== "finished") {
        // Nobody knows its id: what it prints would be for nobody.
        await queue.cancel(job.tenant, job.id).catch(() => undefined);
        throw new ProblemError("unavailable", {
          detail: "The program has not ended, and there is no more waiting for it here.",
          retryAfterMs: SHORT_RETRY_MS,
        });
      }
      const { language, version } = runtime;
      return { ...toStages(execution, strict), language, version };
    },
  );
};
