import {
  AccountSchema,
  ApiKeyListSchema,
  type Grant,
  GrantSchema,
  IssuedKeySchema,
  NewAccountSchema,
  type NewKey,
  NewKeySchema,
  type NewTenant,
  NewTenantSchema,
  PAGE_SIZE,
  type TenantChange,
  TenantChangeSchema,
  TenantListSchema,
  type TenantQuery,
  TenantQuerySchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Accounts } from "../../accounts/index.js";
import { parseJsonBody } from "../json-body.js";
import { invalidField, ProblemError, quote } from "../problem-error.js";
import { notTooMany, optionalJsonBody } from "./accounts.js";

export interface TenantRoutes {
  /** Null: the service is open. */
  readonly accounts: Accounts | null;
  readonly newId: () => string;
}

interface ById {
  readonly Params: { readonly id: string };
}
interface ByKeyId {
  readonly Params: { readonly id: string; readonly keyId: string };
}

const IdSchema = Type.Object({ id: Type.String() });
const KeyIdSchema = Type.Object({ id: Type.String(), keyId: Type.String() });
const admin = { access: "admin" } as const;

const readBody = (request: FastifyRequest, _reply: unknown, done: () => void): void => {
  request.body = parseJsonBody(request.body, request.headers);
  done();
};
const readOptionalBody = (request: FastifyRequest, _reply: unknown, done: () => void): void => {
  request.body = optionalJsonBody(request);
  done();
};

/** Tenants, their keys and credits, for the operator. */
export const addTenantRoutes = (app: FastifyInstance, { accounts, newId }: TenantRoutes): void => {
  const need = (): Accounts => {
    if (accounts !== null) return accounts;
    throw new ProblemError("accounts_off", { detail: "This service is open and has one tenant only." });
  };

  app.get<{ Querystring: TenantQuery }>(
    "/v1/admin/tenants",
    { config: admin, schema: { querystring: TenantQuerySchema, response: { 200: TenantListSchema } } },
    async ({ query: { cursor = "", limit = PAGE_SIZE.default } }) => need().admin.list({ cursor, limit }),
  );

  app.post<{ Body: NewTenant }>(
    "/v1/admin/tenants",
    {
      config: admin,
      schema: { body: NewTenantSchema, response: { 201: NewAccountSchema } },
      preValidation: readOptionalBody,
    },
    async ({ body }, reply) => {
      const made = await need().admin.create(body);
      return reply
        .code(201)
        .header("location", `/v1/admin/tenants/${made.account.id}`)
        .header("cache-control", "no-store")
        .send(made);
    },
  );

  app.get<ById>(
    "/v1/admin/tenants/:id",
    { config: admin, schema: { params: IdSchema, response: { 200: AccountSchema } } },
    async ({ params: { id } }) => known(id, await need().get(id)),
  );

  app.patch<ById & { Body: TenantChange }>(
    "/v1/admin/tenants/:id",
    {
      config: admin,
      schema: { params: IdSchema, body: TenantChangeSchema, response: { 200: AccountSchema } },
      preValidation: readBody,
    },
    async ({ params: { id }, body }) => known(id, await need().admin.change(id, body)),
  );

  app.delete<ById>(
    "/v1/admin/tenants/:id",
    { config: admin, schema: { params: IdSchema, response: { 204: Type.Null() } } },
    async ({ params: { id } }, reply) => {
      const { deleted, underWay } = known(id, await need().admin.delete(id));
      if (!deleted)
        throw new ProblemError("tenant_busy", { detail: `It has ${underWay} executions under way.` });
      return reply.code(204).send();
    },
  );

  app.post<ById & { Body: Grant }>(
    "/v1/admin/tenants/:id/credits",
    {
      config: admin,
      schema: { params: IdSchema, body: GrantSchema, response: { 200: AccountSchema } },
      preValidation: readBody,
    },
    async (request) => {
      const { id } = request.params;
      const operation = operationOf(request) ?? newId();
      const granted = known(id, await need().admin.grant(id, request.body.amount, operation));
      if (granted === "unlimited") {
        throw new ProblemError("credits_unlimited", { detail: `${quote(id)} may run as much as it likes.` });
      }
      if (granted === "too_few") {
        throw new ProblemError("credits_too_few", {
          detail: `${quote(id)} has fewer than ${-request.body.amount}.`,
        });
      }
      return granted;
    },
  );

  app.get<ById>(
    "/v1/admin/tenants/:id/keys",
    { config: admin, schema: { params: IdSchema, response: { 200: ApiKeyListSchema } } },
    async ({ params: { id } }) => ({ keys: known(id, await need().keys(id)) }),
  );

  app.post<ById & { Body: NewKey }>(
    "/v1/admin/tenants/:id/keys",
    {
      config: admin,
      schema: { params: IdSchema, body: NewKeySchema, response: { 201: IssuedKeySchema } },
      preValidation: readOptionalBody,
    },
    async ({ params: { id }, body }, reply) => {
      const issued = notTooMany(known(id, await need().issueKey(id, body.name ?? "by the operator")));
      return reply.code(201).header("cache-control", "no-store").send(issued);
    },
  );

  app.delete<ByKeyId>(
    "/v1/admin/tenants/:id/keys/:keyId",
    { config: admin, schema: { params: KeyIdSchema, response: { 204: Type.Null() } } },
    async ({ params: { id, keyId } }, reply) => {
      if (!(await need().revokeKey(id, keyId, false))) {
        throw new ProblemError("key_not_found", { detail: `${quote(id)} has no key ${quote(keyId)}.` });
      }
      return reply.code(204).send();
    },
  );
};

const known = <T>(id: string, found: T | null): T => {
  if (found !== null) return found;
  throw new ProblemError("tenant_not_found", { detail: `There is no tenant ${quote(id)}.` });
};

/** By `Idempotency-Key` a grant whose answer was lost can be sent again. */
const operationOf = ({ headers }: FastifyRequest): string | null => {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidField("Idempotency-Key", "The header Idempotency-Key must have 1 to 255 visible characters.");
};
