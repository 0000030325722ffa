import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { ACCEPTED, ADMIN_KEY, startTestApi, type TestApi, type TestApiOptions } from "../test-api.js";
import { openLive } from "./live-client.js";

let own: TestApi;
afterEach(() => own.stop());

const start = async (options: TestApiOptions = {}): Promise<string> => {
  own = await startTestApi(options);
  return (await own.api.start()).url;
};

const submit = (key?: string) =>
  own.api.app.inject({
    method: "POST",
    url: "/v1/executions?wait=5",
    payload: { language: "python", source: "print('secret')" },
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  });

const makeAccount = async (): Promise<{ id: string; key: string }> => {
  const made = await own.api.app.inject({
    method: "POST",
    url: "/v1/admin/tenants",
    payload: { credits: 10 },
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  const { account, key } = made.json();
  return { id: account.id, key: key.key };
};

describe("where the service is open", () => {
  test("one who comes is told everything, then what is new", async () => {
    const url = await start();
    await own.report({
      sandboxes: [{ id: "s1", place: 0, state: "warm", kind: "python", uses: 0, ageMs: 1, memoryBytes: 1 }],
    });
    const client = await openLive(url);
    await expect.poll(() => client.latest.sandboxes).toMatchObject({ worker: "w:1", all: true });
    expect(client.latest.workers).toMatchObject({ workers: [{ id: "w:1", deaths: { time_limit: 2 } }] });
    expect(client.latest.stats).toMatchObject({ scope: "service", queued: 0, running: 0, latencyMs: null });
    expect(client.latest.tenants).toBeUndefined();

    own.work();
    const { id } = (await submit()).json();
    await expect
      .poll(() => client.latest.executions?.executions)
      .toMatchObject([{ id, tenant: "local", language: "python", outcome: "accepted" }]);
    await expect.poll(() => client.latest.stats?.outcomes).toEqual({ accepted: 1 });
    await expect.poll(() => client.latest.stats?.latencyMs?.total.p50).toBeGreaterThan(0);
    expect(JSON.stringify(client.latest)).not.toContain("secret");

    const late = await openLive(url);
    await expect.poll(() => late.events.slice(0, 4)).toEqual(["stats", "workers", "sandboxes", "executions"]);
    expect(late.latest.executions?.executions).toHaveLength(1);
    await late.leave();
    await client.leave();
  });

  test("all who look share one look, and with the last of them it ends", async () => {
    const url = await start();
    await own.report({});
    let looks = 0;
    const { service } = own.queue.overviews;
    own.queue.overviews.service = (since) => {
      looks++;
      return service(since);
    };
    const clients = await Promise.all(Array.from({ length: 10 }, () => openLive(url)));
    await delay(1600);
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(looks).toBeLessThanOrEqual(5);
    for (const { events } of clients)
      expect(events.filter((event) => event === "stats").length).toBeGreaterThan(1);
    for (const client of clients) await client.leave();
    await delay(700);
    const after = looks;
    await delay(1200);
    expect(looks).toBe(after);
  });

  test("there is a bound, and who leaves makes room", async () => {
    const url = await start();
    const clients = await Promise.all(Array.from({ length: 100 }, () => openLive(url)));
    const refused = await own.api.app.inject({ url: "/v1/stats/stream" });
    expect([refused.statusCode, refused.json().code]).toEqual([503, "too_many_streams"]);
    for (const client of clients) await client.leave();
    await expect
      .poll(async () => {
        const again = await openLive(url);
        await again.leave();
        return again.status;
      })
      .toBe(200);
  });

  test("one who reads nothing is not written to more and more, and is told how things stand when it does", async () => {
    const url = await start();
    const many = Array.from({ length: 200 }, (_, place) => ({
      ...{ id: `sandbox-with-a-long-name-${place}`, place, state: "warm" as const, kind: "python" },
      ...{ uses: 0, ageMs: 1, memoryBytes: 1 },
    }));
    const answers: ServerResponse[] = [];
    own.api.app.server.on("request", (_request, response: ServerResponse) => answers.push(response));
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(`GET /v1/stats/stream HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.pause();
    await own.report({ sandboxes: many });
    await expect.poll(() => answers[0]?.writableLength).toBeDefined();
    await delay(600);
    // 12 MB, which no socket takes.
    for (let uses = 0; uses < 400; uses++) {
      await own.tellPool({ all: true, sandboxes: many.map((each) => ({ ...each, uses })), emptied: [] });
    }
    expect(answers[0]?.writableNeedDrain).toBe(true);
    expect(answers[0]?.writableLength).toBeLessThan(200_000);
    const running = 77;
    await own.report({ running, sandboxes: many });
    await delay(600);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.resume();
    await expect.poll(() => text, { timeout: 5000 }).toContain(`"running":${running},"capacity"`);
    socket.destroy();
  });

  test("a Redis that is away is told of once, and no stream ends by it", async () => {
    const url = await start();
    const client = await openLive(url);
    await expect.poll(() => client.latest.stats).toBeDefined();
    await own.killRedis();
    await expect.poll(() => client.latest.problem, { timeout: 8000 }).toMatchObject({ code: "unavailable" });
    const late = await openLive(url);
    await expect.poll(() => late.latest.problem).toMatchObject({ code: "unavailable" });
    await late.leave();
    await client.leave();
  });

  test("who could not follow the pool at first does so later", async () => {
    const url = await start();
    await own.report({});
    const { followPool } = own.queue.overviews;
    let tries = 0;
    own.queue.overviews.followPool = (listener) => {
      tries++;
      return tries < 3 ? Promise.reject(new Error("not yet")) : followPool(listener);
    };
    const client = await openLive(url);
    await expect.poll(() => tries, { timeout: 5000 }).toBe(3);
    const told = { all: false, sandboxes: [], emptied: [7] };
    await expect
      .poll(async () => {
        await own.tellPool(told);
        return client.latest.sandboxes;
      })
      .toMatchObject(told);
    await delay(1200);
    expect(tries).toBe(3);
    expect(client.latest.problem).toBeUndefined();
    await client.leave();
  });

  test("a service that stops ends the streams", async () => {
    const client = await openLive(await start());
    await own.api.stop(1000);
    await client.ended;
  });
});

describe("with accounts", () => {
  test("an account sees its own and nothing of others", async () => {
    const url = await start({ accounts: {} });
    await own.report({});
    own.work();
    const [mine, other] = [await makeAccount(), await makeAccount()];
    await submit(mine.key);
    await submit(other.key);
    await submit(other.key);
    const client = await openLive(url, mine.key);
    await expect
      .poll(() => client.latest.stats)
      .toMatchObject({
        scope: "account",
        ...{ queued: 0, running: 0, outcomes: { accepted: 1 }, languages: { python: 1 } },
        credits: { granted: 10, available: 9, reserved: 0, spent: 1 },
      });
    expect(client.latest.executions?.executions.map(({ tenant }) => tenant)).toEqual([mine.id]);
    await submit(mine.key);
    await expect.poll(() => client.latest.executions?.executions).toHaveLength(1);
    await expect.poll(() => client.latest.stats?.outcomes).toEqual({ accepted: 2 });
    expect(new Set(client.events)).toEqual(new Set(["stats", "executions"]));
    expect(JSON.stringify(client.latest)).not.toContain(other.id);
    await client.leave();
  });

  test("the operator sees everything, tenants too", async () => {
    const url = await start({ accounts: {} });
    await own.report({});
    own.work();
    const account = await makeAccount();
    const client = await openLive(url, ADMIN_KEY);
    await expect
      .poll(() => client.latest.tenants)
      .toMatchObject({ tenants: [{ id: account.id }], more: false });
    expect(client.latest.workers?.workers).toHaveLength(1);
    await submit(account.key);
    await expect.poll(() => client.latest.executions?.executions[0]?.tenant).toBe(account.id);
    await expect.poll(() => client.latest.tenants?.tenants[0]?.credits?.spent, { timeout: 4000 }).toBe(1);
    await client.leave();
  });

  test("one account does not take the places of others, nor accounts the operator's", async () => {
    const url = await start({ accounts: {} });
    const [mine, other] = [await makeAccount(), await makeAccount()];
    const clients = await Promise.all(Array.from({ length: 60 }, () => openLive(url, mine.key)));
    expect(clients.filter(({ status }) => status === 503).length).toBeGreaterThan(5);
    for (const key of [other.key, ADMIN_KEY]) {
      const client = await openLive(url, key);
      expect(client.status).toBe(200);
      await client.leave();
    }
    for (const client of clients) await client.leave();
  });

  test("nobody sees anything without a key", async () => {
    const url = await start({ accounts: {} });
    expect((await openLive(url)).status).toBe(401);
    expect((await openLive(url, "nrn_wrong")).status).toBe(401);
  });
});

describe("a burst", () => {
  const burst = (payload: object | undefined, key?: string) =>
    own.api.app.inject({
      method: "POST",
      url: "/v1/burst",
      ...(payload && { payload }),
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });

  test("counts every one of its executions, and there is one at a time", async () => {
    const url = await start();
    const client = await openLive(url);
    const begun = await burst({ count: 200 });
    expect([begun.statusCode, begun.json()]).toEqual([
      202,
      expect.objectContaining({ count: 200, over: false, finished: 0, language: "python" }),
    ]);
    const second = await burst({});
    expect([second.statusCode, second.json().code]).toEqual([409, "burst_running"]);
    // Right for the first hundred, wrong for the others.
    let given = 0;
    own.work(() => {
      const stdout = given++ < 100 ? "hello\n" : "hallo\n";
      return { ...ACCEPTED, run: ACCEPTED.run && { ...ACCEPTED.run, stdout } };
    });
    await expect.poll(() => client.latest.burst?.over, { timeout: 10_000 }).toBe(true);
    expect(client.latest.burst).toMatchObject({
      ...{ accepted: 200, refused: 0, finished: 200, right: 100, lost: 0 },
      outcomes: { accepted: 200 },
      latencyMs: { p50: expect.any(Number) },
    });
    expect(own.leases).toHaveLength(200);
    expect(new Set(own.leases.map(({ job }) => job.tenant))).toEqual(new Set(["burst"]));
    const late = await openLive(url);
    await expect.poll(() => late.latest.burst?.id).toBe(begun.json().id);
    expect((await burst({ count: 1, language: "c++" })).json()).toMatchObject({ count: 1, language: "cpp" });
    await expect.poll(() => late.latest.burst).toMatchObject({ count: 1, over: true });
    await late.leave();
    await client.leave();
  });

  test("what the queue does not take is refused, not lost", async () => {
    const url = await start({ maxQueued: 20 });
    const client = await openLive(url);
    expect((await burst({ count: 100 })).statusCode).toBe(202);
    await expect.poll(() => client.latest.burst?.refused, { timeout: 5000 }).toBeGreaterThan(50);
    own.work();
    await expect.poll(() => client.latest.burst?.over, { timeout: 5000 }).toBe(true);
    const { count = 0, finished = 0, refused = 0, lost } = client.latest.burst ?? {};
    expect([finished + refused, lost]).toEqual([count, 0]);
    await client.leave();
  });

  test("is for the operator", async () => {
    await start({ accounts: {} });
    const { key } = await makeAccount();
    const codes = async (...keys: (string | undefined)[]) =>
      Promise.all(keys.map(async (each) => (await burst({ count: 1 }, each)).json().code));
    expect(await codes(undefined, key, "nrn_wrong")).toEqual(["key_missing", "admin_only", "key_invalid"]);
    expect((await burst({ count: 1 }, ADMIN_KEY)).statusCode).toBe(202);
  });

  test.each([
    [{ count: 0 }, "invalid_field"],
    [{ count: 1001 }, "invalid_field"],
    [{ count: 1.5 }, "invalid_field"],
    [{ language: "cobol" }, "unknown_language"],
    [{ size: 1 }, "unknown_field"],
  ])("%j is refused", async (payload, code) => {
    await start();
    expect((await burst(payload)).json().code).toBe(code);
  });
});
