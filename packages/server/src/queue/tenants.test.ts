import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import type { Lease, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const job = (tenant = "t") => makeJob({ tenant });

async function claimOne(worker: QueueWorker): Promise<Lease> {
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  return lease;
}

async function creditsOf(tenant = "t") {
  const { credits, reserved, spent } = await h.tenantState(tenant);
  return { credits, reserved, spent };
}

describe("credits", () => {
  it("are reserved by the admission and spent by the end", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("t", { credits: 2 });
    const first = job();
    await client.admit(first);
    await client.admit(first); // repeated
    await client.admit(job());
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 2, spent: 0 });
    const refused = job();
    expect(await client.admit(refused)).toEqual({ accepted: false, reason: "no_credits", retryAfterMs: 0 });
    expect(await client.get("t", refused.id)).toBeNull();
    expect(await client.stats()).toMatchObject({ queued: 2 });
    const lease = await claimOne(worker);
    await worker.settle(lease, makeSettlement({ outcome: "runtime_error" }));
    await worker.settle(lease, makeSettlement());
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 1, spent: 1 });
    expect(await client.admit(job("other"))).toMatchObject({ accepted: true });
  });

  it("are reserved by an admission that leases at once, too", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const offers: Lease[] = [];
    worker.onOffer((lease) => offers.push(lease));
    await worker.claim(3);
    await h.tenant("t", { credits: 1 });
    await client.admit(job());
    await vi.waitFor(() => expect(offers).toHaveLength(1));
    expect(await client.admit(job())).toMatchObject({ reason: "no_credits" });
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 1, spent: 0 });
    await worker.settle(offers[0] as Lease, makeSettlement());
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 0, spent: 1 });
  });

  it("come back for what expired, died, or was cancelled before it ran", async () => {
    const client = await h.client({ sweepIntervalMs: 20 });
    const worker = await h.worker("w:1");
    await h.tenant("t", { credits: 5 });
    await client.admit(makeJob({ tenant: "t", maxQueueMs: 1 }));
    await vi.waitFor(async () => expect((await client.stats()).outcomes).toEqual({ expired: 1 }));
    expect(await creditsOf()).toEqual({ credits: 5, reserved: 0, spent: 0 });

    await client.admit(job());
    for (let i = 0; i < 3; i++) await worker.giveBack(await claimOne(worker), "sandbox lost");
    expect(await creditsOf()).toEqual({ credits: 5, reserved: 0, spent: 0 });

    const queued = job();
    await client.admit(queued);
    await client.cancel("t", queued.id);
    await client.cancel("t", queued.id);
    expect(await creditsOf()).toEqual({ credits: 5, reserved: 0, spent: 0 });

    const settlement = makeSettlement({ outcome: "cancelled", run: null });
    await client.admit(job());
    const before = await claimOne(worker);
    await worker.settle(before, { ...settlement, timings: { compileMs: null, runMs: null } });
    expect(await creditsOf()).toEqual({ credits: 5, reserved: 0, spent: 0 });

    await client.admit(job());
    await worker.settle(await claimOne(worker), settlement);
    expect(await creditsOf()).toEqual({ credits: 4, reserved: 0, spent: 1 });
  });

  it("of one whose checker failed are spent: it ran", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("t", { credits: 1 });
    await client.admit(job());
    await worker.settle(await claimOne(worker), makeSettlement({ outcome: "internal_error", run: null }));
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 0, spent: 1 });
  });

  it("of a cancelled one that ran are spent when its worker is gone", async () => {
    const client = await h.client();
    await h.tenant("t", { credits: 1 });
    const running = job();
    await client.admit(running);
    await claimOne(await h.worker("w:1"));
    await client.cancel("t", running.id);
    await h.worker("w:2");
    expect(await creditsOf()).toEqual({ credits: 0, reserved: 0, spent: 1 });
  });
});

describe("a tenant's limits", () => {
  it("refuse by what it has queued in both lanes, and leave others alone", async () => {
    const client = await h.client({ tenantMaxQueued: 3 });
    await h.tenant("t", { maxQueued: 2 });
    await client.admit(job());
    await client.admit(
      makeJob({ tenant: "t", request: { language: "python", source: "", priority: "batch" } }),
    );
    const refused = await client.admit(job());
    expect(refused).toMatchObject({ accepted: false, reason: "tenant_queue_full" });
    expect(!refused.accepted && refused.retryAfterMs).toBeGreaterThanOrEqual(1000);
    for (let i = 0; i < 3; i++) expect((await client.admit(job("other"))).accepted).toBe(true);
    expect(await client.admit(job("other"))).toMatchObject({ reason: "tenant_queue_full" });
    await (await h.worker("w:1")).claim(1);
    expect((await client.admit(job())).accepted).toBe(true);
  });

  it("let run as many as they say, while others pass", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1", { lookIntervalMs: 60_000 });
    await h.tenant("t", { maxRunning: 2 });
    const jobs = [job(), job(), job(), job()];
    for (const each of jobs) await client.admit(each);
    const leases = await worker.claim(10);
    expect(leases.map((lease) => lease.job.id)).toEqual(jobs.slice(0, 2).map(({ id }) => id));
    expect(await h.tenantState("t")).toMatchObject({ running: 2 });
    await client.admit(job("other"));
    expect((await worker.claim(10)).map((lease) => lease.job.tenant)).toEqual(["other"]);
    await worker.waitForWork(AbortSignal.timeout(1000));
    const woken = worker.waitForWork(AbortSignal.timeout(10_000));
    await worker.settle(leases[1] as Lease, makeSettlement());
    await woken;
    expect((await worker.claim(10)).map((lease) => lease.job.id)).toEqual([jobs[2]?.id]);
    await worker.giveBack(leases[0] as Lease, "sandbox lost");
    expect((await worker.claim(10)).map((lease) => lease.job.id)).toEqual([jobs[0]?.id]);
  });

  it("hold for what is leased at once, and do not keep that from others", async () => {
    const client = await h.client({ tenantMaxRunning: 1 });
    const worker = await h.worker("w:1");
    const offers: Lease[] = [];
    worker.onOffer((lease) => offers.push(lease));
    await worker.claim(5);
    await client.admit(job());
    await client.admit(job());
    await client.admit(job("other"));
    await vi.waitFor(() => expect(offers.map((lease) => lease.job.tenant)).toEqual(["t", "other"]));
    expect(await worker.claim(5)).toEqual([]);
    await worker.settle(offers[0] as Lease, makeSettlement());
    expect((await worker.claim(5)).map((lease) => lease.job.tenant)).toEqual(["t"]);
  });

  it("can be lowered while executions wait", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("t", { maxRunning: 3 });
    for (let i = 0; i < 8; i++) await client.admit(job());
    const [first, second] = await worker.claim(2);
    await h.tenant("t", { maxRunning: 2 });
    expect(await worker.claim(5)).toEqual([]);
    await worker.settle(first as Lease, makeSettlement());
    expect(await worker.claim(5)).toHaveLength(1);
    await worker.settle(second as Lease, makeSettlement());
    expect(await worker.claim(5)).toHaveLength(1);
  });

  it("refuse by the time that its own take, once that is known", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("t", { credits: 10, maxRunning: 1 });
    await client.admit(job());
    const lease = await claimOne(worker);
    await vi.waitFor(() => expect(Date.now() - lease.queuedAt).toBeGreaterThan(300), { interval: 20 });
    await worker.settle(lease, makeSettlement());
    await client.admit(job());
    await claimOne(worker);
    const patient = await client.admit(job());
    expect(patient.accepted && patient.estimatedWaitMs).toBeGreaterThan(110);
    expect(await client.admit(makeJob({ tenant: "t", maxQueueMs: 100 }))).toMatchObject({
      accepted: false,
      reason: "tenant_wait_too_long",
    });
    expect(await creditsOf()).toEqual({ credits: 7, reserved: 2, spent: 1 });
  });

  it("count what a dead worker held no more", async () => {
    const client = await h.client();
    await h.tenant("t", { maxRunning: 1 });
    await client.admit(job());
    await client.admit(job());
    await claimOne(await h.worker("w:1"));
    const heir = await h.worker("w:2");
    await heir.heartbeat(makeReport("w:2"));
    expect(await h.tenantState("t")).toMatchObject({ running: 0 });
    expect(await heir.claim(5)).toHaveLength(1);
  });
});
