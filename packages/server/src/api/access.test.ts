import type { FastifyRequest } from "fastify";
import { describe, expect, test } from "vitest";
import { createAccessCheck, isLoopback } from "./access.js";

const check = (bound: string, method: string, headers: Record<string, string>) => () =>
  createAccessCheck(bound)({ method, headers, is404: true } as unknown as FastifyRequest);

test.each(["127.0.0.1", "127.9.9.9", "localhost", "LocalHost", "::1", "[::1]"])("%s is loopback", (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(["0.0.0.0", "::", "127.0.0.1.evil.com", "localhost.evil.com", "10.0.0.1", "", "127.1"])(
  "%j is not loopback",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

describe("Host on loopback", () => {
  test.each(["localhost:4000", "127.0.0.1:4000", "127.0.0.1", "[::1]:4000", "LOCALHOST:1"])(
    "%s is answered",
    (host) => {
      expect(check("127.0.0.1", "GET", { host })).not.toThrow();
    },
  );

  test.each([
    "evil.com",
    "evil.com:4000",
    "localhost.evil.com",
    "127.0.0.1@evil.com",
    "localhost:4000:1",
    "",
    "[::1",
    "::1",
  ])("%j is refused", (host) => {
    expect(check("127.0.0.1", "GET", { host })).toThrow("Host header");
  });

  test("an HTTP/1.0 client without one is answered", () => {
    expect(check("127.0.0.1", "GET", {})).not.toThrow();
  });

  test("any is answered when bound to another address", () => {
    expect(check("0.0.0.0", "GET", { host: "code.example.com" })).not.toThrow();
  });
});

describe("requests by pages of other sites", () => {
  const host = "localhost:4000";

  test.each([
    { origin: "http://evil.com" },
    { origin: "null" },
    { origin: "http://localhost:3000" },
    { origin: "http://localhost:4000.evil.com" },
    { origin: "" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:4000", "sec-fetch-site": "cross-site" },
  ])("%j cannot post or delete", (headers) => {
    expect(check("127.0.0.1", "POST", { host, ...headers })).toThrow("header is");
    expect(check("127.0.0.1", "DELETE", { host, ...headers })).toThrow("header is");
    expect(check("127.0.0.1", "GET", { host, ...headers })).not.toThrow();
  });

  test("its own page can", () => {
    const headers = { host, origin: "http://localhost:4000", "sec-fetch-site": "same-origin" };
    expect(check("127.0.0.1", "POST", headers)).not.toThrow();
  });
});
