import { type Static, Type } from "typebox";

/**
 * Every error a client can get. The code is stable; `retryable` says whether the same request may succeed later.
 * `hint` is what to do when the place that raised it knows nothing better.
 */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
  readonly hint: string;
}

const define = <const T extends Record<string, ProblemKind>>(kinds: T): T => kinds;

export const PROBLEMS = define({
  malformed_request: {
    status: 400,
    title: "The request is not valid HTTP",
    retryable: false,
    hint: "Check the request line, the headers and the percent-encoding of the address.",
  },
  malformed_json: {
    status: 400,
    title: "The body is not valid JSON",
    retryable: false,
    hint: "Send one JSON object, encoded as UTF-8.",
  },
  key_missing: {
    status: 401,
    title: "An API key is needed",
    retryable: false,
    hint: "Send the header Authorization: Bearer KEY. POST /v1/accounts gives a key, where signing up is open.",
  },
  key_invalid: {
    status: 401,
    title: "The API key is not valid",
    retryable: false,
    hint: "Check that the key is complete, and that it was not revoked.",
  },
  account_disabled: {
    status: 403,
    title: "The account is disabled",
    retryable: false,
    hint: "Ask the operator of the service.",
  },
  admin_only: {
    status: 403,
    title: "This is for the operator of the service",
    retryable: false,
    hint: "Use the admin key: `neuron admin key` shows it on the machine of the service.",
  },
  accounts_off: {
    status: 403,
    title: "This service has no accounts",
    retryable: false,
    hint: "It is open: no key is needed. Its operator can turn accounts on with NEURON_ACCOUNTS=1.",
  },
  sign_up_closed: {
    status: 403,
    title: "Signing up is closed",
    retryable: false,
    hint: "Ask the operator of the service for a key.",
  },
  no_credits: {
    status: 402,
    title: "There are no credits left",
    retryable: false,
    hint: "Ask for more credits. Those of executions that are under way come back only where they do not run.",
  },
  cross_site: {
    status: 403,
    title: "Requests from other web sites are refused",
    retryable: false,
    hint: "Call the API from a server or a command line, or from a page that it serves itself.",
  },
  not_found: {
    status: 404,
    title: "There is nothing at this address",
    retryable: false,
    hint: "Executions are under /v1/executions; GET / lists the other addresses.",
  },
  execution_not_found: {
    status: 404,
    title: "There is no such execution",
    retryable: false,
    hint: "Check the id. Results are kept for a limited time after an execution finished.",
  },
  tenant_not_found: {
    status: 404,
    title: "There is no such tenant",
    retryable: false,
    hint: "GET /v1/admin/tenants lists the tenants.",
  },
  dead_letter_not_found: {
    status: 404,
    title: "There is no such dead letter",
    retryable: false,
    hint: "GET /v1/admin/dead-letters lists them. One that was retried or dropped is none any more.",
  },
  worker_not_found: {
    status: 404,
    title: "There is no such worker",
    retryable: false,
    hint: "GET /v1/admin/workers lists the workers that live.",
  },
  key_not_found: {
    status: 404,
    title: "There is no such key",
    retryable: false,
    hint: "GET /v1/account/keys lists the keys with their ids.",
  },
  method_not_allowed: {
    status: 405,
    title: "This address does not know the method",
    retryable: false,
    hint: "The Allow header lists the methods.",
  },
  not_interactive: {
    status: 409,
    title: "The execution is not interactive",
    retryable: false,
    hint: 'Send "interactive": true with the execution that you want to attach to; others can be followed at /events.',
  },
  upgrade_required: {
    status: 426,
    title: "This address speaks WebSocket",
    retryable: false,
    hint: "Connect with a WebSocket client.",
  },
  request_timeout: {
    status: 408,
    title: "The request did not arrive in time",
    retryable: true,
    hint: "Send the whole request without pausing.",
  },
  last_key: {
    status: 409,
    title: "This is the only key",
    retryable: false,
    hint: "Make another one first: without a key nobody could use the account any more.",
  },
  too_many_keys: {
    status: 409,
    title: "The account has as many keys as it may have",
    retryable: false,
    hint: "Revoke one that is not used any more.",
  },
  tenant_busy: {
    status: 409,
    title: "Executions of the tenant are under way",
    retryable: false,
    hint: "Disable the tenant, and delete it when its executions have ended.",
  },
  credits_unlimited: {
    status: 409,
    title: "The tenant's credits have no limit",
    retryable: false,
    hint: "There is nothing to grant.",
  },
  credits_too_few: {
    status: 409,
    title: "The tenant has fewer credits than that",
    retryable: false,
    hint: "Take back at most what is available.",
  },
  burst_running: {
    status: 409,
    title: "A burst is under way",
    retryable: false,
    hint: "There is one at a time: wait until it is over.",
  },
  idempotency_conflict: {
    status: 409,
    title: "The Idempotency-Key stands for another request",
    retryable: false,
    hint: "Use a new key for each new request; the same key only to repeat one as it was.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    retryable: false,
    hint: "Send less input in one request.",
  },
  source_too_large: {
    status: 413,
    title: "The source is too large",
    retryable: false,
    hint: "Send less code; generate large data inside the program.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body is not JSON",
    retryable: false,
    hint: "Send a JSON object with the header Content-Type: application/json.",
  },
  host_not_allowed: {
    status: 421,
    title: "This service does not answer for that host name",
    retryable: false,
    hint: "Use the address that the service printed when it started.",
  },
  unknown_field: {
    status: 422,
    title: "Unknown field",
    retryable: false,
    hint: "Remove the field or correct its name.",
  },
  missing_field: {
    status: 422,
    title: "A field is missing",
    retryable: false,
    hint: "Add the field.",
  },
  invalid_field: {
    status: 422,
    title: "A field has a value that is not allowed",
    retryable: false,
    hint: "Correct the field.",
  },
  limit_out_of_range: {
    status: 422,
    title: "A limit is out of range",
    retryable: false,
    hint: "Use a value in the range, or leave the limit out for its default.",
  },
  unknown_language: {
    status: 422,
    title: "Unknown language",
    retryable: false,
    hint: "GET /v1/languages lists the languages.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    retryable: true,
    hint: "Come back after the time in Retry-After.",
  },
  tenant_queue_full: {
    status: 429,
    title: "Too many of your executions are waiting",
    retryable: true,
    hint: "Come back after the time in Retry-After.",
  },
  tenant_wait_too_long: {
    status: 429,
    title: "It would wait for your own executions for longer than allowed",
    retryable: true,
    hint: "Come back after the time in Retry-After, or allow a longer maxQueueMs.",
  },
  tenant_sessions_full: {
    status: 429,
    title: "Too many of your interactive executions are under way",
    retryable: true,
    hint: "End one, or come back after the time in Retry-After.",
  },
  headers_too_large: {
    status: 431,
    title: "The headers are too large",
    retryable: false,
    hint: "Send fewer or shorter headers.",
  },
  internal: {
    status: 500,
    title: "The service failed",
    retryable: true,
    hint: "This is a fault of the service, not of the request. Try again; its log says more.",
  },
  queue_full: {
    status: 503,
    title: "The queue is full",
    retryable: true,
    hint: "Come back after the time in Retry-After.",
  },
  sessions_full: {
    status: 503,
    title: "Too many interactive executions are under way",
    retryable: true,
    hint: "Come back after the time in Retry-After. Executions that are not interactive are taken.",
  },
  wait_too_long: {
    status: 503,
    title: "It would wait in the queue for longer than allowed",
    retryable: true,
    hint: "Come back after the time in Retry-After, or allow a longer maxQueueMs.",
  },
  too_many_streams: {
    status: 503,
    title: "Too many clients follow what happens",
    retryable: true,
    hint: "Come back after the time in Retry-After, or wait for the execution with ?wait= instead.",
  },
  unavailable: {
    status: 503,
    title: "The queue cannot be reached",
    retryable: true,
    hint: "Come back after the time in Retry-After.",
  },
  shutting_down: {
    status: 503,
    title: "The service is stopping",
    retryable: true,
    hint: "Come back after the time in Retry-After, or use another instance.",
  },
});
export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** The URI in a problem's `type`. */
export const problemType = (code: ProblemCode): string => `urn:neuron:problem:${code}`;

/** An error on the wire, `application/problem+json` (RFC 9457). */
export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.Enum(PROBLEM_CODES),
  /** What was wrong, with which value. */
  detail: Type.String(),
  /** What to do about it. */
  hint: Type.String(),
  /** The field it is about, such as `files[2].path`. */
  field: Type.Optional(Type.String()),
  /** When to come back; the same as Retry-After, but exact. */
  retryAfterMs: Type.Optional(Type.Integer()),
});
export type Problem = Static<typeof ProblemSchema>;
