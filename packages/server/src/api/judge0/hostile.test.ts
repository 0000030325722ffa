import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCEPTED, startTestApi, type TestApi } from "../test-api.js";

/** What nobody's client sends. Each is answered soon, with something that Judge0 could have said; nothing gets in by it. */

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi({ judge0: { authzTokens: ["boss"] } });
});
afterEach(async () => {
  expect(service.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  await service.stop();
});

const MIB = 1024 * 1024;
const SOON_MS = 2000;

const post = async (url: string, payload: string | Buffer, type = "application/json") => {
  const begun = performance.now();
  const response = await service.api.app.inject({
    ...{ method: "POST", url: `/judge0${url}`, payload },
    headers: { "content-type": type },
  });
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
  return response;
};
const form = "application/x-www-form-urlencoded";
const VALID = { source_code: "1", language_id: 71 };

test("a form or parts without end", async () => {
  const names = Array.from({ length: 400_000 }, (_, i) => `a${i}=`).join("&");
  expect((await post("/submissions", names, form)).statusCode).toBe(400);
  const part = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n';
  const parts = Buffer.from(`${part.repeat(50_000)}--b--\r\n`);
  expect((await post("/submissions", parts, "multipart/form-data; boundary=b")).statusCode).toBe(400);
  for (const none of [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary=""',
  ])
    expect((await post("/submissions", parts, none)).statusCode).toBe(400);
});

test("values that are not what they should be", async () => {
  const long = "x".repeat(3.9 * MIB);
  const batch = await post(
    "/submissions/batch",
    JSON.stringify({ submissions: [long, [1, 2], 7, null, VALID] }),
  );
  expect(batch.statusCode).toBe(201);
  expect(batch.json<unknown[]>().slice(0, 4)).toEqual(
    Array(4).fill(expect.objectContaining({ language_id: expect.any(Array) })),
  );
  const nested = `{"wait":${"[".repeat(4000)}"true"${"]".repeat(4000)},"source_code":"1","language_id":71}`;
  expect((await post("/submissions", nested)).statusCode).toBe(201);
  for (const body of ["[]", "1", '"x"', "null", "[[[[]]]]"])
    expect((await post("/submissions", body)).statusCode).toBe(422);
  expect((await post("/submissions", "[".repeat(100_000))).statusCode).toBe(422);
});

test("names that mean something to JavaScript", async () => {
  for (const body of [
    '{"__proto__":{"source_code":"1","language_id":71}}',
    '{"constructor":{"prototype":{"language_id":71}}}',
  ])
    expect((await post("/submissions", body)).statusCode).toBe(422);
  expect((await post("/submissions", "__proto__=1&constructor=2", form)).statusCode).toBe(422);
  expect((await post("/submissions?__proto__[language_id]=71&fields=constructor", "{}")).json()).toEqual({
    error: "invalid fields: [constructor]",
  });
  expect(({} as { language_id?: unknown }).language_id).toBeUndefined();
});

test("fields without end", async () => {
  for (const fields of [",".repeat(MIB), "stdout,".repeat(MIB / 7)]) {
    const response = await post("/submissions", JSON.stringify({ ...VALID, fields }));
    expect([response.statusCode, response.json()]).toEqual([
      400,
      { error: "invalid fields: there are too many" },
    ]);
  }
});

test("more than the body may hold", async () => {
  const response = await post("/submissions", JSON.stringify({ ...VALID, stdin: "x".repeat(5 * MIB) }));
  expect([response.statusCode, response.json()]).toEqual([413, { error: expect.any(String) }]);
  const source = await post("/submissions", JSON.stringify({ ...VALID, source_code: "x".repeat(1.5 * MIB) }));
  expect([source.statusCode, source.json()]).toEqual([422, { source_code: [expect.any(String)] }]);
  const unpacked = Buffer.from(zipSync({ zeros: new Uint8Array(2 * MIB) })).toString("base64");
  const archive = await post("/submissions", JSON.stringify({ ...VALID, additional_files: unpacked }));
  expect([archive.statusCode, archive.json()]).toEqual([422, { additional_files: [expect.any(String)] }]);
  expect(await service.kept()).toBe(0);
});

test("names of files that lead somewhere else", async () => {
  for (const path of ["../x", "a/../../x", "/../etc/passwd", "a\\..\\x", "a\nb", "x/\0", "a//b", "./../x"]) {
    const additional_files = Buffer.from(zipSync({ [path]: Buffer.from("x") })).toString("base64");
    const response = await post("/submissions", JSON.stringify({ ...VALID, additional_files }));
    expect([path, response.statusCode, response.json()]).toEqual([
      path,
      422,
      { additional_files: [expect.any(String)] },
    ]);
  }
});

test("encodings that are none", async () => {
  const utf16 = Buffer.from(JSON.stringify(VALID), "utf16le");
  expect((await post("/submissions", utf16, "application/json; charset=utf-16")).statusCode).toBe(400);
  const latin1 = Buffer.from('{"source_code":"\xff","language_id":71}', "latin1");
  expect((await post("/submissions", latin1)).statusCode).toBe(400);
  const half = await post("/submissions", '{"source_code":"\\ud800","language_id":71}');
  expect([half.statusCode, half.json()]).toEqual([201, { token: expect.any(String) }]);
  const args = await post(
    "/submissions",
    '{"source_code":"1","language_id":71,"command_line_arguments":"\\ud800"}',
  );
  expect([args.statusCode, args.json()]).toEqual([422, { command_line_arguments: [expect.any(String)] }]);
  const packed = await service.api.app.inject({
    ...{ method: "POST", url: "/judge0/submissions", payload: JSON.stringify(VALID) },
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
  });
  expect(packed.statusCode).toBe(415);
});

test("tokens that are none, and a batch of large answers", async () => {
  for (const token of ["..%2f..%2fv1%2fexecutions", "%00", "a".repeat(1000), "*", "0".repeat(32)])
    expect((await service.api.app.inject(`/judge0/submissions/${token}`)).statusCode).toBe(404);
  const stdout = "x".repeat(4 * MIB);
  service.work(() => ({ ...ACCEPTED, run: ACCEPTED.run && { ...ACCEPTED.run, stdout } }));
  const { token } = (await post("/submissions?wait=true", JSON.stringify(VALID))).json<{ token: string }>();
  const tokens = Array(20).fill(token).join(",");
  const large = await service.api.app.inject(`/judge0/submissions/batch?tokens=${tokens}`);
  expect([large.statusCode, large.json()]).toEqual([
    400,
    { error: "the answer would be too large, ask for fewer submissions or fields" },
  ]);
  const small = await service.api.app.inject(`/judge0/submissions/batch?tokens=${tokens}&fields=status_id`);
  expect(small.json()).toEqual({ submissions: Array(20).fill({ status_id: 3 }) });
}, 30_000);

test("anything at all", async () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "",
      "true",
      "*",
      "-1",
      "1e999",
      "NaN",
      "71",
      "89",
      "__proto__",
      "\0",
      "x,y",
      "a".repeat(600),
    ),
  );
  const values = fc.oneof(texts, fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.boolean());
  const names = fc.constantFrom(
    ...["source_code", "language_id", "stdin", "expected_output", "cpu_time_limit", "wall_time_limit"],
    ...["memory_limit", "number_of_runs", "additional_files", "callback_url", "compiler_options", "wait"],
    ...["command_line_arguments", "base64_encoded", "fields", "tokens", "page", "per_page", "submissions"],
    ...[
      "X-Auth-Token",
      "X-Auth-User",
      "__proto__",
      "constructor",
      "max_file_size",
      "redirect_stderr_to_stdout",
    ],
  );
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"),
    path: fc.oneof(
      fc.constantFrom(
        "/submissions",
        "/submissions/batch",
        "/languages/71",
        "/statistics",
        "/",
        "/authorize",
      ),
      texts.map((text) => `/submissions/${encodeURIComponent(Buffer.from(text).toString())}`),
    ),
    query: fc.array(fc.tuple(names, texts), { maxLength: 3 }),
    type: fc.constantFrom(
      "application/json",
      form,
      "multipart/form-data; boundary=x",
      "text/plain",
      'a;b="c',
    ),
    body: fc.oneof(
      fc
        .dictionary(names, values, { maxKeys: 5 })
        .map((odd) => JSON.stringify({ ...VALID, ...odd, wait: null })),
      fc.array(values, { maxLength: 4 }).map((submissions) => JSON.stringify({ submissions })),
      fc
        .array(fc.tuple(names, texts), { maxLength: 4 })
        .map((pairs) => new URLSearchParams(pairs.map(([n, t]): [string, string] => [n, t])).toString()),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    ),
  });
  const answers = new Set([200, 201, 204, 400, 401, 403, 404, 413, 415, 422, 503]);
  service.work();
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, query, type, body }) => {
      const search = query.map(
        ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(Buffer.from(value).toString())}`,
      );
      const response = await service.api.app.inject({
        method: method as "GET",
        url: `/judge0${path}?${search.join("&")}`,
        headers: { "content-type": type, "x-auth-user": "boss" },
        ...(method === "GET" || method === "HEAD" ? {} : { payload: body }),
      });
      if (!answers.has(response.statusCode)) throw new Error(`${response.statusCode}: ${response.body}`);
      if (response.body !== "" && !response.headers["content-type"]?.toString().startsWith("text/plain"))
        JSON.parse(response.body);
    }),
    { numRuns: 400, interruptAfterTimeLimit: 60_000 },
  );
}, 90_000);

test("two requests in what looks like one", async () => {
  const { url } = await service.api.start();
  const ask = async (head: string, body: string): Promise<string> => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end(`POST /judge0/submissions HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n${body}`);
    return await text(socket);
  };
  for (const head of [
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "Content-Length: 5\r\nContent-Length: 6",
    "Transfer-Encoding: chunked, identity",
    "Content-Length: +5",
    "X-Auth-Token : t\r\nContent-Length: 2",
  ])
    expect(await ask(head, "0\r\n\r\nGET /judge0/languages HTTP/1.1\r\nHost: x\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 400 /,
    );
});

test("several tokens at once are none of them", async () => {
  await service.stop();
  service = await startTestApi({ judge0: { authnTokens: ["one", "two"] } });
  for (const [query, headers] of [
    ["?X-Auth-Token=one&X-Auth-Token=one", {}],
    ["?X-Auth-Token[]=one", {}],
    ["", { "x-auth-token": "one, two" }],
    ["", { "x-auth-token": "one two" }],
    ["", { "x-auth-token": "ONE" }],
    ["?X-Auth-Token=one", { "x-auth-token": "wrong" }],
  ] as const) {
    const response = await service.api.app.inject({ url: `/judge0/languages${query}`, headers });
    expect(response.statusCode).toBe(401);
  }
});
