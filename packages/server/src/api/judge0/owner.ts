import type { FastifyInstance } from "fastify";
import type { ExecutionRoutes } from "../routes/executions.js";
import type { Authorize } from "./access.js";
import { isTrue, type Params, textOf } from "./params.js";
import { refuse } from "./refusal.js";
import type { Judge0Store } from "./store.js";
import { chooseFields, serialise } from "./submission.js";
import { type Look, NOT_TEXT, SOME } from "./submissions.js";
import { tokenOf } from "./token.js";

export interface OwnerRoutes extends Pick<ExecutionRoutes, "tenantOf"> {
  readonly store: Pick<Judge0Store, "page">;
  readonly look: Look;
  readonly authorize: Authorize;
}

const PAGE = 1;
const PER_PAGE = 20;
const MOST_PER_PAGE = 100;

/** What only those may who have an authorization token. */
export const addOwnerRoutes = (scope: FastifyInstance, context: OwnerRoutes): void => {
  const { store, look, tenantOf, authorize: onRequest } = context;

  scope.post("/authorize", { onRequest }, (_request, reply) => {
    reply.code(200).send();
  });

  scope.delete("/submissions/:token", { onRequest }, () => {
    throw refuse(400, "delete not allowed");
  });

  scope.get<{ Querystring: Params }>("/submissions", { onRequest }, async (request) => {
    const { query } = request;
    const page = positive(query, "page", PAGE);
    const perPage = Math.min(positive(query, "per_page", PER_PAGE), MOST_PER_PAGE);
    const fields = chooseFields(query);
    const tenant = tenantOf(request);
    const { ids, total } = await store.page(tenant, (page - 1) * perPage, perPage);
    const found = await Promise.all(ids.map((id) => look(tokenOf(id), tenant)));
    const submissions = found
      .filter((each) => each !== null)
      .map((each) => serialise(each, fields, isTrue(query.base64_encoded)));
    if (submissions.includes(null)) throw refuse(400, NOT_TEXT(SOME));
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
