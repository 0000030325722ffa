import { MAX_WAIT_SECONDS, type ProblemCode } from "@neuron/contract";
import type { JsonObject } from "../json-schema.js";

/** A named example of a body. */
export interface Example {
  readonly summary: string;
  readonly value: unknown;
}

/** An answer whose form no schema of the route says. */
export interface OtherAnswer {
  readonly type?: string;
  readonly schema?: JsonObject;
}

/** What the document says of a route beside its schemas. */
export interface Operation {
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly examples?: Readonly<Record<string, Example>>;
  /** Status -> what it means, of the answers that are no problems. */
  readonly answers: Readonly<Record<number, string>>;
  readonly other?: Readonly<Record<number, OtherAnswer>>;
  /** Beside those that every address knows. */
  readonly problems?: readonly ProblemCode[];
}

export const TAGS = {
  executions: "Running code.",
  webhooks: "Finished executions sent to you: see `callbackUrl`.",
  accounts: "Your account and its keys. An open service has one account, without keys.",
  administration: "For the operator, with the admin key.",
  service: "What the service says of itself.",
  documentation: "This document, and a page to browse it.",
} as const;
export type Tag = keyof typeof TAGS;

/** `METHOD url` as the router knows it -> what to say of it. */
export type Operations = Readonly<Record<string, Operation>>;

/** Of a body that is JSON and has a schema. */
export const BODY: readonly ProblemCode[] = [
  "malformed_json",
  "unsupported_media_type",
  "body_too_large",
  "cross_site",
  "unknown_field",
  "missing_field",
  "invalid_field",
];

/** Of a change without a body: one that is sent all the same is read, and not looked at. */
export const NO_BODY: readonly ProblemCode[] = ["cross_site", "unsupported_media_type", "body_too_large"];

export const QUERY: readonly ProblemCode[] = ["unknown_field", "invalid_field"];

export const PREFER = {
  prefer: `\`wait=SECONDS\` (RFC 7240) waits like \`?wait=\`, which comes first where both are given. More than ${MAX_WAIT_SECONDS} means ${MAX_WAIT_SECONDS}.`,
};

export const ANY_OBJECT: OtherAnswer = { schema: { type: "object", additionalProperties: true } };
