import type { FastifyInstance, FastifyRequest } from "fastify";
import { toExecution } from "../admission.js";
import type { Refusal } from "../refusal.js";
import { toRefusal } from "./errors.js";
import { type Lookup, NOT_TEXT } from "./lookup.js";
import { isTrue, type Params, readParams, textOf } from "./params.js";
import { notFound, refuse } from "./refusal.js";
import { chooseFields, serialise } from "./submission.js";
import { enqueue, prepare, type SubmitContext } from "./submit.js";
import { tokenOf } from "./token.js";

export interface SubmissionRoutes extends SubmitContext {
  readonly lookup: Lookup;
}

/** As long as Judge0 waits. */
const WAIT_MS = 600_000;
export const MAX_BATCH = 20;
/** An array of 20 submissions. */
const MAX_BATCH_VALUES = 10_000;

const THIS = "this submission";

export const addSubmissionRoutes = (scope: FastifyInstance, context: SubmissionRoutes): void => {
  const { queue, waits, door, lookup, tenantOf, maxBodyBytes } = context;
  const onRequest = (request: FastifyRequest, _reply: unknown, done: () => void) => door.enter(request, done);

  scope.post("/submissions", { onRequest }, async (request, reply) => {
    const params = await readParams(request);
    const fields = chooseFields(params);
    const prepared = prepare(params, request, context);
    const { job, attributes } = prepared;
    const token = tokenOf(job.id);
    reply.code(201);
    if (!isTrue(params.wait)) {
      await enqueue(prepared, context);
      return { token };
    }
    // Registered before the job can be seen by a worker, so that no end is missed.
    const wait = waits.begin(reply, (cancellation) => queue.waitFor(job.id, WAIT_MS, cancellation));
    try {
      const admission = await enqueue(prepared, context);
      const execution =
        (await wait.finished) ??
        (await queue.get(job.tenant, job.id).catch(() => null)) ??
        toExecution(job, admission);
      const answer = serialise(lookup.of(execution, attributes), fields, isTrue(params.base64_encoded));
      return answer ?? { error: NOT_TEXT(THIS), token };
    } finally {
      wait.end();
    }
  });

  scope.get<{ Params: { token: string }; Querystring: Params }>("/submissions/:token", async (request) => {
    const { query, params } = request;
    const fields = chooseFields(query);
    const submission = await lookup.one(params.token, tenantOf(request));
    if (submission === null) throw notFound();
    const answer = serialise(submission, fields, isTrue(query.base64_encoded));
    if (answer === null) throw refuse(400, NOT_TEXT(THIS));
    return answer;
  });

  scope.post("/submissions/batch", { onRequest }, async (request, reply) => {
    const { submissions, ...params } = await readParams(request, MAX_BATCH_VALUES);
    const items = Array.isArray(submissions) ? submissions : [];
    checkBatch(items.length);
    const refusals: Refusal[] = [];
    const one = async (item: unknown): Promise<Readonly<Record<string, unknown>>> => {
      try {
        const { base64_encoded, fields } = params;
        const own = { ...(isObject(item) ? item : {}), base64_encoded, fields };
        const prepared = prepare(own, request, context);
        await enqueue(prepared, context);
        return { token: tokenOf(prepared.job.id) };
      } catch (error) {
        const refusal = toRefusal(error, maxBodyBytes);
        if (refusal.status === 500) request.log.error({ err: error }, "a submission of a batch failed");
        refusals.push(refusal);
        return refusal.body ?? { error: `refused with ${refusal.status}` };
      }
    };
    const answers = await Promise.all(items.map(one));
    if (refusals.length < items.length) return reply.code(201).send(answers);
    // Nothing was wrong with the submissions: there was no room for them.
    const other = refusals.find(({ status }) => status !== 422);
    if (other !== undefined) throw other;
    return reply.code(422).send(answers);
  });

  scope.get<{ Querystring: Params }>("/submissions/batch", async (request) => {
    const { query, headers } = request;
    const fields = chooseFields(query);
    const given = textOf(query.tokens) ?? textOf(headers.tokens) ?? "";
    const tokens = given === "" ? [] : given.split(",");
    checkBatch(tokens.length);
    const trimmed = tokens.map((token) => token.trim());
    const base64 = isTrue(query.base64_encoded);
    const submissions = await lookup.many(trimmed, tenantOf(request), fields, base64);
    return { submissions };
  });
};

const isObject = (value: unknown): value is Params =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const checkBatch = (count: number): void => {
  if (count === 0) throw refuse(400, "there should be at least one submission in a batch");
  if (count > MAX_BATCH)
    throw refuse(400, `number of submissions in a batch should be less than or equal to ${MAX_BATCH}`);
};
