import type { FastifyInstance } from "fastify";
import type { QueueClient } from "../../queue/types.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import type { Authorize } from "./access.js";
import type { Lookup } from "./lookup.js";
import { isTrue, type Params, textOf } from "./params.js";
import { notFound, refuse } from "./refusal.js";
import { describeStatus, STATUS } from "./statuses.js";
import type { Judge0Store } from "./store.js";
import { chooseFields, serialise } from "./submission.js";
import { tokenOf } from "./token.js";

export interface OwnerRoutes extends Pick<ExecutionRoutes, "tenantOf"> {
  readonly queue: Pick<QueueClient, "forget">;
  readonly store: Pick<Judge0Store, "page" | "forget">;
  readonly lookup: Lookup;
  /** Whether anybody may delete. */
  readonly deletes: boolean;
  readonly authorize: Authorize;
}

const PAGE = 1;
const PER_PAGE = 20;
const MOST_PER_PAGE = 100;

/** What only those may who have an authorization token. */
export const addOwnerRoutes = (scope: FastifyInstance, context: OwnerRoutes): void => {
  const { queue, store, lookup, deletes, tenantOf, authorize: onRequest } = context;

  scope.post("/authorize", { onRequest }, (_request, reply) => {
    reply.code(200).send();
  });

  scope.delete<{ Params: { token: string }; Querystring: Params }>(
    "/submissions/:token",
    { onRequest },
    async (request) => {
      const { query, params } = request;
      if (!deletes) throw refuse(400, "delete not allowed");
      const fields = chooseFields(query);
      const tenant = tenantOf(request);
      const submission = await lookup.one(params.token, tenant);
      if (submission === null) throw notFound();
      const { id, description } = describeStatus(submission.result.status);
      if (id <= STATUS.processing)
        throw refuse(400, `submission cannot be deleted because its status is ${id} (${description})`);
      await Promise.all([
        queue.forget(tenant, submission.execution.id),
        store.forget(tenant, submission.execution.id),
      ]);
      return serialise(submission, fields, true);
    },
  );

  scope.get<{ Querystring: Params }>("/submissions", { onRequest }, async (request) => {
    const { query } = request;
    const page = positive(query, "page", PAGE);
    const perPage = Math.min(positive(query, "per_page", PER_PAGE), MOST_PER_PAGE);
    const fields = chooseFields(query);
    const tenant = tenantOf(request);
    const { ids, total } = await store.page(tenant, (page - 1) * perPage, perPage);
    const base64 = isTrue(query.base64_encoded);
    const found = await lookup.many(ids.map(tokenOf), tenant, fields, base64);
    const submissions = found.filter((each) => each !== null);
    const pages = Math.ceil(total / perPage);
    const meta = {
      current_page: page,
      next_page: page < pages ? page + 1 : null,
      prev_page: page > 1 ? page - 1 : null,
      total_pages: pages,
      total_count: total,
    };
    return { submissions, meta };
  });
};

const positive = (query: Params, name: string, fallback: number): number => {
  const text = textOf(query[name]) ?? "";
  if (text === "") return fallback;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value > 0) return value;
  throw refuse(400, `invalid ${name}: ${text.slice(0, 80)}`);
};
