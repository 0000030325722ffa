import { setImmediate } from "node:timers/promises";
import {
  type BatchAnswer,
  BatchAnswerSchema,
  type BatchRequest,
  BatchRequestSchema,
  type Execution,
  ExecutionRequestSchema,
  NoQuerySchema,
  type Problem,
} from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import { admit, createJob, toExecution } from "../admission.js";
import { toProblemError } from "../errors.js";
import { idempotencyOfPart } from "../idempotency.js";
import { parseJsonBody } from "../json-body.js";
import { toProblem } from "../problem-error.js";
import { compileCheck, toValidator } from "../validation.js";
import { type ExecutionRoutes, find, known } from "./executions.js";

/** About 3 ms of work; then others have their turn. */
const AT_ONCE = 16;
/** Parsing as many takes about 7 ms at worst. */
const MAX_VALUES = 100_000;

/**
 * `POST /v1/executions/batch`. Each item is checked and admitted by itself, in order, and answered by its execution or by
 * the problem that it would have been answered with alone.
 */
export const addBatchRoute = (app: FastifyInstance, context: ExecutionRoutes): void => {
  const { queue, door, tenantOf, maxBodyBytes } = context;
  const checkItem = compileCheck(ExecutionRequestSchema);
  const { executions } = BatchRequestSchema.properties;
  const outline = { ...BatchRequestSchema, properties: { executions: { ...executions, items: {} } } };

  app.post<{ Body: BatchRequest }>(
    "/v1/executions/batch",
    {
      // What an item is, for those who read it: a wrong one does not make the whole wrong.
      schema: { body: BatchRequestSchema, querystring: NoQuerySchema, response: { 202: BatchAnswerSchema } },
      onRequest: (request, _reply, done) => door.enter(request, done),
      preValidation: (request, _reply, done) => {
        request.body = parseJsonBody(request.body, request.headers, MAX_VALUES) as BatchRequest;
        done();
      },
      validatorCompiler: ({ schema, httpPart }) =>
        toValidator(compileCheck(httpPart === "body" ? outline : schema, httpPart)),
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { headers } = request;

      const one = async (item: unknown, index: number): Promise<Execution | Problem> => {
        try {
          const wrong = checkItem(item);
          if (wrong) throw wrong;
          const body = item as BatchRequest["executions"][number];
          const job = createJob(body, tenant, context, context.traceOf(request));
          const admission = await admit(queue, job, idempotencyOfPart(headers, body, index));
          const { existingId } = admission;
          if (existingId === undefined) return toExecution(job, admission);
          return known(existingId, await find(queue, tenant, existingId));
        } catch (error) {
          const problem = toProblemError(error, maxBodyBytes);
          if (problem.code === "internal") request.log.error({ err: error }, "an item of a batch failed");
          return toProblem(problem);
        }
      };

      const { executions } = request.body;
      const answers: BatchAnswer["executions"] = [];
      for (let i = 0; i < executions.length; i += AT_ONCE) {
        if (i > 0) await setImmediate();
        const slice = executions.slice(i, i + AT_ONCE).map((item, k) => one(item, i + k));
        answers.push(...(await Promise.all(slice)));
      }
      return reply.code(202).send({ executions: answers });
    },
  );
};
