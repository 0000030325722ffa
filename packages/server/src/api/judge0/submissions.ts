import type { Execution } from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Tenant } from "../access.js";
import { toExecution } from "../admission.js";
import { find } from "../routes/executions.js";
import { toRefusal } from "./errors.js";
import { isTrue, type Params, readParams, textOf } from "./params.js";
import { notFound, type Refusal, refuse } from "./refusal.js";
import { toResult } from "./result.js";
import { chooseFields, type Submission, serialise } from "./submission.js";
import { enqueue, type Prepared, prepare, type SubmitContext } from "./submit.js";
import { idOf, tokenOf } from "./token.js";

export interface SubmissionRoutes extends SubmitContext {
  readonly strict: boolean;
}

/** As long as Judge0 waits. */
const WAIT_MS = 600_000;
export const MAX_BATCH = 20;
/** An array of 20 submissions. */
const MAX_BATCH_VALUES = 10_000;

export const NOT_TEXT = (whose: string): string =>
  `some attributes for ${whose} cannot be converted to UTF-8, use base64_encoded=true query parameter`;
const THIS = "this submission";
export const SOME = "one or more submissions";

/** Null when there is none. */
export type Look = (token: string, tenant: Tenant) => Promise<Submission | null>;

/** Gives how to look at one, for other routes. */
export const addSubmissionRoutes = (
  scope: FastifyInstance,
  context: SubmissionRoutes,
): { readonly look: Look } => {
  const { queue, waits, door, store, languages, strict, tenantOf, maxBodyBytes } = context;
  const onRequest = (request: FastifyRequest, _reply: unknown, done: () => void) => door.enter(request, done);

  const submissionOf = (execution: Execution, attributes: Prepared["attributes"]): Submission => ({
    attributes,
    execution,
    result: toResult(execution, attributes, strict),
    languageName: languages.find(attributes.language_id)?.name ?? "",
  });

  const look: Look = async (token, tenant) => {
    const id = idOf(token);
    if (id === null) return null;
    const [execution, attributes] = await Promise.all([find(queue, tenant, id), store.get(id)]);
    return execution === null || attributes === null ? null : submissionOf(execution, attributes);
  };

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
      const answer = serialise(submissionOf(execution, attributes), fields, isTrue(params.base64_encoded));
      return answer ?? { error: NOT_TEXT(THIS), token };
    } finally {
      wait.end();
    }
  });

  scope.get<{ Params: { token: string }; Querystring: Params }>("/submissions/:token", async (request) => {
    const { query, params } = request;
    const fields = chooseFields(query);
    const submission = await look(params.token, tenantOf(request));
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
        const own = { ...(item as Params | null), base64_encoded: params.base64_encoded };
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
    const tenant = tenantOf(request);
    const found = await Promise.all(tokens.map((token) => look(token.trim(), tenant)));
    const base64 = isTrue(query.base64_encoded);
    const submissions = found.map((each) => each && serialise(each, fields, base64));
    if (submissions.some((each, index) => each === null && found[index] !== null))
      throw refuse(400, NOT_TEXT(SOME));
    return { submissions };
  });

  return { look };
};

const checkBatch = (count: number): void => {
  if (count === 0) throw refuse(400, "there should be at least one submission in a batch");
  if (count > MAX_BATCH)
    throw refuse(400, `number of submissions in a batch should be less than or equal to ${MAX_BATCH}`);
};
