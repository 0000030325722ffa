import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_KEY, startTestApi, type TestApi } from "../test-api.js";

const PROGRAM = { language: "python", version: "3.10.0", files: [{ content: "print(1)" }] };

let service: TestApi;
const execute = (headers: Record<string, string> = {}, payload: object = PROGRAM) =>
  service.api.app.inject({ method: "POST", url: "/api/v2/execute", headers, payload });

describe("with accounts", () => {
  let key: string;
  beforeAll(async () => {
    service = await startTestApi({ accounts: { requestsPerSecond: 1 } });
    service.work();
    const made = await service.api.app.inject({
      method: "POST",
      url: "/v1/admin/tenants",
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
      payload: { credits: 2 },
    });
    key = made.json<{ key: { key: string } }>().key.key;
  });
  afterAll(() => service.stop());

  test("who has none is told so in Piston's form", async () => {
    for (const headers of [{}, { authorization: "nrn_wrong" }, { authorization: "Bearer nrn_wrong" }]) {
      const response = await execute(headers);
      expect([response.statusCode, response.json()]).toEqual([401, { message: expect.any(String) }]);
    }
  });

  test("the key may stand alone; its credits and its rate count", async () => {
    expect((await execute({ authorization: key })).json()).toMatchObject({ run: { code: 0 } });
    expect((await execute({ authorization: `bearer ${key}` })).statusCode).toBe(200);
    const poor = await execute({ authorization: key });
    expect([poor.statusCode, poor.json()]).toEqual([402, { message: expect.stringContaining("credit") }]);
    for (let i = 0; i < 5; i++) await execute({ authorization: key }, {});
    const fast = await execute({ authorization: key }, {});
    expect([fast.statusCode, fast.headers["retry-after"], fast.json()]).toEqual([
      429,
      "1",
      { message: expect.any(String) },
    ]);
  });

  test("what there is may be seen by everybody", async () => {
    for (const path of ["", "/runtimes", "/packages"])
      expect((await service.api.app.inject(`/api/v2${path}`)).statusCode).toBe(200);
  });
});

test("where nobody needs a key any is let pass, and a full queue says when to come back", async () => {
  service = await startTestApi({ maxQueued: 1 });
  try {
    const first = execute({ authorization: "whatever" });
    await service.firstQueued();
    const full = await execute({ authorization: "whatever" });
    expect([full.statusCode, Number(full.headers["retry-after"]) > 0, full.json()]).toEqual([
      503,
      true,
      { message: expect.any(String) },
    ]);
    service.work();
    expect((await first).statusCode).toBe(200);
  } finally {
    await service.stop();
  }
});

test("pages of other sites are refused, and Redis that is gone is told of", async () => {
  service = await startTestApi();
  try {
    const foreign = await execute({ origin: "https://evil.example" });
    expect([foreign.statusCode, foreign.json()]).toEqual([403, { message: expect.any(String) }]);
    await service.killRedis();
    const gone = await execute();
    expect([gone.statusCode, gone.headers["retry-after"], gone.json()]).toEqual([
      503,
      "1",
      { message: "The queue cannot be reached at the moment." },
    ]);
  } finally {
    await service.stop();
  }
});
