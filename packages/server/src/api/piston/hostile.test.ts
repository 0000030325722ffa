import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_KEY, startTestApi, type TestApi } from "../test-api.js";
import { connect } from "./test-connection.js";

/** What nobody's client sends. Each is answered soon, in Piston's form; nothing gets in by it. */

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
  service.work();
});
afterAll(async () => {
  expect(service.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  await service.stop();
});

const VALID = { language: "python", version: "3.10.0", files: [{ content: "print(1)" }] };
const SOON_MS = 2000;

const post = async (payload: string | Buffer, type = "application/json") => {
  const begun = performance.now();
  const response = await service.api.app.inject({
    ...{ method: "POST", url: "/api/v2/execute", payload },
    headers: { "content-type": type },
  });
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
  return response;
};
const refused = async (body: string | Buffer, type?: string) => {
  const response = await post(body, type);
  return [response.statusCode, Object.keys(response.json())];
};

test("values without end", async () => {
  expect(await refused("[".repeat(1_000_000))).toEqual([400, ["message"]]);
  expect(await refused(`{"files":[${"{},".repeat(100_000)}{}]}`)).toEqual([400, ["message"]]);
  expect(await refused(JSON.stringify({ ...VALID, args: Array(300).fill("x") }))).toEqual([400, ["message"]]);
  const deep = `{"language":"python","version":"*","files":[{"content":"1"}],"x":${"[".repeat(4000)}${"]".repeat(4000)}}`;
  expect((await post(deep)).statusCode).toBe(200);
});

test("versions and names that cost more than they say", async () => {
  for (const version of [
    "|| ".repeat(80),
    `>=1 <2 ${" ".repeat(200)}x`,
    "1".repeat(255),
    `${"1.".repeat(120)}1`,
    ">".repeat(250),
    "9".repeat(1_000_000),
  ])
    await post(JSON.stringify({ ...VALID, version }));
  const long = await post(JSON.stringify({ ...VALID, language: "x".repeat(1_000_000) }));
  expect(long.statusCode).toBe(400);
  expect(long.body.length).toBeLessThan(300);
});

test("names that mean something to JavaScript", async () => {
  for (const body of [
    '{"__proto__":{"language":"python","version":"*","files":[{"content":"1"}]}}',
    '{"constructor":{"prototype":{"language":"python"}}}',
  ])
    expect(await refused(body)).toEqual([400, ["message"]]);
  const own = '{"language":"python","version":"*","files":[{"content":"1","__proto__":{"name":"../x"}}]}';
  expect((await post(own)).statusCode).toBe(200);
  expect(({} as { language?: unknown }).language).toBeUndefined();
});

test("encodings that are none", async () => {
  expect((await post(Buffer.from(JSON.stringify(VALID), "utf16le"))).statusCode).toBe(400);
  expect((await post(Buffer.from('{"language":"\xff"}', "latin1"))).statusCode).toBe(400);
  const packed = await service.api.app.inject({
    ...{ method: "POST", url: "/api/v2/execute", payload: JSON.stringify(VALID) },
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
  });
  expect([packed.statusCode, Object.keys(packed.json())]).toEqual([415, ["message"]]);
  for (const content of ["%%%", "=", "YQ", "YQ==YQ==", "\ud800"]) {
    const files = [{ content: "" }, { name: "a", content, encoding: "base64" }];
    expect((await post(JSON.stringify({ ...VALID, files }))).statusCode).toBe(200);
  }
});

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("", "*", "python", "c++", "file", "3.x", "../x", "/x", "a/b", "__proto__", "\0", "hex"),
);
const values = fc.oneof(
  texts,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(0, -1, 1, 3000, 1e308, -1e308, 0.5),
);
const files = fc.array(
  fc.oneof(
    values,
    fc.dictionary(fc.constantFrom("name", "content", "encoding", "__proto__"), values),
    texts.map((name) => ({ name, content: "1" })),
    texts.map((encoding) => ({ encoding, content: "6162" })),
  ),
  { maxLength: 4 },
);
const bodies = fc
  .record({
    language: fc.oneof(fc.constant("python"), values),
    version: fc.oneof(fc.constant("*"), values),
    files: fc.oneof(fc.constant(VALID.files), files, values),
    others: fc.dictionary(
      fc.constantFrom(
        ...["args", "stdin", "run_timeout", "compile_timeout", "run_cpu_time", "compile_cpu_time"],
        ...["run_memory_limit", "compile_memory_limit", "__proto__", "constructor"],
      ),
      values,
      { maxKeys: 4 },
    ),
  })
  .map(({ others, ...body }) => ({ ...others, ...body }));

test("anything at all", async () => {
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"),
    path: fc.constantFrom("/execute", "/packages", "/runtimes", "/connect", "/", "/piston/execute"),
    type: fc.constantFrom("application/json", "text/plain", "application/x-www-form-urlencoded", 'a;b="c'),
    authorization: fc.constantFrom(ADMIN_KEY, `Bearer ${ADMIN_KEY}`, "Bearer", "x y", ""),
    body: fc.oneof(
      bodies.map((body) => JSON.stringify(body)),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    ),
  });
  const answers = new Set([200, 400, 401, 404, 415, 500, 501]);
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, type, authorization, body }) => {
      const response = await service.api.app.inject({
        method: method as "GET",
        url: `/api/v2${path}`,
        headers: { "content-type": type, authorization },
        ...(method === "GET" || method === "HEAD" ? {} : { payload: body }),
      });
      const { statusCode } = response;
      if (!answers.has(statusCode)) throw new Error(`${statusCode}: ${response.body}`);
      // The only ones that Piston knows.
      if (statusCode === 500) expect(response.body).toMatch(/Already installed|is not installed/);
      if (statusCode >= 400 && method !== "HEAD")
        expect(response.json()).toMatchObject({ message: expect.any(String) });
    }),
    { numRuns: 500, interruptAfterTimeLimit: 60_000 },
  );
}, 90_000);

test("anything at all over a connection", async () => {
  const { url } = await service.api.start();
  const message = fc.oneof(
    bodies.map((body) => JSON.stringify({ ...body, type: "init" })),
    fc.constant(JSON.stringify({ ...VALID, type: "init" })),
    fc
      .record({ type: fc.constantFrom("data", "signal", "init", 1, null), stream: texts, data: values })
      .map((odd) => JSON.stringify(odd)),
    fc
      .constantFrom("SIGINT", "SIGKILL", "SIG", 9)
      .map((signal) => JSON.stringify({ type: "signal", signal })),
    texts,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (messages) => {
      const connection = await connect(url);
      for (const each of messages) connection.say(each);
      const { code } = await connection.closed;
      expect([4000, 4001, 4002, 4003, 4004, 4005, 4999]).toContain(code);
      // Nothing goes on behind it.
      const { heard } = connection;
      if (code === 4999) expect(heard.at(-1)).toMatchObject({ type: "exit", stage: "run" });
    }),
    { numRuns: 60, interruptAfterTimeLimit: 60_000 },
  );
}, 90_000);
