import type { FastifyRequest } from "fastify";
import { parseJsonBody } from "../json-body.js";
import { ProblemError } from "../problem-error.js";
import { Refusal } from "../refusal.js";
import { refuse } from "./refusal.js";

export type Body = Readonly<Record<string, unknown>>;

const NOT_JSON = "requests must be of type application/json";

/**
 * A body that is JSON is taken, whatever type it declares: a client of Piston's that is widely used declares text. `strict`:
 * nothing else is than what declares JSON. An empty one, or a list, is an object without fields.
 */
export const readBody = ({ body, headers }: FastifyRequest, strict: boolean): Body => {
  const declared = headers["content-type"]?.startsWith("application/json") ?? false;
  const empty = !Buffer.isBuffer(body) || body.length === 0;
  if (!declared && (strict || empty)) throw refuse(415, NOT_JSON);
  if (empty) return {};
  const value = parse(body, headers, declared);
  if (typeof value !== "object" || value === null) throw syntaxError("The body is not a JSON object.");
  return value as Body;
};

const parse = (body: Buffer, headers: FastifyRequest["headers"], declared: boolean): unknown => {
  try {
    return parseJsonBody(body, headers);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code === "invalid_field") throw error;
    const compressed = headers["content-encoding"] !== undefined && error.code === "unsupported_media_type";
    if (compressed) throw error;
    throw declared ? syntaxError(error.details.detail) : refuse(415, NOT_JSON);
  }
};

/** Piston's has a trace of its own calls in `stack`. */
const syntaxError = (message: string): Refusal =>
  new Refusal(400, { message, stack: `SyntaxError: ${message}` });
