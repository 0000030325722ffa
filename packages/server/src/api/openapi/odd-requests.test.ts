import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { ProblemSchema } from "@neuron/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_KEY, startTestApi, type TestApi } from "../test-api.js";
import type { JsonObject } from "./json-schema.js";
import { OPERATIONS } from "./operations/index.js";

/**
 * Every address of the document is asked in odd ways, over real sockets. Whatever comes, the answer is one that the
 * document tells of, in the form that it tells; it comes soon; and nothing stays behind.
 */

const RUNS = Number(process.env.NEURON_TEST_ODD_REQUESTS ?? 80);
const ANSWER_MS = 10_000;
/** What answers for as long as the client listens. */
const ENDLESS = /event-stream/;

interface Asked {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stand for the id of what there is, and for a key that opens the address. */
const KNOWN = "known-id";
const RIGHT_KEY = "right-key";

let own: TestApi;
let knownExecution: string;
let knownTenant: string;
let key: string;
let port: number;
let ajv: Ajv2020;
let document: { paths: Record<string, Record<string, { responses: Record<string, JsonObject> }>> };
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

beforeAll(async () => {
  own = await startTestApi({ accounts: {} });
  own.work();
  port = Number(new URL((await own.api.start()).url).port);
  const get = async (path: string) => JSON.parse((await ask("GET", { path, headers: {}, body: null })).body);
  const post = async (path: string, authorization: string, value: object) => {
    const headers = { authorization: `Bearer ${authorization}`, "content-type": "application/json" };
    const { body } = await ask("POST", { path, headers, body: Buffer.from(JSON.stringify(value)) });
    return JSON.parse(body);
  };
  document = await get("/openapi.json");
  key = (await post("/v1/admin/tenants", ADMIN_KEY, { name: "without limits" })).key.key;
  knownTenant = (await post("/v1/admin/tenants", ADMIN_KEY, { credits: 10 })).account.id;
  knownExecution = (await post("/v1/executions", key, { language: "python", source: "" })).id;
  ajv = new Ajv2020({ strict: false });
  ajv.addSchema(document, "document");
});
afterAll(async () => {
  agent.destroy();
  await own.stop();
});

const ask = (method: string, { path: written, headers: given, body }: Asked): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const admin = written.startsWith("/v1/admin/");
    const path = written.replace(KNOWN, admin ? knownTenant : knownExecution);
    const headers = { ...given };
    if (headers.authorization === RIGHT_KEY) headers.authorization = `Bearer ${admin ? ADMIN_KEY : key}`;
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent }, (response) => {
      let text = "";
      const answer = () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      if (ENDLESS.test(response.headers["content-type"] ?? "")) {
        response.destroy();
        answer();
        return;
      }
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", answer).on("error", reject);
    });
    request.setTimeout(ANSWER_MS, () => request.destroy(new Error("No answer came.")));
    request.on("error", reject);
    request.end(body ?? undefined);
  });

/** Text as HTTP lets through in a header. */
const headerText = fc.string({
  unit: fc.constantFrom(..."abz019 ;,=\"'\\/*{}[]()<>-_.:%\t\u00e9\u00ff"),
  maxLength: 60,
});

const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "\0",
    "..",
    "%",
    "*",
    "__proto__",
  ),
  fc.constantFrom(KNOWN, "a".repeat(300), "01hzzzzzzzzzzzzzzzzzzzzzzz", "queued", "constructor", "\ud800"),
);

const headers = fc.record(
  {
    "content-type": fc.oneof(
      fc.constantFrom(
        "application/json",
        "text/plain",
        "application/json; charset=utf-16",
        "multipart/form-data",
      ),
      headerText,
    ),
    "content-encoding": fc.oneof(fc.constantFrom("gzip", "identity", "br"), headerText),
    accept: headerText,
    authorization: fc.oneof(
      fc.constantFrom(RIGHT_KEY, "", "Bearer", "Bearer x", "Basic eDp5", `Bearer ${ADMIN_KEY}`),
      headerText,
    ),
    prefer: fc.oneof(
      fc.constantFrom("wait=1", "wait=-1", "wait=99999999999", "respond-async, wait=0.5"),
      headerText,
    ),
    "idempotency-key": headerText,
    "last-event-id": headerText,
    "if-none-match": headerText,
    origin: fc.constantFrom("null", "http://evil.example", "http://127.0.0.1"),
    "sec-fetch-site": fc.constantFrom("cross-site", "same-origin", "none", ""),
    host: fc.constantFrom("127.0.0.1", "localhost:1", "evil.example", "[::1]", "[", "a b", "127.0.0.1:99999"),
    "x-http-method-override": fc.constant("DELETE"),
  },
  { requiredKeys: [] },
);

/** Mostly few oddities at once: what is odd in every way is refused at the first and tests nothing else. */
const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(otherwise), weight: 3 }, { arbitrary: value, weight: 1 });

const query = fc
  .array(
    fc.tuple(fc.constantFrom("wait", "limit", "cursor", "status", "x", "__proto__", "wait[]"), oddText),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeOdd(value)}`).join("&"));

const rawQuery = fc.constantFrom(
  "%",
  "wait=%zz",
  "&&&",
  "=",
  "?",
  "wait=1;wait=2",
  "wait=1&wait=1",
  "limit=1e1",
);

/** Lone surrogates have no percent-encoding. */
const encodeOdd = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const names = [
  "language",
  "source",
  "files",
  "entry",
  "stdin",
  "args",
  "env",
  "compileArgs",
  "limits",
  "priority",
];
const fields = fc.constantFrom(
  ...names,
  "maxQueueMs",
  "metadata",
  "interactive",
  "tests",
  "executions",
  "__proto__",
);

/** A body that was right before one or two of its fields were set to anything. */
const spoilt = fc
  .tuple(
    fc.constantFrom<object>(
      { language: "python", source: "print(1)" },
      { language: "cpp", files: [{ path: "main.cpp", content: "int main(){}" }], compileArgs: ["-O1"] },
      {
        language: "py@3",
        source: "",
        limits: { cpuTimeMs: 1 },
        env: { A: "b" },
        args: ["x"],
        metadata: { a: "b" },
      },
    ),
    fc.array(fc.tuple(fields, fc.oneof(fc.jsonValue({ maxDepth: 3 }), oddText)), { maxLength: 2 }),
  )
  .map(([body, changes]) => Buffer.from(JSON.stringify({ ...body, ...Object.fromEntries(changes) })));

const body = fc.oneof(
  { arbitrary: spoilt, weight: 6 },
  { arbitrary: fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)), weight: 2 },
  { arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  {
    arbitrary: fc.constantFrom("", "{", "[".repeat(5000), '{"a":', "\ufeff{}", "nul").map(Buffer.from),
    weight: 1,
  },
);

const requestTo = (path: string, hasBody: boolean): fc.Arbitrary<Asked> =>
  fc
    .tuple(
      fc.array(
        oddText.filter((text) => text !== ""),
        { minLength: 3, maxLength: 3 },
      ),
      rarely(fc.oneof(query, rawQuery), ""),
      rarely(headers, {}).map((odd) => ({ authorization: RIGHT_KEY, ...odd })),
      hasBody ? body : fc.constant(null),
    )
    .map(([texts, search, odd, bytes]) => {
      const values = texts.values();
      const filled = path.replace(/\{\w+\}/g, () => encodeOdd(values.next().value ?? "x"));
      return { path: search === "" ? filled : `${filled}?${search}`, headers: odd, body: bytes };
    });

describe.each(Object.keys(OPERATIONS))("%s", (name) => {
  const [method = "GET", url = "/"] = name.split(" ");
  const path = url.replace(/:(\w+)/g, "{$1}");

  test("answers as the document says", async () => {
    const { responses } = document.paths[path]?.[method.toLowerCase()] ?? { responses: {} };
    await fc.assert(
      fc.asyncProperty(requestTo(path, method === "POST" || method === "PATCH"), async (asked) => {
        const answer = await ask(method, asked);
        const documented = responses[answer.status];
        if (documented === undefined)
          throw new Error(`It is not documented: ${answer.status} ${answer.body}`);
        checkForm(answer, documented);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
    );
  }, 120_000);
});

const isProblem = (text: string): boolean => ajv.validate(ProblemSchema, JSON.parse(text));

const checkForm = ({ status, headers: sent, body: text }: Answered, documented: JsonObject): void => {
  const type = String(sent["content-type"] ?? "").split(";", 1)[0] ?? "";
  if (status >= 400 && type !== "application/json") {
    expect(type).toBe("application/problem+json");
    expect([isProblem(text), JSON.parse(text).status]).toEqual([true, status]);
    if (JSON.parse(text).retryAfterMs !== undefined) expect(Number(sent["retry-after"])).toBeGreaterThan(0);
    return;
  }
  const content = (documented.content ?? {}) as Record<string, { schema: object }>;
  if (text === "" && Object.keys(content).length === 0) return;
  const form = content[type] ?? content["*/*"];
  if (form === undefined) throw new Error(`Its type is not documented: ${type}`);
  if (type !== "application/json") return;
  const schema = JSON.parse(JSON.stringify(form.schema).replaceAll('"#/', '"document#/'));
  expect([ajv.validate(schema, JSON.parse(text)), ajv.errors]).toEqual([true, null]);
};

test("nothing of all that stays behind", async () => {
  const stats = JSON.parse(
    (await ask("GET", { path: "/v1/stats", headers: { authorization: RIGHT_KEY }, body: null })).body,
  );
  expect([stats.queued, stats.running, stats.deadLetters]).toEqual([0, 0, 0]);
  const failures = own.log.filter(({ level }) => Number(level) >= 50);
  expect(failures).toEqual([]);
  agent.destroy();
  await expect.poll(() => connections(), { timeout: 5000 }).toBe(0);
});

const connections = (): Promise<number> =>
  new Promise((resolve, reject) =>
    own.api.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
