import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { Admission, QueueClient } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const admitMany = (client: QueueClient, count: number): Promise<Admission[]> =>
  Promise.all(Array.from({ length: count }, () => client.admit(makeJob())));

describe("admission", () => {
  it("takes 1,000 at once while nothing is known of the speed", async () => {
    const client = await h.client();
    const admissions = await admitMany(client, 1000);
    expect(admissions.filter(({ accepted }) => accepted)).toHaveLength(1000);
    expect(admissions[999]).toMatchObject({ position: 999 });
  });

  it("takes 1,000 at once after a time with little to do", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await client.admit(makeJob());
    const [lease] = await worker.claim(1);
    await expect.poll(() => Date.now() - (lease?.job.createdAt ?? 0)).toBeGreaterThan(200);
    if (lease) await worker.settle(lease, makeSettlement());
    const admissions = await admitMany(client, 1000);
    expect(admissions.every(({ accepted }) => accepted)).toBe(true);
  });

  it("refuses by count, keeps nothing, and leaves room for other tenants", async () => {
    const client = await h.client({ maxQueued: 4 });
    await admitMany(client, 4);
    const refused = makeJob();
    expect(await client.admit(refused)).toMatchObject({ accepted: false, reason: "queue_full" });
    expect(await client.get("local", refused.id)).toBeNull();
    expect((await client.stats()).queued).toBe(4);
    expect(await client.admit(makeJob({ tenant: "other" }))).toMatchObject({ accepted: true });
    expect(await client.admit(makeJob({ tenant: "other" }))).toMatchObject({ accepted: false });
    const [lease] = await (await h.worker("w:1")).claim(2);
    expect(lease).toBeDefined();
    expect(await client.admit(refused)).toMatchObject({ accepted: true });
  });

  it("refuses by bytes", async () => {
    const client = await h.client({ maxQueuedBytes: 1000 });
    const request = { language: "python", source: "#".repeat(500) };
    expect(await client.admit(makeJob({ request }))).toMatchObject({ accepted: true });
    expect(await client.admit(makeJob({ request }))).toMatchObject({ accepted: false, reason: "queue_full" });
  });

  it("refuses by expected wait, once a backlog has shown how fast the workers are", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await admitMany(client, 300);
    const start = Date.now();
    // About 50 a second for 2.5 s.
    await expect
      .poll(
        async () => {
          for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
          return Date.now() - start > 2500;
        },
        { interval: 20, timeout: 5000 },
      )
      .toBe(true);
    const patient = await client.admit(makeJob({ maxQueueMs: 60_000 }));
    expect(patient.accepted).toBe(true);
    const estimate = patient.accepted ? patient.estimatedWaitMs : 0;
    expect(estimate).toBeGreaterThan(2000);
    expect(estimate).toBeLessThan(20_000);
    const hasty = await client.admit(makeJob({ maxQueueMs: 1000 }));
    expect(hasty).toMatchObject({ accepted: false, reason: "wait_too_long" });
    if (!hasty.accepted) {
      expect(hasty.retryAfterMs).toBeGreaterThanOrEqual(1000);
      expect(hasty.retryAfterMs).toBeLessThanOrEqual(60_000);
    }
    // Another tenant does not wait behind this backlog.
    expect(await client.admit(makeJob({ tenant: "other", maxQueueMs: 1000 }))).toMatchObject({
      accepted: true,
    });
    expect((await client.stats()).perSecond).toBeGreaterThan(1);
  });
});
