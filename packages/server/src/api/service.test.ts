import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

/** For tests that change what all would see. */
const withOwn = async (
  use: (own: TestApi, get: (url: string) => ReturnType<typeof getFrom>) => Promise<void>,
) => {
  const own = await startTestApi();
  try {
    await use(own, (url) => getFrom(own, url));
  } finally {
    await own.stop();
  }
};

const getFrom = ({ api }: TestApi, url: string) => api.app.inject({ method: "GET", url });
const get = (url: string) => getFrom(service, url);

describe("addresses and methods", () => {
  test("the start page names the others, and each of them answers", async () => {
    const page = (await get("/")).json<{ links: Record<string, string> }>();
    for (const link of Object.values(page.links)) expect((await get(link)).statusCode, link).not.toBe(404);
  });

  test("an unknown address is a problem", async () => {
    const response = await service.api.app.inject({ method: "POST", url: "/v2/x?y=1", payload: "{" });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: "not_found", detail: 'There is nothing at POST "/v2/x".' });
  });

  test.each([
    ["PUT", "/v1/executions", "GET, HEAD, OPTIONS, POST"],
    ["POST", "/v1/executions/x", "DELETE, GET, HEAD, OPTIONS"],
    ["DELETE", "/v1/languages", "GET, HEAD, OPTIONS"],
    ["PATCH", "/", "GET, HEAD, OPTIONS"],
  ] as const)("%s %s is not allowed, and OPTIONS says what is", async (method, url, allow) => {
    const refused = await service.api.app.inject({ method, url, payload: "{" });
    expect(refused.statusCode).toBe(405);
    expect(refused.headers.allow).toBe(allow);
    expect(refused.json()).toMatchObject({ code: "method_not_allowed" });
    const options = await service.api.app.inject({ method: "OPTIONS", url });
    expect([options.statusCode, options.headers.allow]).toEqual([204, allow]);
  });

  test("HEAD is GET without a body", async () => {
    const response = await service.api.app.inject({ method: "HEAD", url: "/v1/languages" });
    expect([response.statusCode, response.body]).toEqual([200, ""]);
    expect(Number(response.headers["content-length"])).toBeGreaterThan(0);
  });

  test.each([
    "/v1/executions/%00",
    "/v1/executions/..%2f..",
    "/v1/executions/%F0%9F%98%80",
    `/v1/executions/${"a".repeat(500)}`,
    "/v1/executions/a:b{c}",
  ])("%.40s is no execution", async (url) => {
    for (const method of ["GET", "DELETE"] as const) {
      const response = await service.api.app.inject({ method, url });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: "execution_not_found" });
    }
  });

  test.each([
    ["/v1/executions/%", 400],
    ["/v1/executions?limit=0", 422],
    ["/v1/executions?limit=101", 422],
    ["/v1/executions?limit=x", 422],
    ["/v1/executions?limit=Infinity", 422],
    ["/v1/executions/0000?wait=Infinity", 422],
    ["/v1/executions?limit=1&limit=2", 422],
    ["/v1/executions?status=done", 422],
    ["/v1/executions?cursor=", 422],
    ["/v1/executions?page=2", 422],
    ["/v1/executions/x?wait=-1", 422],
    ["/v1/executions/x?wait=", 422],
    ["/v1/executions/x?wait=61", 422],
    ["/v1/executions/x?wait=NaN", 422],
    ["/v1/executions/x?wait=soon", 422],
  ])("GET %s is %i", async (url, status) => {
    const response = await get(url);
    expect(response.statusCode).toBe(status);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  });

  test.each(["!", "0", "a:b", "x".repeat(256), "%00", "-1", "9".repeat(50)])(
    "a cursor %.20j that was never given is no fault of the service",
    async (cursor) => {
      expect((await get(`/v1/executions?cursor=${cursor}`)).statusCode).toBeLessThan(500);
    },
  );
});

test("languages are listed with version and hello program", async () => {
  const { languages } = (await get("/v1/languages")).json();
  expect(languages).toMatchObject([
    { id: "python", version: "3.13.5", compiled: false, primed: true, hello: { stdout: "hello\n" } },
    { id: "cpp", version: "14.2.0", compiled: true, primed: false },
  ]);
});

test("readiness needs a worker that is ready; pool, stats and metrics show it", () =>
  withOwn(async (own, get) => {
    const before = await get("/readyz");
    expect([before.statusCode, before.json()]).toEqual([
      503,
      { ready: false, reasons: ["No worker is connected."] },
    ]);

    await own.report({ ready: false });
    expect((await get("/readyz")).json()).toMatchObject({ ready: false });
    await own.report({ ready: true, draining: true });
    const draining = await get("/readyz");
    expect([draining.statusCode, draining.json().reasons]).toEqual([
      503,
      ["Every worker is draining: none takes anything new."],
    ]);
    await own.report({ ready: true });
    const after = await get("/readyz");
    expect([after.statusCode, after.json()]).toEqual([200, { ready: true, reasons: [] }]);

    expect((await get("/v1/pool")).json()).toMatchObject({
      states: { booting: 0, warm: 1, busy: 0, dirty: 0 },
      workers: [
        { ready: true, sandboxes: [{ id: "s1", state: "warm", kind: "python" }], deaths: { time_limit: 2 } },
      ],
    });
    expect((await get("/v1/stats")).json()).toMatchObject({
      queued: 0,
      running: 0,
      workers: { live: 1, ready: 1, draining: 0 },
    });
    const metrics = await get("/metrics");
    expect(metrics.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(metrics.body).toContain("neuron_queue_up 1");
    expect(metrics.body).toContain("neuron_queue_depth 0");
    expect(metrics.body).toMatch(/neuron_sandboxes\{worker="[^"]+",state="warm"\} 1/);
    expect(metrics.body).toMatch(/neuron_sandboxes_destroyed_total\{worker="[^"]+",reason="time_limit"\} 2/);
    expect(metrics.body).toMatch(
      /request_duration_seconds_count\{method="GET",route="\/v1\/pool",status="200"\} 1/,
    );
  }));

test("without Redis: alive, not ready, and everything else says to come back", () =>
  withOwn(async (own, get) => {
    await own.killRedis();
    expect((await get("/healthz")).json()).toEqual({ status: "ok" });
    const readiness = await get("/readyz");
    expect([readiness.statusCode, readiness.json()]).toEqual([
      503,
      { ready: false, reasons: ["Redis does not answer."] },
    ]);
    expect((await get("/metrics")).body).toContain("neuron_queue_up 0");
    const payload = { language: "python", source: "" };
    const create = await own.api.app.inject({ method: "POST", url: "/v1/executions?wait=5", payload });
    for (const response of [
      create,
      await get("/v1/executions/abc"),
      await get("/v1/stats"),
      await get("/v1/executions"),
    ]) {
      expect(response.statusCode).toBe(503);
      expect(response.headers["retry-after"]).toBe("1");
      expect(response.json()).toMatchObject({ code: "unavailable", retryAfterMs: 1000 });
    }
  }));

describe("over a socket", () => {
  const send = async (request: string): Promise<string> => {
    const { port } = new URL((await service.api.start()).url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(request);
    return text(socket);
  };

  test.each([
    ["not HTTP", "HELLO\r\n\r\n", "400", "malformed_request"],
    [
      "a huge head",
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      "431",
      "headers_too_large",
    ],
    [
      "a rebound name",
      "GET / HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n",
      "421",
      "host_not_allowed",
    ],
    [
      "two lengths",
      "POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      "400",
      "malformed_request",
    ],
    [
      "a compressed body",
      "POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
      "415",
      "unsupported_media_type",
    ],
    [
      "a post by another site's form",
      "POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.com\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
      "403",
      "cross_site",
    ],
  ])("%s gets a problem", async (_name, request, status, code) => {
    const answer = await send(request);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
    expect(answer).toContain(`"code":"${code}"`);
  });

  test("HTTP/1.0 without a Host header works, with any content type", async () => {
    const body = '\ufeff{"language":"python","source":"print(1)"}';
    const length = Buffer.byteLength(body);
    const answer = await send(
      `POST /v1/executions HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n${body}`,
    );
    expect(answer).toContain(" 202 Accepted");
    expect(answer).toContain('"status":"queued"');
  });
});
