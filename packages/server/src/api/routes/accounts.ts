import {
  type Account,
  AccountSchema,
  ApiKeyListSchema,
  IssuedKeySchema,
  NewAccountSchema,
  type NewKey,
  NewKeySchema,
  type SignUp,
  SignUpSchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Accounts } from "../../accounts/index.js";
import type { QueueClient } from "../../queue/types.js";
import { LOCAL_TENANT, type Tenant } from "../access.js";
import { addressGroup } from "../client-address.js";
import { parseJsonBody } from "../json-body.js";
import { ProblemError, quote } from "../problem-error.js";

export interface AccountRoutes {
  /** Null: the service is open. */
  readonly accounts: Accounts | null;
  readonly signUpOpen: boolean;
  readonly queue: QueueClient;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
}

export const KeyIdParamsSchema = Type.Object({ id: Type.String() });

/** A body that may be left out. */
export const optionalJsonBody = (request: FastifyRequest): unknown =>
  request.body === undefined || (Buffer.isBuffer(request.body) && request.body.length === 0)
    ? {}
    : parseJsonBody(request.body, request.headers);

export const addAccountRoutes = (app: FastifyInstance, context: AccountRoutes): void => {
  const { accounts, signUpOpen, queue, tenantOf } = context;

  const needAccounts = (): Accounts => {
    if (accounts !== null) return accounts;
    throw new ProblemError("accounts_off", { detail: "There are no accounts and no keys here." });
  };

  app.post<{ Body: SignUp }>(
    "/v1/accounts",
    {
      config: { access: "public" },
      schema: { body: SignUpSchema, response: { 201: NewAccountSchema } },
      preValidation: (request, _reply, done) => {
        request.body = optionalJsonBody(request) as SignUp;
        done();
      },
    },
    async (request, reply) => {
      const known = needAccounts();
      if (!signUpOpen) {
        throw new ProblemError("sign_up_closed", {
          detail: "Accounts are made by the operator of this service.",
        });
      }
      const result = await known.signUp(request.body, addressGroup(request.ip));
      if (!result.made) {
        throw new ProblemError("rate_limited", {
          detail: "As many accounts were made from your address within an hour as may be.",
          retryAfterMs: result.retryAfterMs,
        });
      }
      return reply
        .code(201)
        .header("location", "/v1/account")
        .header("cache-control", "no-store")
        .send(result.account);
    },
  );

  app.get("/v1/account", { schema: { response: { 200: AccountSchema } } }, async (request) => {
    if (accounts === null) return openAccount(queue);
    return exists(await accounts.get(tenantOf(request)));
  });

  app.get("/v1/account/keys", { schema: { response: { 200: ApiKeyListSchema } } }, async (request) => ({
    keys: exists(await needAccounts().keys(tenantOf(request))),
  }));

  app.post<{ Body: NewKey }>(
    "/v1/account/keys",
    {
      schema: { body: NewKeySchema, response: { 201: IssuedKeySchema } },
      preValidation: (request, _reply, done) => {
        request.body = optionalJsonBody(request) as NewKey;
        done();
      },
    },
    async (request, reply) => {
      const issued = await needAccounts().issueKey(tenantOf(request), request.body.name ?? "unnamed");
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send(notTooMany(exists(issued)));
    },
  );

  app.delete<{ Params: { id: string } }>(
    "/v1/account/keys/:id",
    { schema: { params: KeyIdParamsSchema, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id } = request.params;
      const revoked = await needAccounts().revokeKey(tenantOf(request), id, true);
      if (revoked === "last")
        throw new ProblemError("last_key", { detail: `${quote(id)} is the account's only key.` });
      if (!revoked)
        throw new ProblemError("key_not_found", { detail: `The account has no key ${quote(id)}.` });
      return reply.code(204).send();
    },
  );
};

/** What everybody on an open service is. */
const openAccount = async (queue: QueueClient): Promise<Account> => {
  const { queued, running } = await queue.stats();
  return {
    id: LOCAL_TENANT,
    name: null,
    email: null,
    createdAt: null,
    disabled: false,
    credits: null,
    limits: { maxQueued: null, maxRunning: null, weight: 1, requestsPerSecond: null, requestBurst: null },
    usage: { queued, running, keys: 0 },
  };
};

/** It was deleted a moment ago. */
const exists = <T>(found: T | null): T => {
  if (found !== null) return found;
  throw new ProblemError("key_invalid", { detail: "The account of this key is gone." });
};

export const notTooMany = <T>(issued: T | "too_many"): T => {
  if (issued !== "too_many") return issued;
  throw new ProblemError("too_many_keys", { detail: "No further key can be made for this account." });
};
