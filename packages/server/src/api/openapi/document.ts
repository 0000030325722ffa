import { LIMITS, PROBLEMS, type ProblemCode, problemType, REQUEST_LIMITS } from "@neuron/contract";
import type { Access } from "../authentication.js";
import type { KnownRoute } from "./collect.js";
import { components, isObject, type Json, type JsonObject, toReference } from "./json-schema.js";
import { OPERATIONS, type Operation, TAGS } from "./operations/index.js";

/** The OpenAPI 3.1 document of these routes: forms from their schemas, words from `OPERATIONS`. */
export const buildDocument = (routes: readonly KnownRoute[]): JsonObject => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, "{$1}");
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = describe(route);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Neuron",
      version: "1",
      description: INTRODUCTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "This service." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "The API key of an account. A service that is open (the default on loopback) needs none.",
        },
        adminKey: {
          type: "http",
          scheme: "bearer",
          description: "The operator's key: `neuron admin key` shows it on the machine of the service.",
        },
      },
      schemas: components(),
    },
  };
};

const INTRODUCTION = [
  "Runs code that nobody trusts. Times are in milliseconds (`...Ms`), sizes in bytes (`...Bytes`), timestamps are RFC 3339",
  "in UTC. Errors are `application/problem+json` (RFC 9457) with a stable `code`; one that may succeed later carries",
  "`Retry-After`, and the same to the millisecond in `retryAfterMs`.",
  "",
  `A body may have ${REQUEST_LIMITS.bodyBytes} bytes, sources together ${REQUEST_LIMITS.sourceBytes}.`,
  "",
  "| limit | default | least | most |",
  "| --- | --- | --- | --- |",
  ...Object.entries(LIMITS).map(
    ([name, range]) => `| \`${name}\` | ${range.default} | ${range.minimum} | ${range.maximum} |`,
  ),
].join("\n");

/** Whatever is asked for. */
const EVERYWHERE: readonly ProblemCode[] = [
  "malformed_request",
  "host_not_allowed",
  "headers_too_large",
  "request_timeout",
  "internal",
  "shutting_down",
];

const KEY: readonly ProblemCode[] = [
  "key_missing",
  "key_invalid",
  "account_disabled",
  "rate_limited",
  "unavailable",
];

/** Who may ask -> how it is shown, and how that is refused. */
const ACCESS: Readonly<Record<Access, { security: Json; problems: readonly ProblemCode[] }>> = {
  public: { security: [], problems: [] },
  key: { security: [{ key: [] }, {}], problems: KEY },
  watch: { security: [{ key: [] }, { adminKey: [] }, {}], problems: KEY },
  operator: {
    security: [{ adminKey: [] }, {}],
    problems: ["key_missing", "key_invalid", "admin_only", "unavailable"],
  },
  admin: {
    security: [{ adminKey: [] }],
    problems: ["key_missing", "key_invalid", "admin_only", "unavailable"],
  },
};

const describe = ({ method, url, schema, access }: KnownRoute): JsonObject => {
  // A route without words is still told of; a test sees to it that there is none.
  const operation: Operation = OPERATIONS[`${method} ${url}`] ?? {
    id: `${method} ${url}`,
    tag: "service",
    summary: url,
    answers: { 200: "The answer." },
  };
  const parameters = [
    ...pathParameters(url, schema.params, operation),
    ...fromSchema("query", schema.querystring),
    ...(operation.headers === undefined ? fromSchema("header", schema.headers) : headerParameters(operation)),
  ];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    security: ACCESS[access].security,
    ...(parameters.length > 0 && { parameters }),
    ...(schema.body !== undefined && { requestBody: requestBody(schema.body, operation) }),
    responses: { ...answers(schema.response, operation), ...problems(operation, access) },
  };
};

const pathParameters = (url: string, schema: unknown, { params = {} }: Operation): Json[] => {
  const known = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  return [...url.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...(params[name] !== undefined && { description: params[name] }),
    schema: known[name] === undefined ? { type: "string" } : toReference(known[name]),
  }));
};

const fromSchema = (place: "query" | "header", schema: unknown): Json[] => {
  if (!isObject(schema) || !isObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, each]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(isObject(each) && each.description !== undefined && { description: each.description }),
    schema: toReference(each),
  }));
};

const headerParameters = ({ headers = {} }: Operation): Json[] =>
  Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  }));

const requestBody = (schema: unknown, { examples }: Operation): JsonObject => ({
  // A body of which every field may be left out may be left out itself.
  required: isObject(schema) && Array.isArray(schema.required) && schema.required.length > 0,
  content: {
    "application/json": {
      schema: toReference(schema),
      ...(examples !== undefined && { examples: examples as unknown as JsonObject }),
    },
  },
});

const answers = (schemas: unknown, { answers: texts, other = {} }: Operation): JsonObject => {
  const known = isObject(schemas) ? schemas : {};
  const statuses = new Set([...Object.keys(known), ...Object.keys(texts)]);
  return Object.fromEntries(
    [...statuses].map((status) => {
      const odd = other[Number(status)];
      const schema = status === "204" ? undefined : odd === undefined ? known[status] : odd.schema;
      return [
        status,
        {
          description: texts[Number(status)] ?? "The answer.",
          ...(schema !== undefined && {
            content: { [odd?.type ?? "application/json"]: { schema: toReference(schema) } },
          }),
        },
      ];
    }),
  );
};

/** One response for each status, with an example for each code that it may carry. */
const problems = ({ problems: own = [], answers: texts }: Operation, access: Access): JsonObject => {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...own, ...ACCESS[access].problems, ...EVERYWHERE])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      // What is said by a status of its own, such as the 503 of a readiness, is not said twice.
      .filter(([status]) => texts[status] === undefined)
      .map(([status, codes]) => [status, problemResponse(codes)]),
  );
};

const problemResponse = (codes: readonly ProblemCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join("\n\n"),
  ...(codes.some((code) => PROBLEMS[code].retryable) && {
    headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
  }),
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      examples: Object.fromEntries(codes.map((code) => [code, { value: exampleProblem(code) }])),
    },
  },
});

const exampleProblem = (code: ProblemCode): JsonObject => {
  const { status, title, hint } = PROBLEMS[code];
  return { type: problemType(code), title, status, code, detail: `${title}.`, hint };
};
