import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import { createRedisLink } from "./redis-link.js";
import { claim } from "./scripts/index.js";
import type { Lease, QueueWorker } from "./types.js";

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

describe("the path of one execution", () => {
  it("goes from admission over the worker back to the one who waits", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    const waiting = client.waitFor(job.id, 5000);
    expect(await client.admit(job)).toEqual({ accepted: true, position: 0, estimatedWaitMs: 0 });
    expect(await client.get("local", job.id)).toMatchObject({ status: "queued", queue: { position: 0 } });

    const lease = await claimOne(worker);
    expect(lease.job).toEqual(job);
    expect(lease.attempt).toBe(1);
    expect(lease.queuedMs).toBeGreaterThan(0);
    expect(await client.get("local", job.id)).toMatchObject({
      status: "running",
      outcome: null,
      attempts: 1,
    });

    expect(await worker.settle(lease, makeSettlement())).toBe(true);
    const finished = await waiting;
    expect(finished).toMatchObject({
      id: job.id,
      status: "finished",
      outcome: "accepted",
      language: job.language,
      run: { stdout: "hello\n" },
      timings: { runMs: 2, compileMs: null },
      attempts: 1,
      metadata: { team: "a" },
    });
    expect(finished?.timings.totalMs).toBeGreaterThanOrEqual(finished?.timings.queuedMs ?? Infinity);
    expect(await client.get("local", job.id)).toEqual(finished);
  });

  it("counts what happened", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    for (let i = 0; i < 3; i++) await client.admit(makeJob());
    await worker.settle(await claimOne(worker), makeSettlement());
    await claimOne(worker);
    await worker.heartbeat(makeReport("w:1"));
    const stats = await client.stats();
    expect(stats).toMatchObject({ queued: 1, running: 1, deadLetters: 0, outcomes: { accepted: 1 } });
    expect(stats.oldestQueuedMs).toBeGreaterThan(0);
    expect(stats.latency.total.p50).toBeGreaterThan(0);
    expect(stats.workers.map(({ id }) => id)).toEqual(["w:1"]);
  });

  it("keeps tenants apart", async () => {
    const client = await h.client();
    const job = makeJob({ tenant: "a" });
    await client.admit(job);
    expect(await client.get("b", job.id)).toBeNull();
    expect(await client.cancel("b", job.id)).toBeNull();
    expect((await client.list("b", { limit: 10 })).executions).toEqual([]);
    await expect(client.admit({ ...job, tenant: "b" })).rejects.toThrow(/another tenant/);
  });

  it("wakes a worker that waits for work", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1", { lookIntervalMs: 60_000 });
    expect(await worker.claim(1)).toEqual([]);
    const woken = worker.waitForWork(new AbortController().signal);
    await client.admit(makeJob());
    await woken;
    expect(await worker.claim(1)).toHaveLength(1);
  });

  it("ends waitForWork by abort and by stop", async () => {
    const worker = await h.worker("w:1", { lookIntervalMs: 60_000 });
    await worker.claim(1);
    const abort = new AbortController();
    const first = worker.waitForWork(abort.signal);
    abort.abort();
    await first;
    const second = worker.waitForWork(new AbortController().signal);
    await worker.stop();
    await second;
  });
});

describe("repeating", () => {
  it("admits once, with the same answer", async () => {
    const client = await h.client();
    await client.admit(makeJob());
    const job = makeJob();
    const first = await client.admit(job);
    expect(await client.admit(job)).toEqual(first);
    expect((await client.stats()).queued).toBe(2);
  });

  it("settles once, and says so each time", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    const lease = await claimOne(worker);
    expect(await worker.settle(lease, makeSettlement())).toBe(true);
    expect(await worker.settle(lease, makeSettlement({ outcome: "runtime_error" }))).toBe(true);
    expect((await client.get("local", job.id))?.outcome).toBe("accepted");
    expect((await client.stats()).outcomes).toEqual({ accepted: 1 });
    await worker.giveBack(lease, "too late");
    expect((await client.stats()).queued).toBe(0);
  });

  it("gives a claim the same leases, and does not take more", async () => {
    const client = await h.client();
    await h.worker("w:1");
    for (let i = 0; i < 3; i++) await client.admit(makeJob());
    const link = createRedisLink({
      url: h.redis.url,
      prefix: h.prefix.slice(0, -1),
      onResubscribed: () => {},
      onError: () => {},
    });
    await link.start(5000);
    try {
      const first = (await link.run(claim, ["w:1", "s-0", "2", "5000", "0"])) as string[];
      expect(first).toHaveLength(10);
      const second = (await link.run(claim, ["w:1", "s-0", "2", "5000", "0"])) as string[];
      expect(second).toEqual(first.map(String));
      expect(await client.stats()).toMatchObject({ queued: 1, running: 2 });
      expect(await link.run(claim, ["w:1", "s-1", "2", "5000", "0"])).toHaveLength(5);
    } finally {
      await link.stop();
    }
  });

  it("gives back once", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await client.admit(makeJob());
    const lease = await claimOne(worker);
    await worker.giveBack(lease, "sandbox lost");
    await worker.giveBack(lease, "sandbox lost");
    expect(await client.stats()).toMatchObject({ queued: 1, running: 0 });
    expect((await claimOne(worker)).attempt).toBe(2);
    expect(await worker.settle(lease, makeSettlement())).toBe(false);
  });
});

describe("fairness", () => {
  it("serves a new tenant at once in spite of another's backlog", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await Promise.all(Array.from({ length: 1000 }, () => client.admit(makeJob({ tenant: "a" }))));
    await worker.claim(10);
    const job = makeJob({ tenant: "b" });
    expect(await client.admit(job)).toMatchObject({ accepted: true, position: 1 });
    await client.admit(makeJob({ tenant: "b" }));
    const tenants = (await worker.claim(6)).map((lease) => lease.job.tenant);
    // Ten of a's are running, so both of b's are before its next.
    expect(tenants).toEqual(["b", "b", "a", "a", "a", "a"]);
  });

  it("puts what came back first in its tenant's line", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const jobs = [makeJob(), makeJob(), makeJob()];
    for (const job of jobs) await client.admit(job);
    await worker.giveBack(await claimOne(worker), "sandbox lost");
    expect((await worker.claim(3)).map((lease) => lease.job.id)).toEqual(jobs.map(({ id }) => id));
  });
});

describe("list", () => {
  it("pages newest first and filters by status", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) {
      const job = makeJob();
      ids.unshift(job.id);
      await client.admit(job);
    }
    for (const lease of await worker.claim(2)) await worker.settle(lease, makeSettlement());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await client.list("local", { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.executions.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    expect(seen).toEqual(ids);
    const finished = await client.list("local", { limit: 10, status: "finished" });
    expect(finished.executions.map(({ id }) => id)).toEqual(ids.slice(5));
    expect(finished.cursor).toBeNull();
    const one = await client.list("local", { limit: 1, status: "queued" });
    expect(one.executions).toHaveLength(1);
  });
});

describe("what is left", () => {
  it("is nothing but a few counters once results ran out and everybody left", async () => {
    const client = await h.client({ resultTtlMs: 50, sweepIntervalMs: 20 });
    const worker = await h.worker("w:1");
    const jobs = [makeJob(), makeJob({ tenant: "b" }), makeJob(), makeJob()];
    for (const job of jobs) await client.admit(job);
    await client.cancel("local", (jobs[3] as { id: string }).id);
    const first = await claimOne(worker);
    await worker.giveBack(first, "sandbox lost");
    for (const lease of await worker.claim(3)) await worker.settle(lease, makeSettlement());
    await worker.stop();

    const redis = createClient({ url: h.redis.url });
    await redis.connect();
    // Those which do not go away by themselves.
    const keys = async () => {
      const lasting: string[] = [];
      for (const key of await redis.keys(`${h.prefix}*`)) {
        if ((await redis.ttl(key)) === -1) lasting.push(key.slice(h.prefix.length));
      }
      return lasting.sort();
    };
    try {
      const counters = [
        "heldBytes",
        "keptBytes",
        "outcomes",
        "pace",
        "sweptAt",
        "tenant:b",
        "tenant:local",
        "vtime",
      ];
      await expect.poll(keys, { timeout: 5000, interval: 20 }).toEqual(counters);
      expect(await redis.keys(`${h.prefix}exec:*`)).toEqual([]);
      expect(await redis.get(`${h.prefix}heldBytes`)).toBe("0");
      expect(await redis.get(`${h.prefix}keptBytes`)).toBe("0");
    } finally {
      redis.destroy();
    }
  });

  it("drops the oldest results when there are too many bytes of them", async () => {
    const client = await h.client({ maxResultBytes: 2500, sweepIntervalMs: 20 });
    const worker = await h.worker("w:1");
    for (let i = 0; i < 4; i++) {
      await client.admit(makeJob());
      await worker.settle(await claimOne(worker), makeSettlement());
    }
    const count = async () => (await client.list("local", { limit: 10 })).executions.length;
    await expect.poll(count, { timeout: 3000, interval: 20 }).toBe(2);
  });
});
