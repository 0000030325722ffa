import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

const submit = async (callbackUrl: unknown) => {
  const response = await service.api.app.inject({
    method: "POST",
    url: "/v1/executions",
    payload: { language: "python", source: "", callbackUrl },
  });
  return { status: response.statusCode, body: response.json() as Record<string, unknown> };
};
const get = async (url: string) => {
  const response = await service.api.app.inject({ url });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.json() as Record<string, unknown>,
  };
};
const rotate = async (payload?: object | string) => {
  const response = await service.api.app.inject({
    method: "POST",
    url: "/v1/account/webhook-secret",
    ...(payload !== undefined && { payload }),
  });
  return { status: response.statusCode, body: response.json() as Record<string, string | null> };
};

describe("callbackUrl", () => {
  test.each([
    ["http://127.0.0.1/", /must not lead to 127\.0\.0\.1/],
    ["http://0x7f.1/", /must not lead to 127\.0\.0\.1/],
    ["http://[::ffff:10.0.0.1]/", /must not lead to/],
    ["http://localhost:4000/v1/executions", /must not lead to localhost/],
    ["ftp://example.com/", /must begin with https/],
    ["https://me:secret@example.com/", /must not hold a user name/],
    ["https://example.com:22/", /must not use port 22/],
    ["hook", /is not a URL/],
    ["", /fewer than 1 char/],
    [`https://example.com/${"x".repeat(2048)}`, /more than 2048 char/],
    [7, /must be a string/],
  ])("%s is refused by name, and nothing is kept", async (url, detail) => {
    const { status, body } = await submit(url);
    expect({ status, ...body }).toMatchObject({ status: 422, code: "invalid_field", field: "callbackUrl" });
    expect(body.detail).toMatch(detail);
    expect(String(body.detail)).not.toContain("secret");
    expect(await service.kept()).toBe(0);
  });
});

describe("deliveries", () => {
  test("are waiting until the execution finishes, and there are none where none were asked for", async () => {
    const { status, body } = await submit("https://Hook.example/a b#c");
    expect(status).toBe(202);
    expect(body).not.toHaveProperty("callbackUrl");
    const waiting = {
      url: "https://hook.example/a%20b",
      status: "waiting",
      attempts: [],
      nextAttemptAt: null,
    };
    expect(await get(`/v1/executions/${body.id}/deliveries`)).toMatchObject({ status: 200, body: waiting });
    await service.api.app.inject({ method: "DELETE", url: `/v1/executions/${body.id}` });
    // Nobody sends here.
    expect(await get(`/v1/executions/${body.id}/deliveries`)).toMatchObject({
      body: { ...waiting, status: "pending" },
    });
    const silent = await submit(undefined);
    expect(await get(`/v1/executions/${silent.body.id}/deliveries`)).toMatchObject({
      status: 200,
      body: { url: null, status: "none", attempts: [], nextAttemptAt: null },
    });
  });

  test.each(["nothing", "a%20b", "x".repeat(100)])("of %s are not found", async (id) => {
    expect(await get(`/v1/executions/${id}/deliveries`)).toMatchObject({
      status: 404,
      body: { code: "execution_not_found" },
    });
  });
});

describe("the secret", () => {
  test("is made once, kept from caches, and renewed on request", async () => {
    const first = await get("/v1/account/webhook-secret");
    expect(first).toMatchObject({ status: 200, body: { previousValidUntil: null } });
    expect(first.headers["cache-control"]).toBe("no-store");
    expect((await get("/v1/account/webhook-secret")).body).toEqual(first.body);
    const second = await rotate();
    expect(second.status).toBe(200);
    expect(second.body.secret).not.toBe(first.body.secret);
    const inHours = (Date.parse(second.body.previousValidUntil ?? "") - Date.now()) / 3_600_000;
    expect(inHours).toBeCloseTo(24, 1);
    expect((await rotate({ previousValidMs: 0 })).body.previousValidUntil).toBeNull();
  });

  test.each([
    [{ previousValidMs: -1 }, "invalid_field"],
    [{ previousValidMs: 8 * 24 * 3600 * 1000 }, "invalid_field"],
    [{ previous: 1 }, "unknown_field"],
    ["no JSON", "malformed_json"],
  ])("is not renewed by %j", async (payload, code) => {
    const before = (await get("/v1/account/webhook-secret")).body;
    expect((await rotate(payload)).body.code).toBe(code);
    expect((await get("/v1/account/webhook-secret")).body).toEqual(before);
  });
});
