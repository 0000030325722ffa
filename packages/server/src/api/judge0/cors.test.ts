import { afterEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-api.js";
import { readAllowedOrigins } from "./cors.js";

let service: TestApi;
afterEach(() => service.stop());

const PAGE = "https://ide.example";
const start = async (setting: string | null, token: string | null) => {
  service = await startTestApi({
    judge0: {
      authnTokens: token === null ? [] : [token],
      allowsOrigin: readAllowedOrigins(setting, token !== null),
    },
  });
};
const submit = (origin: string, headers: Record<string, string> = {}, url = "/judge0/submissions") =>
  service.api.app.inject({
    method: "POST",
    url,
    headers: { origin, "sec-fetch-site": "cross-site", ...headers },
    payload: { source_code: "print(1)", language_id: 71 },
  });
const preflight = (origin: string, url = "/judge0/submissions/") =>
  service.api.app.inject({
    method: "OPTIONS",
    url,
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type, x-auth-token",
    },
  });

test("a page of any site may, where a token is needed: with the token", async () => {
  await start(null, "t");
  const asked = await preflight(PAGE);
  expect(asked.statusCode).toBe(204);
  expect(asked.headers).toMatchObject({
    "access-control-allow-origin": PAGE,
    "access-control-allow-methods": "GET, HEAD, POST, DELETE, OPTIONS",
    "access-control-allow-headers": "content-type, x-auth-token",
    vary: "origin",
  });
  expect(asked.headers["access-control-allow-credentials"]).toBeUndefined();
  const answered = await submit(PAGE, { "x-auth-token": "t" });
  expect([answered.statusCode, answered.headers["access-control-allow-origin"]]).toEqual([201, PAGE]);
  // It can read why not.
  const refused = await submit(PAGE);
  expect([refused.statusCode, refused.headers["access-control-allow-origin"]]).toEqual([401, PAGE]);
  const read = await service.api.app.inject({
    url: "/judge0/languages",
    headers: { origin: PAGE, "x-auth-token": "t" },
  });
  expect([read.statusCode, read.headers["access-control-allow-origin"]]).toEqual([200, PAGE]);
});

test("no page of another site may where everybody is served, whatever it is called", async () => {
  for (const setting of [null, "*", "none"]) {
    await start(setting, null);
    expect((await preflight(PAGE)).headers["access-control-allow-origin"]).toBeUndefined();
    const refused = await submit(PAGE);
    expect([refused.statusCode, refused.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    const read = await service.api.app.inject({ url: "/judge0/languages", headers: { origin: PAGE } });
    expect(read.headers["access-control-allow-origin"]).toBeUndefined();
    if (setting !== "none") await service.stop();
  }
});

test("only those that the operator names", async () => {
  await start(`http://localhost:3000 ${PAGE}`, null);
  for (const origin of [PAGE, "http://localhost:3000"]) {
    const answered = await submit(origin);
    expect([answered.statusCode, answered.headers["access-control-allow-origin"]]).toEqual([201, origin]);
  }
  for (const origin of ["https://ide.example.evil.test", "http://ide.example", "null", "https://evil.test"]) {
    const refused = await submit(origin);
    expect([refused.statusCode, refused.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    expect((await preflight(origin)).headers["access-control-allow-methods"]).toBeUndefined();
  }
  // A name that was rebound to this machine is none of them.
  expect((await submit(PAGE, { host: "evil.test" })).statusCode).toBe(421);
});

test("only this API", async () => {
  await start(null, "t");
  expect((await submit(PAGE, {}, "/v1/executions")).statusCode).toBe(403);
  expect((await preflight(PAGE, "/v1/executions")).headers["access-control-allow-origin"]).toBeUndefined();
  expect((await submit(PAGE, { "x-auth-token": "t" }, "/judge0/nowhere")).statusCode).toBe(403);
});
