import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { QueueClient, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const batch = { language: "python", source: "", priority: "batch" } as const;

async function admit(client: QueueClient, tenant: string, count: number, request = {}): Promise<void> {
  const jobs = Array.from({ length: count }, () => makeJob({ tenant, ...request }));
  await Promise.all(jobs.map((job) => client.admit(job)));
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const tenantsOf = async (worker: QueueWorker, count: number) =>
  (await worker.claim(count)).map(({ job }) => job.tenant);

describe("between tenants", () => {
  it("shares by weight", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("heavy", { weight: 3 });
    await h.tenant("light", { weight: 0.5 });
    for (const tenant of ["heavy", "plain", "light"]) await admit(client, tenant, 90);
    expect(countBy(await tenantsOf(worker, 90))).toEqual({ heavy: 60, plain: 20, light: 10 });
  });

  it("shares run time and not turns", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admit(client, "slow", 200);
    await admit(client, "quick", 200);
    const started = { slow: 0, quick: 0 };
    const until = Date.now() + 2000;
    await expect
      .poll(
        async () => {
          for (const lease of await worker.claim(1)) {
            const tenant = lease.job.tenant as keyof typeof started;
            started[tenant]++;
            if (tenant === "slow") await new Promise((resolve) => setTimeout(resolve, 40));
            await worker.settle(lease, makeSettlement());
          }
          return Date.now() > until || started.quick >= 200;
        },
        { interval: 0, timeout: 10_000 },
      )
      .toBe(true);
    expect(started.quick / started.slow).toBeGreaterThan(4);
  });

  it("serves a newcomer next, in spite of a backlog with short runs", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admit(client, "a", 500);
    for (let i = 0; i < 20; i++)
      for (const lease of await worker.claim(5)) await worker.settle(lease, makeSettlement());
    await admit(client, "b", 1);
    expect(await tenantsOf(worker, 1)).toEqual(["b"]);
  });

  it("gives nobody turns that it saved up while away", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admit(client, "a", 300);
    await admit(client, "b", 1);
    for (let i = 0; i < 150; i++)
      for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
    await admit(client, "b", 100);
    // Would be only b's for as long as a was served alone.
    const { a = 0, b = 0 } = countBy(await tenantsOf(worker, 60));
    expect(Math.min(a, b)).toBeGreaterThan(0);
  });

  it("serves those which come at once in the order of their coming", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    for (const tenant of ["z", "m", "a"]) await admit(client, tenant, 2);
    expect(await tenantsOf(worker, 6)).toEqual(["z", "m", "a", "z", "m", "a"]);
  });

  it("keeps a tenant's own order", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const jobs = Array.from({ length: 40 }, (_, i) => makeJob({ tenant: i % 3 === 0 ? "a" : "b" }));
    for (const job of jobs) await client.admit(job);
    const claimed = (await worker.claim(40)).map(({ job }) => job);
    for (const tenant of ["a", "b"]) {
      const ids = (of: typeof jobs) => of.filter((job) => job.tenant === tenant).map(({ id }) => id);
      expect(ids(claimed)).toEqual(ids(jobs));
    }
  });

  it("does not let one fill the queue's bytes for all", async () => {
    const client = await h.client({ maxQueuedBytes: 100_000 });
    const large = { request: { language: "python", source: "#".repeat(40_000) } };
    await admit(client, "a", 3, large);
    expect(await client.stats()).toMatchObject({ queued: 2 });
    expect(await client.admit(makeJob({ tenant: "b", ...large }))).toMatchObject({ accepted: true });
    expect(await client.admit(makeJob({ tenant: "a", ...large }))).toMatchObject({ reason: "queue_full" });
  });
});

describe("batch", () => {
  it("comes after interactive, which costs it no more than its share", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admit(client, "t", 100, { request: batch });
    await admit(client, "t", 200);
    const first = await worker.claim(1);
    expect(first[0]?.job.request.priority).toBeUndefined();
    const next = (await worker.claim(99)).map(({ job }) => job.request.priority ?? "interactive");
    const counts = countBy(next);
    expect(counts.batch).toBeGreaterThanOrEqual(9);
    expect(counts.batch).toBeLessThanOrEqual(11);
  });

  it("has all that interactive leaves, in its own order and between tenants", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admit(client, "a", 20, { request: batch });
    await admit(client, "b", 5, { request: batch });
    await admit(client, "b", 1);
    const claimed = await worker.claim(11);
    expect(claimed[0]?.job.request.priority).toBeUndefined();
    expect(countBy(claimed.slice(1).map(({ job }) => job.tenant))).toEqual({ a: 5, b: 5 });
    expect(await worker.claim(100)).toHaveLength(15);
    expect(await client.stats()).toMatchObject({ queued: 0, running: 26 });
  });

  it("is leased at once where nobody waits, cancelled and taken back like any other", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob({ request: batch });
    const other = makeJob({ request: batch });
    await client.admit(job);
    await client.admit(other);
    expect(await client.get("local", job.id)).toMatchObject({ status: "queued", queue: { position: 0 } });
    const [lease] = await worker.claim(1);
    await worker.giveBack(lease as NonNullable<typeof lease>, "sandbox lost");
    await client.cancel("local", job.id);
    expect((await worker.claim(5)).map(({ job: { id } }) => id)).toEqual([other.id]);
  });
});
