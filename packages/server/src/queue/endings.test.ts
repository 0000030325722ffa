import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WorkerSupersededError } from "./errors.js";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import type { Lease, QueueClient, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

async function claimOne(worker: QueueWorker): Promise<Lease> {
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  return lease;
}

const quick = { workerTtlMs: 150, sweepIntervalMs: 30 };

describe("cancel", () => {
  it("finishes a queued one, which then never runs", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    const waiting = client.waitFor(job.id, 5000);
    await client.admit(job);
    expect(await client.cancel("local", job.id)).toMatchObject({ status: "finished", outcome: "cancelled" });
    expect(await waiting).toMatchObject({ outcome: "cancelled", attempts: 0, startedAt: null });
    expect(await worker.claim(1)).toEqual([]);
    expect(await client.cancel("local", job.id)).toMatchObject({ outcome: "cancelled" });
    expect((await client.stats()).outcomes).toEqual({ cancelled: 1 });
  });

  it("finishes one that came back from a worker", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    await worker.giveBack(await claimOne(worker), "sandbox lost");
    expect(await client.cancel("local", job.id)).toMatchObject({ outcome: "cancelled" });
    expect(await worker.claim(1)).toEqual([]);
  });

  it("tells the worker of a running one", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const told: string[] = [];
    worker.onCancel((id) => told.push(id));
    const job = makeJob();
    await client.admit(job);
    const lease = await claimOne(worker);
    expect(await client.cancel("local", job.id)).toMatchObject({ status: "running" });
    await expect.poll(() => told).toEqual([job.id]);
    await worker.heartbeat(makeReport("w:1"));
    expect(told).toEqual([job.id]);
    expect(await worker.settle(lease, makeSettlement({ outcome: "cancelled", run: null }))).toBe(true);
    expect(await client.cancel("local", job.id)).toMatchObject({ outcome: "cancelled", run: null });
  });

  it("ends a running one for good when its worker gives it back", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    const lease = await claimOne(worker);
    await client.cancel("local", job.id);
    await worker.giveBack(lease, "stopped by cancel");
    expect(await client.get("local", job.id)).toMatchObject({ outcome: "cancelled" });
    expect(await worker.claim(1)).toEqual([]);
  });

  it("leaves a finished one as it is, and knows no other", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    await worker.settle(await claimOne(worker), makeSettlement());
    expect(await client.cancel("local", job.id)).toMatchObject({ outcome: "accepted" });
    expect(await client.cancel("local", "unknown")).toBeNull();
  });
});

describe("expiry", () => {
  it("comes by itself when nobody claims", async () => {
    const client = await h.client({ sweepIntervalMs: 20 });
    const job = makeJob({ maxQueueMs: 30 });
    const waiting = client.waitFor(job.id, 5000);
    await client.admit(job);
    expect(await waiting).toMatchObject({ status: "finished", outcome: "expired" });
    expect(await client.stats()).toMatchObject({ queued: 0, outcomes: { expired: 1 } });
  });

  it("comes at the claim when no sweep was faster", async () => {
    const client = await h.client({ sweepIntervalMs: 60_000 });
    const worker = await h.worker("w:1", { sweepIntervalMs: 60_000 });
    const late = makeJob({ maxQueueMs: 1 });
    const fine = makeJob();
    const waiting = client.waitFor(late.id, 5000);
    await client.admit(late);
    await client.admit(fine);
    await expect.poll(async () => (await client.stats()).oldestQueuedMs).toBeGreaterThan(1.1);
    expect((await claimOne(worker)).job.id).toBe(fine.id);
    expect(await waiting).toMatchObject({ outcome: "expired" });
  });
});

describe("a dead worker", () => {
  async function admitOne(client: QueueClient) {
    const job = makeJob();
    await client.admit(job);
    return job;
  }

  it("loses what it held to the next one", async () => {
    const client = await h.client(quick);
    const dead = await h.worker("dead:1", quick);
    const job = await admitOne(client);
    const late = await claimOne(dead);
    const alive = await h.worker("alive:1", quick);
    await expect.poll(async () => (await client.stats()).queued, { timeout: 3000 }).toBe(1);
    const lease = await claimOne(alive);
    expect(lease).toMatchObject({ job: { id: job.id }, attempt: 2 });
    expect(await dead.settle(late, makeSettlement({ outcome: "runtime_error" }))).toBe(false);
    expect(await alive.settle(lease, makeSettlement())).toBe(true);
    expect(await client.get("local", job.id)).toMatchObject({ outcome: "accepted", attempts: 2 });
    expect((await client.stats()).outcomes).toEqual({ accepted: 1 });
  });

  it("that comes back is told to stop what it lost, and goes on", async () => {
    const client = await h.client(quick);
    const slow = await h.worker("slow:1", quick);
    const told: string[] = [];
    slow.onCancel((id) => told.push(id));
    const job = await admitOne(client);
    await claimOne(slow);
    await expect.poll(async () => (await client.stats()).queued, { timeout: 3000 }).toBe(1);
    await slow.heartbeat(makeReport("slow:1"));
    expect(told).toEqual([job.id]);
    const again = await claimOne(slow);
    expect(again.attempt).toBe(2);
    expect(await slow.settle(again, makeSettlement())).toBe(true);
  });

  it("keeps its leases by heartbeats", async () => {
    const times = { workerTtlMs: 1000, sweepIntervalMs: 50 };
    const client = await h.client(times);
    const worker = await h.worker("w:1", times);
    await admitOne(client);
    const lease = await claimOne(worker);
    const end = Date.now() + 1300;
    await expect
      .poll(
        async () => {
          await worker.heartbeat(makeReport("w:1"));
          return Date.now() > end;
        },
        { interval: 40, timeout: 3000 },
      )
      .toBe(true);
    expect(await worker.settle(lease, makeSettlement())).toBe(true);
  });

  it("is replaced at once by a new incarnation, and may say no more", async () => {
    const client = await h.client();
    const old = await h.worker("w:1");
    await admitOne(client);
    const late = await claimOne(old);
    const next = await h.worker("w:2");
    expect((await claimOne(next)).attempt).toBe(2);
    expect(await old.settle(late, makeSettlement())).toBe(false);
    await expect(old.heartbeat(makeReport("w:1"))).rejects.toThrow(WorkerSupersededError);
    await admitOne(client);
    expect(await old.claim(1)).toEqual([]);
  });

  it("makes a dead letter of what killed three", async () => {
    const client = await h.client();
    const job = makeJob();
    const waiting = client.waitFor(job.id, 10_000);
    await client.admit(job);
    for (let i = 1; i <= 3; i++) {
      const worker = await h.worker(`w:${i}`);
      expect((await claimOne(worker)).attempt).toBe(i);
    }
    const last = await h.worker("w:4");
    expect(await waiting).toMatchObject({ outcome: "internal_error", attempts: 3 });
    expect(await last.claim(1)).toEqual([]);
    expect(await client.stats()).toMatchObject({ deadLetters: 1, queued: 0, running: 0 });
  });

  it("ends what was cancelled meanwhile", async () => {
    const client = await h.client();
    const job = await admitOne(client);
    await claimOne(await h.worker("w:1"));
    await client.cancel("local", job.id);
    await h.worker("w:2");
    expect(await client.get("local", job.id)).toMatchObject({ outcome: "cancelled" });
  });
});

describe("giving back", () => {
  it("makes a dead letter of the third time", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    for (let i = 0; i < 3; i++) await worker.giveBack(await claimOne(worker), "sandbox lost");
    expect(await client.get("local", job.id)).toMatchObject({ outcome: "internal_error" });
    expect((await client.stats()).deadLetters).toBe(1);
  });

  it("happens by itself when a worker leaves, and is not counted", async () => {
    const client = await h.client();
    await client.admit(makeJob());
    const worker = await h.worker("w:1");
    await claimOne(worker);
    await worker.stop();
    await worker.stop();
    expect((await claimOne(await h.worker("x:1"))).attempt).toBe(1);
  });

  it("happens to a lease whose holder never learnt of it", async () => {
    const client = await h.client();
    const job = makeJob();
    await client.admit(job);
    // Another object under the same id claims, and so stands for a claim whose answer was lost.
    const shadow = await h.worker("w:1");
    const worker = await h.worker("w:1");
    await claimOne(shadow);
    await worker.heartbeat(makeReport("w:1"));
    expect((await client.stats()).running).toBe(1);
    await worker.heartbeat(makeReport("w:1"));
    expect(await client.stats()).toMatchObject({ running: 0, queued: 1 });
  });
});
