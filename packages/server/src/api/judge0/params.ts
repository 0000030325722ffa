import type { FastifyRequest } from "fastify";
import { parseJsonBody } from "../json-body.js";
import { ProblemError } from "../problem-error.js";
import { Refusal } from "../refusal.js";

export type Params = Readonly<Record<string, unknown>>;

const FORM = "application/x-www-form-urlencoded";
/** There are 20 attributes. */
const MAX_PARAMS = 250;
const MULTIPART = "multipart/form-data";

/** Query string and body in one, whatever the body's kind. The body comes first. */
export const readParams = async (request: FastifyRequest, maxValues?: number): Promise<Params> => ({
  ...(request.query as object),
  ...(await readBody(request, maxValues)),
});

const readBody = async ({ body, headers }: FastifyRequest, maxValues?: number): Promise<object> => {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === MULTIPART) return readMultipart(body, headers["content-type"] ?? "");
  // `curl -d` declares a form, whatever it sends.
  if (type === FORM && !/^\s*\{/.test(body.subarray(0, 64).toString("latin1"))) {
    if (occurs(body, "&", MAX_PARAMS)) throw new Refusal(400, null);
    return Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  }
  const parsed = readJson(body, headers, maxValues);
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : {};
};

const readJson = (body: Buffer, headers: FastifyRequest["headers"], maxValues?: number): unknown => {
  try {
    return parseJsonBody(body, headers, maxValues);
  } catch (error) {
    if (error instanceof ProblemError && error.code === "malformed_json") throw new Refusal(400, null);
    throw error;
  }
};

const readMultipart = async (body: Buffer, contentType: string): Promise<object> => {
  const [, boundary = ""] = /;\s*boundary="?([^";]+)"?/i.exec(contentType) ?? [];
  if (boundary === "" || occurs(body, `--${boundary}`, MAX_PARAMS)) throw new Refusal(400, null);
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new Refusal(400, null);
  }
  const params: Record<string, unknown> = {};
  for (const [name, value] of form) params[name] = typeof value === "string" ? value : await value.text();
  return params;
};

/** Whether there are more of it than `most`. A body that is nothing else would be busy work for seconds. */
const occurs = (body: Buffer, what: string, most: number): boolean => {
  let count = 0;
  for (let at = body.indexOf(what); at !== -1; at = body.indexOf(what, at + what.length))
    if (++count > most) return true;
  return false;
};

/** Only the word `true` is; a client that sends it as a JSON value means the same. */
export const isTrue = (value: unknown): boolean => textOf(value) === "true";

/** A scalar as text; what is none counts as not sent. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
};
