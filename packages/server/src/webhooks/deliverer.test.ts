import { setTimeout as delay } from "node:timers/promises";
import type { Deliveries } from "@neuron/contract";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseCidrs } from "../platform/cidr.js";
import { createHarness, makeJob, makeSettlement } from "../queue/fixtures.js";
import type { Settlement } from "../queue/types.js";
import { createAddressPolicy } from "./address-policy.js";
import { createWebhookClient } from "./client.js";
import { createDeliverer, type DelivererTuning } from "./deliverer.js";
import { createDeliveryQueue } from "./delivery-queue.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { createResolver } from "./resolver.js";
import type { WebhookClient } from "./types.js";

const h = createHarness();
const open: { stop(deadlineMs: number): Promise<void> }[] = [];
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop(1000);
  await h.end();
});

const connection = () => ({ url: h.redis.url, prefix: h.prefix.slice(0, -1), onError: () => undefined });

const receive = async (...args: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...args);
  open.push(receiver);
  return receiver;
};

interface Given {
  readonly tuning?: Partial<DelivererTuning>;
  readonly maxAttempts?: number;
  readonly log?: Record<string, unknown>[];
}

const deliver = async (given: Given = {}) => {
  const queue = createDeliveryQueue({
    ...connection(),
    leaseMs: 30_000,
    maxAttempts: given.maxAttempts ?? 4,
  });
  const deliverer = createDeliverer({
    queue,
    policy: createAddressPolicy(parseCidrs("127.0.0.1") ?? []),
    resolve: createResolver(),
    logger: pino({}, { write: (line: string) => given.log?.push(JSON.parse(line)) }),
    tuning: { delaysMs: [50, 50, 50], lookMs: 50, ...given.tuning },
  });
  await deliverer.start();
  open.push(deliverer);
  return deliverer;
};

const webhooks = async (): Promise<WebhookClient> => {
  const client = createWebhookClient(connection());
  await client.start();
  open.push(client);
  return client;
};

/** Takes executions from admission to their end. */
const finisher = async () => {
  const queue = await h.client();
  const worker = await h.worker("w:1");
  return {
    queue,
    worker,
    async finish(callbackUrl: string, given: { tenant?: string; result?: Partial<Settlement> } = {}) {
      const job = makeJob({ tenant: given.tenant ?? "local" });
      await queue.admit({ ...job, request: { ...job.request, callbackUrl } });
      for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement(given.result));
      return job.id;
    },
  };
};

const until = (client: WebhookClient, id: string, status: Deliveries["status"], tenant = "local") =>
  expect
    .poll(async () => (await client.deliveries(tenant, id))?.status, { timeout: 10_000, interval: 20 })
    .toBe(status);

describe("a delivery", () => {
  it("is what GET gives, signed so that others can check it", async () => {
    const log: Record<string, unknown>[] = [];
    const receiver = await receive((_request, response) => response.writeHead(204).end());
    const client = await webhooks();
    await deliver({ log });
    const { finish, queue } = await finisher();
    const id = await finish(`http://127.0.0.1:${receiver.port}/hook?key=secret`);
    await until(client, id, "delivered");

    const [request] = receiver.requests;
    const headers = request?.headers as Record<string, string>;
    expect(headers).toMatchObject({ "webhook-id": id, "content-type": "application/json" });
    const { secret } = await client.secret("local");
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const body = request?.body ?? "";
    expect(new Webhook(secret).verify(body, headers)).toEqual(await queue.get("local", id));
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook("whsec_AAAA").verify(body, headers)).toThrow();

    expect(await client.deliveries("local", id)).toEqual({
      url: `http://127.0.0.1:${receiver.port}/hook?key=secret`,
      status: "delivered",
      attempts: [
        {
          attempt: 1,
          startedAt: expect.any(String),
          durationMs: expect.any(Number),
          httpStatus: 204,
          error: null,
        },
      ],
      nextAttemptAt: null,
    });
    expect(await client.deliveries("other", id)).toBeNull();
    expect(log).toMatchObject([{ msg: "webhook", execution: id, httpStatus: 204, next: "delivered" }]);
    expect(JSON.stringify(log)).not.toContain("secret");
  });

  it("comes for every way in which an execution ends, and for no other", async () => {
    const receiver = await receive((_request, response) => response.end());
    await deliver();
    const client = await webhooks();
    const { queue, worker, finish } = await finisher();
    const cancelled = makeJob();
    await queue.admit({
      ...cancelled,
      request: { ...cancelled.request, callbackUrl: `http://127.0.0.1:${receiver.port}/` },
    });
    await queue.cancel("local", cancelled.id);
    await until(client, cancelled.id, "delivered");
    const silent = makeJob({
      request: {
        language: "python",
        source: "",
        metadata: { callbackUrl: `http://127.0.0.1:${receiver.port}/` },
      },
    });
    await queue.admit(silent);
    for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
    await until(client, await finish(`http://127.0.0.1:${receiver.port}/`), "delivered");
    expect(await client.deliveries("local", silent.id)).toMatchObject({
      status: "none",
      url: null,
      attempts: [],
    });
    expect(receiver.requests.map(({ body }) => JSON.parse(body).outcome)).toEqual(["cancelled", "accepted"]);
  });

  it("is signed with both secrets for as long as the old one shall stay valid", async () => {
    const receiver = await receive((_request, response) => response.end());
    const client = await webhooks();
    const { finish } = await finisher();
    await deliver();
    const old = (await client.secret("local")).secret;
    expect((await client.secret("local")).secret).toBe(old);
    const fresh = await client.rotateSecret("local", 60_000);
    expect(fresh.secret).not.toBe(old);
    expect(Date.parse(fresh.previousValidUntil ?? "")).toBeGreaterThan(Date.now() + 30_000);
    await until(client, await finish(`http://127.0.0.1:${receiver.port}/`), "delivered");
    const revoked = await client.rotateSecret("local", 0);
    expect(revoked.previousValidUntil).toBeNull();
    await until(client, await finish(`http://127.0.0.1:${receiver.port}/`), "delivered");

    const signs = (secret: string, index: number): boolean => {
      const { body = "", headers = {} } = receiver.requests[index] ?? {};
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    expect([old, fresh.secret, revoked.secret].map((secret) => signs(secret, 0))).toEqual([
      true,
      true,
      false,
    ]);
    expect([old, fresh.secret, revoked.secret].map((secret) => signs(secret, 1))).toEqual([
      false,
      false,
      true,
    ]);
    expect((await client.secret("other")).secret).not.toBe(revoked.secret);
  });
});

describe("a receiver that does not take it", () => {
  it("is tried again, by the schedule, with the same id, until it does", async () => {
    let times = 0;
    const receiver = await receive((_request, response) => response.writeHead(++times < 3 ? 503 : 200).end());
    const client = await webhooks();
    await deliver();
    const { finish } = await finisher();
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    await until(client, id, "delivered");
    const { attempts } = (await client.deliveries("local", id)) ?? { attempts: [] };
    expect(attempts.map(({ attempt, httpStatus, error }) => [attempt, httpStatus, error])).toEqual([
      [1, 503, "status"],
      [2, 503, "status"],
      [3, 200, null],
    ]);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
  });

  it("may be away for a while", async () => {
    const first = await startReceiver((_request, response) => response.end());
    await first.stop();
    const client = await webhooks();
    await deliver({ tuning: { delaysMs: Array.from({ length: 60 }, () => 200) }, maxAttempts: 61 });
    const { finish } = await finisher();
    const id = await finish(`http://127.0.0.1:${first.port}/`);
    await expect
      .poll(async () => (await client.deliveries("local", id))?.attempts.length ?? 0)
      .toBeGreaterThan(0);
    const pending = await client.deliveries("local", id);
    expect(pending?.attempts[0]).toMatchObject({ error: "connect", httpStatus: null });
    await receive((_request, response) => response.end(), { port: first.port });
    await until(client, id, "delivered");
  });

  it("is given up after the last attempt", async () => {
    const receiver = await receive((_request, response) => response.writeHead(500).end());
    const client = await webhooks();
    await deliver();
    const { finish } = await finisher();
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    await until(client, id, "failed");
    expect((await client.deliveries("local", id))?.attempts).toHaveLength(4);
    await delay(200);
    expect(receiver.requests).toHaveLength(4);
    expect(await client.counts()).toMatchObject({
      pending: 0,
      underWay: 0,
      attempts: { status: 4 },
      ends: { delivered: 0, failed: 1, dropped: 0 },
    });
  });

  it("ends it by 410", async () => {
    const receiver = await receive((_request, response) => response.writeHead(410).end());
    const client = await webhooks();
    await deliver();
    const { finish } = await finisher();
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    await until(client, id, "failed");
    expect(receiver.requests).toHaveLength(1);
  });

  it("is not asked again before its Retry-After", async () => {
    const receiver = await receive((_request, response) =>
      response.writeHead(429, { "retry-after": "3600" }).end(),
    );
    const client = await webhooks();
    await deliver();
    const { finish } = await finisher();
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    await expect.poll(async () => (await client.deliveries("local", id))?.attempts[0]?.httpStatus).toBe(429);
    const next = (await client.deliveries("local", id))?.nextAttemptAt;
    expect(Date.parse(next ?? "")).toBeGreaterThan(Date.now() + 3_000_000);
    await delay(200);
    expect(receiver.requests).toHaveLength(1);
  });

  it("holds up nobody else when it is slow", async () => {
    const slow = await receive(() => undefined);
    const quick = await receive((_request, response) => response.end());
    const client = await webhooks();
    const { finish } = await finisher();
    for (let i = 0; i < 40; i++) await finish(`http://127.0.0.1:${slow.port}/${i}`);
    // Also for the same tenant, also when it came last, and with less room than the slow one could fill.
    const last = await finish(`http://127.0.0.1:${quick.port}/`);
    const other = await finish(`http://127.0.0.1:${quick.port}/`, { tenant: "other" });
    await deliver({ tuning: { maxUnderWay: 12 } });
    await until(client, last, "delivered");
    await until(client, other, "delivered", "other");
    expect(slow.requests.length).toBeLessThanOrEqual(8);
    expect(await client.counts()).toMatchObject({ pending: 40, underWay: 8 });
  });

  it("gets fewer at once the more it fails, and more again when it is back", async () => {
    let busy = 0;
    let most = 0;
    let well = false;
    const receiver = await receive((_request, response) => {
      most = Math.max(most, ++busy);
      setTimeout(() => {
        busy--;
        response.writeHead(well ? 200 : 500).end();
      }, 20);
    });
    const client = await webhooks();
    await deliver({ tuning: { delaysMs: Array.from({ length: 200 }, () => 20) }, maxAttempts: 201 });
    const { finish } = await finisher();
    for (let i = 0; i < 30; i++) await finish(`http://127.0.0.1:${receiver.port}/${i}`);
    await expect
      .poll(async () => (await client.counts()).attempts.status ?? 0, { timeout: 10_000 })
      .toBeGreaterThan(40);
    most = 0;
    await delay(200);
    expect(most).toBeLessThanOrEqual(2);
    well = true;
    await expect.poll(async () => (await client.counts()).ends.delivered, { timeout: 10_000 }).toBe(30);
    expect(most).toBeGreaterThan(4);
  });
});

describe("who sends", () => {
  it("may be several, and each delivery is sent by one of them", async () => {
    const receiver = await receive((_request, response) => setTimeout(() => response.end(), 5));
    const client = await webhooks();
    const { finish } = await finisher();
    await Promise.all([deliver(), deliver(), deliver()]);
    const ids: string[] = [];
    for (let i = 0; i < 100; i++)
      ids.push(await finish(`http://127.0.0.1:${receiver.port}/`, { tenant: `t${i % 3}` }));
    await expect.poll(async () => (await client.counts()).ends.delivered, { timeout: 10_000 }).toBe(100);
    expect(receiver.requests.map(({ headers }) => headers["webhook-id"]).sort()).toEqual([...ids].sort());
    expect(await client.counts()).toMatchObject({ pending: 0, underWay: 0, attempts: { ok: 100 } });
  });

  it("gives back what it cannot finish before it stops", async () => {
    let answers = false;
    const receiver = await receive((_request, response) => void (answers && response.end()));
    const client = await webhooks();
    const { finish } = await finisher();
    const first = await deliver();
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    await expect.poll(() => receiver.requests.length).toBe(1);
    expect(await client.deliveries("local", id)).toMatchObject({
      status: "pending",
      attempts: [{ attempt: 1, error: null, durationMs: null }],
    });
    await first.stop(600);
    expect(await client.deliveries("local", id)).toMatchObject({ status: "pending", attempts: [] });
    answers = true;
    await deliver();
    await until(client, id, "delivered");
    expect((await client.deliveries("local", id))?.attempts).toMatchObject([{ attempt: 1, httpStatus: 200 }]);
  });

  it("is another one after a lease has run out", async () => {
    const client = await webhooks();
    const { finish } = await finisher();
    const receiver = await receive((_request, response) => response.end());
    const dead = createDeliveryQueue({ ...connection(), leaseMs: 100, maxAttempts: 4 });
    await dead.start();
    open.push(dead);
    const id = await finish(`http://127.0.0.1:${receiver.port}/`);
    const [lost] = (await dead.take({ count: 1, maxBytes: 1e6, oneAnyway: true })).due;
    expect(lost).toMatchObject({ id, attempt: 1, tenant: "local" });
    await deliver();
    await until(client, id, "delivered");
    expect((await client.deliveries("local", id))?.attempts).toMatchObject([
      { attempt: 1, error: "interrupted", durationMs: null },
      { attempt: 2, error: null, httpStatus: 200 },
    ]);
    // Who was thought to be dead has no say any more.
    if (lost === undefined) throw new Error("nothing was taken");
    const late = {
      startedAt: 0,
      durationMs: 1,
      httpStatus: 500,
      error: "status",
      next: { retryInMs: 0 },
    } as const;
    expect(await dead.report(lost, late)).toBe(false);
    expect(await client.deliveries("local", id)).toMatchObject({ status: "delivered" });
  });

  it("goes on after Redis was away", async () => {
    const receiver = await receive((_request, response) => response.end());
    const client = await webhooks();
    const { finish } = await finisher();
    await deliver();
    await until(client, await finish(`http://127.0.0.1:${receiver.port}/`), "delivered");
    await h.redis.kill();
    await delay(300);
    await h.redis.restart();
    await until(client, await finish(`http://127.0.0.1:${receiver.port}/`), "delivered");
  });
});

describe("what is to be sent", () => {
  it("is dropped when its result was, and leaves nothing", async () => {
    const client = await webhooks();
    const queue = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await queue.admit({ ...job, request: { ...job.request, callbackUrl: "http://127.0.0.1:9/" } });
    for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
    const idle = createDeliveryQueue({ ...connection(), leaseMs: 1000, maxAttempts: 4 });
    await idle.start();
    open.push(idle);
    // It is in its line when the record goes.
    expect((await idle.take({ count: 0, maxBytes: 0, oneAnyway: false })).due).toEqual([]);
    expect(await client.counts()).toMatchObject({ pending: 1 });
    // There is no room for results any more.
    await h.client({ maxResultBytes: 1, sweepIntervalMs: 50 });
    await expect.poll(() => queue.get("local", job.id), { timeout: 10_000 }).toBeNull();
    expect((await idle.take({ count: 9, maxBytes: 1e6, oneAnyway: true })).due).toEqual([]);
    expect(await client.counts()).toMatchObject({ pending: 0, underWay: 0, ends: { dropped: 1 } });
    expect(await client.deliveries("local", job.id)).toBeNull();
  });

  it("is taken as far as there is memory for it, and one larger one alone", async () => {
    const { finish } = await finisher();
    const run = makeSettlement().run;
    if (run === null) throw new Error("no run");
    const stdout = "x".repeat(1000);
    for (let i = 0; i < 6; i++) await finish("http://127.0.0.1:9/", { result: { run: { ...run, stdout } } });
    const queue = createDeliveryQueue({ ...connection(), leaseMs: 10_000, maxAttempts: 4 });
    await queue.start();
    open.push(queue);
    const take = async (maxBytes: number, oneAnyway: boolean) =>
      (await queue.take({ count: 10, maxBytes, oneAnyway })).due.length;
    expect(await take(100, false)).toBe(0);
    expect(await take(100, true)).toBe(1);
    expect(await take(3000, false)).toBe(2);
    expect(await take(1e6, false)).toBe(3);
  });

  it("is shared out fairly: a tenant may fill its part only, however many receivers it has", async () => {
    const { finish } = await finisher();
    for (let i = 0; i < 100; i++) await finish(`http://h${i}.example/`, { tenant: "greedy" });
    await finish("http://h.example/", { tenant: "modest" });
    const queue = createDeliveryQueue({ ...connection(), leaseMs: 10_000, maxAttempts: 4 });
    await queue.start();
    open.push(queue);
    const { due } = await queue.take({ count: 256, maxBytes: 1e9, oneAnyway: true });
    const of = (tenant: string) => due.filter((each) => each.tenant === tenant);
    expect([of("greedy").length, of("modest").length]).toEqual([64, 1]);
    // Each that ends makes room for one more.
    const done = { startedAt: 0, durationMs: 1, httpStatus: 200, error: null, next: "delivered" } as const;
    for (const each of of("greedy").slice(0, 10)) await queue.report(each, done);
    expect((await queue.take({ count: 256, maxBytes: 1e9, oneAnyway: true })).due).toHaveLength(10);
    for (const each of of("greedy").slice(10))
      await queue.report(each, { ...done, error: "status", next: { retryInMs: 60_000 } });
    expect((await queue.take({ count: 256, maxBytes: 1e9, oneAnyway: true })).due).toHaveLength(26);
  });
});
