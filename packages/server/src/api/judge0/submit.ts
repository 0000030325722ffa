import type { ExecutionRequest } from "@neuron/contract";
import type { FastifyRequest } from "fastify";
import type { Job } from "../../queue/types.js";
import { type Accepted, admit, createJob } from "../admission.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import { type Attributes, add, readAttributes } from "./attributes.js";
import { checkLanguage, type Judge0Languages } from "./languages.js";
import { isTrue, type Params } from "./params.js";
import { type Faults, refuseFaults } from "./refusal.js";
import { toExecutionRequest } from "./request.js";
import type { Judge0Store } from "./store.js";
import { wantsFilesystem } from "./submission.js";

export interface Prepared {
  readonly attributes: Attributes;
  readonly job: Job;
}

export interface SubmitContext extends ExecutionRoutes {
  readonly languages: Judge0Languages;
  readonly store: Judge0Store;
}

/** A submission as the queue takes it, or a refusal with everything that is wrong with it. Touches nothing. */
export const prepare = (params: Params, request: FastifyRequest, context: SubmitContext): Prepared => {
  const faults: Faults = {};
  const attributes = readAttributes(params, isTrue(params.base64_encoded), faults);
  const language = checkLanguage(attributes, context.languages, faults);
  // There is none to be enabled.
  if (attributes.enable_network) add(faults, "enable_network", "enabling network is not allowed");
  const wishes = { maxSourceBytes: context.maxSourceBytes, files: wantsFilesystem(params) };
  const body: ExecutionRequest | null =
    language === null ? null : toExecutionRequest(attributes, language, wishes, faults);
  if (body === null || Object.keys(faults).length > 0) throw refuseFaults(faults);
  return { attributes, job: createJob(body, context.tenantOf(request), context, context.traceOf(request)) };
};

/** Puts it into the queue, and what its client sent beside it. */
export const enqueue = async ({ job, attributes }: Prepared, context: SubmitContext): Promise<Accepted> => {
  const { queue, store } = context;
  const [kept, admitted] = await Promise.allSettled([store.put(job, attributes), admit(queue, job)]);
  if (admitted.status === "rejected") {
    // It goes by itself after its time, should this fail.
    if (kept.status === "fulfilled") await store.drop(job, attributes).catch(() => undefined);
    throw admitted.reason;
  }
  if (kept.status === "rejected") {
    await queue.cancel(job.tenant, job.id).catch(() => undefined);
    throw kept.reason;
  }
  return admitted.value;
};
