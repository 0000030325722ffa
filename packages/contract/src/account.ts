import { type Static, Type } from "typebox";
import { nullable } from "./nullable.js";

const closed = { additionalProperties: false } as const;

/** The first accounts of a service get a larger gift; what later ones get is a setting. */
export const FIRST_ACCOUNTS = { count: 1000, freeExecutions: 200 } as const;

export const MAX_KEYS_PER_ACCOUNT = 50;

/** Shown in lists and on pages: no control characters. */
const NameSchema = Type.String({ minLength: 1, maxLength: 100, pattern: "^[^\\u0000-\\u001f\\u007f]+$" });
const EmailSchema = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$",
});

/** `POST /v1/accounts`. An empty body is an account without a name. */
export const SignUpSchema = Type.Object(
  {
    name: Type.Optional(NameSchema),
    /** Where the operator can reach its owner. Nothing is sent to it. */
    email: Type.Optional(EmailSchema),
  },
  closed,
);
export type SignUp = Static<typeof SignUpSchema>;

/** An API key without its secret. */
export const ApiKeySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** How the key begins, to recognise it by. */
  start: Type.String(),
  createdAt: Type.String(),
  /** To within a minute. */
  lastUsedAt: nullable(Type.String()),
});
export type ApiKey = Static<typeof ApiKeySchema>;

/** A key as it is given once: `key` is the secret and cannot be read again. */
export const IssuedKeySchema = Type.Object({ ...ApiKeySchema.properties, key: Type.String() });
export type IssuedKey = Static<typeof IssuedKeySchema>;

export const ApiKeyListSchema = Type.Object({ keys: Type.Array(ApiKeySchema) });
export type ApiKeyList = Static<typeof ApiKeyListSchema>;

/** `POST /v1/account/keys`. */
export const NewKeySchema = Type.Object({ name: Type.Optional(NameSchema) }, closed);
export type NewKey = Static<typeof NewKeySchema>;

/** Executions, in credits: granted = available + reserved + spent. */
export const CreditsSchema = Type.Object({
  granted: Type.Integer(),
  available: Type.Integer(),
  /** Of executions that are queued or running. */
  reserved: Type.Integer(),
  spent: Type.Integer(),
});
export type Credits = Static<typeof CreditsSchema>;

/** What holds for an account now, whether set for it or for all. */
export const AccountLimitsSchema = Type.Object({
  /** Null: as many as the service takes. */
  maxQueued: nullable(Type.Integer()),
  maxRunning: nullable(Type.Integer()),
  /** Its share beside others: twice the weight, twice the share. */
  weight: Type.Number(),
  /** Null: no limit. */
  requestsPerSecond: nullable(Type.Number()),
  /** How many may come at once after a rest. */
  requestBurst: nullable(Type.Integer()),
});
export type AccountLimits = Static<typeof AccountLimitsSchema>;

/** `GET /v1/account`. */
export const AccountSchema = Type.Object({
  id: Type.String(),
  name: nullable(Type.String()),
  email: nullable(Type.String()),
  createdAt: nullable(Type.String()),
  disabled: Type.Boolean(),
  /** Null: no limit. */
  credits: nullable(CreditsSchema),
  limits: AccountLimitsSchema,
  usage: Type.Object({ queued: Type.Integer(), running: Type.Integer(), keys: Type.Integer() }),
});
export type Account = Static<typeof AccountSchema>;

/** An account that was just made, with its first key. */
export const NewAccountSchema = Type.Object({ account: AccountSchema, key: IssuedKeySchema });
export type NewAccount = Static<typeof NewAccountSchema>;

/** `POST /v1/admin/tenants`. */
export const NewTenantSchema = Type.Object(
  {
    ...SignUpSchema.properties,
    /** Absent or null: no limit. */
    credits: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }))),
  },
  closed,
);
export type NewTenant = Static<typeof NewTenantSchema>;

/** `PATCH /v1/admin/tenants/{id}`: what is absent stays, null goes back to what holds for all. */
export const TenantChangeSchema = Type.Object(
  {
    name: Type.Optional(nullable(NameSchema)),
    email: Type.Optional(nullable(EmailSchema)),
    /** Its keys are refused. What is queued goes on. */
    disabled: Type.Optional(Type.Boolean()),
    limits: Type.Optional(
      Type.Object(
        {
          maxQueued: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 10_000_000 }))),
          maxRunning: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
          weight: Type.Optional(nullable(Type.Number({ minimum: 0.01, maximum: 1000 }))),
          /** 0: no limit. */
          requestsPerSecond: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 1_000_000 }))),
          requestBurst: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 10_000_000 }))),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type TenantChange = Static<typeof TenantChangeSchema>;

/** Query of `GET /v1/admin/tenants`. */
export const TenantQuerySchema = Type.Object(
  {
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
);
export type TenantQuery = Static<typeof TenantQuerySchema>;

/** One page of tenants, in the order in which they came. */
export const TenantListSchema = Type.Object({
  tenants: Type.Array(AccountSchema),
  cursor: nullable(Type.String()),
});
export type TenantList = Static<typeof TenantListSchema>;

/** `POST /v1/admin/tenants/{id}/credits`: below zero takes back what is available, and no more. */
export const GrantSchema = Type.Object(
  { amount: Type.Integer({ minimum: -1_000_000_000_000, maximum: 1_000_000_000_000 }) },
  closed,
);
export type Grant = Static<typeof GrantSchema>;
