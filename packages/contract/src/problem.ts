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
  method_not_allowed: {
    status: 405,
    title: "This address does not know the method",
    retryable: false,
    hint: "The Allow header lists the methods.",
  },
  request_timeout: {
    status: 408,
    title: "The request did not arrive in time",
    retryable: true,
    hint: "Send the whole request without pausing.",
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
  wait_too_long: {
    status: 503,
    title: "It would wait in the queue for longer than allowed",
    retryable: true,
    hint: "Come back after the time in Retry-After, or allow a longer maxQueueMs.",
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
