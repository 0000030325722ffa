import { type Static, Type } from "typebox";

const closed = { additionalProperties: false } as const;

/** Longest `callbackUrl`. Characters. */
export const MAX_CALLBACK_URL = 2048;

/**
 * Why an attempt to deliver a webhook failed.
 *
 * `interrupted`: this service was stopped in the middle of it; it may have arrived. `gone`: 410, nothing more is sent.
 */
export const DELIVERY_ERRORS = [
  "dns",
  "address_not_allowed",
  "connect",
  "tls",
  "connection_lost",
  "timeout",
  "bad_answer",
  "redirect",
  "status",
  "gone",
  "interrupted",
] as const;
export type DeliveryError = (typeof DELIVERY_ERRORS)[number];

export const DeliveryAttemptSchema = Type.Object({
  /** 1 for the first. */
  attempt: Type.Integer(),
  startedAt: Type.String(),
  /** Null while it is under way. */
  durationMs: Type.Union([Type.Number(), Type.Null()]),
  /** Null when no answer came. */
  httpStatus: Type.Union([Type.Integer(), Type.Null()]),
  /** Null when it was delivered, or is under way. */
  error: Type.Union([Type.Enum([...DELIVERY_ERRORS]), Type.Null()]),
});
export type DeliveryAttempt = Static<typeof DeliveryAttemptSchema>;

/** `GET /v1/executions/{id}/deliveries`: how the webhook of an execution fares. */
export const DeliveriesSchema = Type.Object({
  /** The `callbackUrl` of the execution, or null. */
  url: Type.Union([Type.String(), Type.Null()]),
  /** `none`: no callbackUrl. `waiting`: the execution has not finished. `pending`: to be sent, perhaps again. */
  status: Type.Enum(["none", "waiting", "pending", "delivered", "failed"]),
  attempts: Type.Array(DeliveryAttemptSchema),
  nextAttemptAt: Type.Union([Type.String(), Type.Null()]),
});
export type Deliveries = Static<typeof DeliveriesSchema>;

/** `GET` and `POST /v1/account/webhook-secret`: what deliveries are signed with (standardwebhooks.com). */
export const WebhookSecretSchema = Type.Object({
  /** `whsec_` and base64. */
  secret: Type.String(),
  /** Until then deliveries are also signed with the one before. Null when there is none. */
  previousValidUntil: Type.Union([Type.String(), Type.Null()]),
});
export type WebhookSecret = Static<typeof WebhookSecretSchema>;

/** Milliseconds. */
export const PREVIOUS_SECRET_VALID_MS = {
  default: 24 * 3600 * 1000,
  minimum: 0,
  maximum: 7 * 24 * 3600 * 1000,
} as const;

/** The body of `POST /v1/account/webhook-secret`, which makes a new secret. It may be left out. */
export const RotateWebhookSecretSchema = Type.Object(
  {
    /** How long deliveries are also signed with the present one. 0 when it has become known to others. */
    previousValidMs: Type.Optional(
      Type.Integer({
        minimum: PREVIOUS_SECRET_VALID_MS.minimum,
        maximum: PREVIOUS_SECRET_VALID_MS.maximum,
      }),
    ),
  },
  closed,
);
export type RotateWebhookSecret = Static<typeof RotateWebhookSecretSchema>;
