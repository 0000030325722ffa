import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_KEY, startTestApi, type TestApi } from "../test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

const NOT_FOUND = { message: "Not Found" };
const ask = (method: string, url: string, payload?: object, headers: Record<string, string> = {}) =>
  service.api.app.inject({
    method: method as "GET",
    url: `/api/v2${url}`,
    headers,
    ...(payload !== undefined && { payload }),
  });
const said = async (method: string, url: string, payload?: object, headers?: Record<string, string>) => {
  const response = await ask(method, url, payload, headers);
  return [response.statusCode, response.json()];
};

describe.each(["", "/piston"])("under /api/v2%s", (prefix) => {
  test("its version", async () => {
    for (const path of ["", "/"])
      expect(await said("GET", prefix + path)).toEqual([200, { message: "Piston v3.1.1" }]);
  });

  test("its runtimes: by Piston's name, with every other name", async () => {
    for (const path of ["/runtimes", "/runtimes/"])
      expect(await said("GET", prefix + path)).toEqual([
        200,
        [
          { language: "c++", version: "14.2.0", aliases: ["cpp", "g++"], runtime: "gcc" },
          { language: "python", version: "3.13.5", aliases: ["py", "python3", "py3", "python3.10"] },
        ],
      ]);
  });

  test("its packages: what is installed, and what could be", async () => {
    expect(await said("GET", `${prefix}/packages`)).toEqual([
      200,
      [
        { language: "c++", language_version: "14.2.0", installed: true },
        { language: "python", language_version: "3.13.5", installed: true },
        { language: "ruby", language_version: "*", installed: false },
      ],
    ]);
  });

  test("nothing else", async () => {
    for (const [method, path] of [
      ["GET", "/execute"],
      ["PUT", "/execute"],
      ["DELETE", "/execute"],
      ["POST", "/runtimes"],
      ["GET", "/nowhere"],
      ["POST", "/nowhere"],
      ["GET", "/runtimes/python"],
      ["GET", "/connect"],
    ] as const)
      expect([method, path, ...(await said(method, prefix + path))]).toEqual([method, path, 404, NOT_FOUND]);
  });

  test("what an address knows, and heads", async () => {
    for (const [path, methods] of [
      ["/execute", "POST"],
      ["/runtimes", "GET,HEAD"],
      ["/packages", "GET,HEAD,POST,DELETE"],
    ] as const) {
      const response = await ask("OPTIONS", prefix + path);
      expect([response.statusCode, response.headers.allow, response.body]).toEqual([200, methods, methods]);
      expect(response.headers["content-type"]).toMatch(/^text\/html/);
    }
    const head = await ask("HEAD", `${prefix}/runtimes`);
    expect([head.statusCode, head.body]).toEqual([200, ""]);
  });
});

test("the addresses beside it are not Piston's", async () => {
  for (const url of ["/api/v1/execute", "/api/v20", "/api"]) {
    const response = await service.api.app.inject(url);
    expect([response.statusCode, response.json().code]).toEqual([404, "not_found"]);
  }
});

describe("packages are added and removed by the operator alone", () => {
  const admin = { authorization: ADMIN_KEY };
  const change = (method: string, payload: object, headers: Record<string, string> = admin) =>
    said(method, "/packages", payload, headers);
  const PYTHON = { language: "python", version: "3.13.5" };

  test("also where nobody else needs a key", async () => {
    for (const method of ["POST", "DELETE"])
      for (const headers of [{}, { authorization: "wrong" }])
        expect(await change(method, PYTHON, headers as Record<string, string>)).toEqual([
          401,
          { message: expect.any(String) },
        ]);
  });

  test("by a command, which the answer names", async () => {
    for (const authorization of [ADMIN_KEY, `Bearer ${ADMIN_KEY}`])
      expect(await change("POST", { language: "rb", version: "3.x" }, { authorization })).toEqual([
        501,
        { message: expect.stringMatching(/neuron languages add ruby$/) },
      ]);
    expect(await change("DELETE", PYTHON)).toEqual([
      501,
      { message: expect.stringMatching(/neuron languages remove python$/) },
    ]);
  });

  test("what is there already, what is not, and what is unknown", async () => {
    expect(await change("POST", PYTHON)).toEqual([500, { message: "Already installed" }]);
    expect(await change("DELETE", { language: "ruby", version: "3.0.1" })).toEqual([
      500,
      { message: "ruby-3.0.1 is not installed" },
    ]);
    const none = (name: string) => [404, { message: `Requested package ${name} does not exist` }];
    for (const method of ["POST", "DELETE"]) {
      expect(await change(method, { language: "nope", version: "1.x" })).toEqual(none("nope-1.x"));
      expect(await change(method, {})).toEqual(none("undefined-undefined"));
      expect(await change(method, { language: { toString: 1 }, version: null })).toEqual(
        none('{"toString":1}-null'),
      );
      expect(await change(method, { language: "ruby", version: "latest" })).toEqual(none("ruby-latest"));
    }
  });
});
