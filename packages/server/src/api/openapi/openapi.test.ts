import { PROBLEM_CODES } from "@neuron/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-api.js";
import { DESCRIPTIONS } from "./descriptions.js";
import { OPERATIONS } from "./operations/index.js";

/** As much of a document as the tests look at. */
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, OperationObject>>;
  readonly components: { readonly schemas: Record<string, object> };
}

interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: {
    content: Record<string, { schema: object; examples?: Record<string, { value: object }> }>;
  };
  readonly responses: Record<string, { description: string; content?: Record<string, object> }>;
}

let own: TestApi;
let document: Document;

beforeAll(async () => {
  own = await startTestApi();
  document = (await own.api.app.inject("/openapi.json")).json();
});
afterAll(() => own.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

test("an independent validator takes it as OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate({ ...structuredClone(document) });
  expect(errors).toBeUndefined();
  expect([valid, validator.version, document.openapi]).toEqual([true, "3.1", "3.1.1"]);
});

test("every route is in it, and nothing else", async () => {
  // Not by the document's own collecting: addresses by the router's tree, methods by what each address allows.
  const routed: string[] = [];
  for (const url of addressesOf(own.api.app.printRoutes({ commonPrefix: false }))) {
    // Other APIs, described by those who made them.
    if (url.startsWith("/judge0") || url.startsWith("/api/v2")) continue;
    const { headers } = await own.api.app.inject({ method: "OPTIONS", url: url.replace(/[{}]/g, "") });
    const methods = String(headers.allow).split(", ");
    for (const method of methods) if (!["HEAD", "OPTIONS"].includes(method)) routed.push(`${method} ${url}`);
  }
  const told = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(told.sort()).toEqual(routed.sort());
});

test("every route has its words, and no words are left over", () => {
  const told = operations().map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
  );
  expect(told.sort()).toEqual(Object.keys(OPERATIONS).sort());
  const ids = Object.values(OPERATIONS).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every code that the catalogue has is told of somewhere", () => {
  const told = new Set(
    operations().flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content }) =>
        Object.keys(
          (content?.["application/problem+json"] as { examples?: object } | undefined)?.examples ?? {},
        ),
      ),
    ),
  );
  // Said by what is not in the document: an address that is unknown, or a method that it does not know.
  const elsewhere = ["method_not_allowed"];
  expect([...told, ...elsewhere].sort()).toEqual([...PROBLEM_CODES].sort());
});

test.each(Object.keys(DESCRIPTIONS))("every field of %s is told of, and no other", (name) => {
  const { properties = {} } = document.components.schemas[name] as {
    properties?: Record<string, { description?: string }>;
  };
  expect(Object.keys(DESCRIPTIONS[name] ?? {}).sort()).toEqual(Object.keys(properties).sort());
  for (const { description } of Object.values(properties)) expect(description).toMatch(/\S/);
});

test("references lead somewhere", () => {
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name ?? "",
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of new Set(names)) expect(document.components.schemas).toHaveProperty(name);
});

describe("examples", () => {
  test("fit their schema, and the service takes them", async () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(document, "document");
    let seen = 0;
    for (const { method, path, operation } of operations()) {
      for (const content of Object.values(operation.requestBody?.content ?? {})) {
        const validate = ajv.compile({ components: document.components, ...content.schema });
        for (const [name, { value }] of Object.entries(content.examples ?? {})) {
          expect([name, validate(value), validate.errors]).toEqual([name, true, null]);
          if (path !== "/v1/executions") continue;
          const response = await own.api.app.inject({ method: method as "POST", url: path, payload: value });
          expect([name, response.statusCode]).toEqual([name, 202]);
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(2);
  });
});

describe("the page", () => {
  test("is made of what the service has, and asks nobody else", async () => {
    const page = await own.api.app.inject("/docs");
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? "");
    expect(links.length).toBe(5);
    for (const link of links) {
      expect(link).not.toMatch(/^(https?:)?\/\//);
      const asset = await own.api.app.inject(`/${link}`);
      expect([link, asset.statusCode, asset.body.length > 100]).toEqual([link, 200, true]);
    }
    expect(page.body).not.toMatch(/<script>|onload=/);
  });

  test("is also found with a slash at its end", async () => {
    const { statusCode, headers } = await own.api.app.inject("/docs/");
    expect([statusCode, headers.location]).toEqual([308, "../docs"]);
  });

  test("lets a client keep what it has", async () => {
    const first = await own.api.app.inject("/docs/swagger-ui.css");
    const again = await own.api.app.inject({
      url: "/docs/swagger-ui.css",
      headers: { "if-none-match": String(first.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  test.each([
    "package.json",
    "..%2fpackage.json",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "constructor",
    "index.js",
  ])("gives no other file: %s", async (name) => {
    const response = await own.api.app.inject(`/docs/${name}`);
    expect([response.statusCode, response.json().code]).toEqual([404, "not_found"]);
  });
});

/** `/path/{param}` of each line of Fastify's tree of routes: a line is put together from its ancestors. */
const addressesOf = (tree: string): string[] => {
  const stack: string[] = [];
  const found: string[] = [];
  for (const line of tree.split("\n")) {
    const match = /^([│├└─\s]*)(\S+) \(/.exec(line);
    if (match === null) continue;
    const [, indent = "", part = ""] = match;
    stack.length = indent.length / 4 - 1;
    stack.push(part);
    found.push(`/${stack.join("")}`.replace(/\/+/g, "/").replace(/:(\w+)/g, "{$1}"));
  }
  return found;
};
