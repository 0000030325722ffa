import type { Execution } from "@neuron/contract";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createQueueClient } from "./client.js";
import { QueueUnavailableError } from "./errors.js";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import type { QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

/** Runs whatever comes, with a heartbeat, until aborted. Counts what it settled. */
async function workUntil(
  worker: QueueWorker,
  id: string,
  signal: AbortSignal,
  settled: string[],
): Promise<void> {
  const beat = setInterval(() => void worker.heartbeat(makeReport(id)).catch(() => {}), 200);
  while (!signal.aborted) {
    await worker.waitForWork(signal);
    for (let leases = await worker.claim(4); leases.length > 0; leases = await worker.claim(4)) {
      const results = await Promise.all(
        leases.map(async (lease) => ({ lease, won: await worker.settle(lease, makeSettlement()) })),
      );
      for (const { lease, won } of results) if (won) settled.push(lease.job.id);
    }
  }
  clearInterval(beat);
}

describe("when Redis is killed", () => {
  it("loses nothing and does nothing twice", async () => {
    const client = await h.client({ callTimeoutMs: 10_000 });
    const workers = [await h.worker("a:1"), await h.worker("b:1")];
    const settled: string[] = [];
    const done = new AbortController();
    const loops = workers.map((worker, i) => workUntil(worker, `${"ab"[i]}:1`, done.signal, settled));
    const jobs = Array.from({ length: 200 }, (_, i) => makeJob({ tenant: `t${i % 3}` }));
    let finished = 0;
    const results: Promise<Execution | null>[] = [];
    let kills = 0;
    for (const job of jobs) {
      const waiting = client.waitFor(job.id, 30_000).then((execution) => {
        finished++;
        return execution;
      });
      results.push(waiting);
      const admitting = client.admit(job);
      // In the middle of an admission, with others claimed, running and being settled.
      if (results.length % 60 === 0) {
        kills++;
        await h.redis.kill();
        await h.redis.restart();
      }
      expect((await admitting).accepted).toBe(true);
    }
    const executions = await Promise.all(results);
    expect(kills).toBe(3);
    expect(finished).toBe(200);
    expect(executions.map((execution) => execution?.outcome)).toEqual(Array(200).fill("accepted"));
    done.abort();
    await Promise.all(loops);
    expect(settled.sort()).toEqual(jobs.map(({ id }) => id).sort());
    expect(await client.stats()).toMatchObject({
      queued: 0,
      running: 0,
      deadLetters: 0,
      outcomes: { accepted: 200 },
    });
  });

  it("tells callers after their deadline, and goes on by itself afterwards", async () => {
    const errors: unknown[] = [];
    const client = await h.client({ callTimeoutMs: 100, onError: (error) => errors.push(error) });
    const worker = await h.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    const [lease] = await worker.claim(1);
    if (!lease) throw new Error("nothing to claim");
    const waiting = client.waitFor(job.id, 10_000);
    await h.redis.kill();
    await expect(client.admit(makeJob())).rejects.toThrow(QueueUnavailableError);
    await expect(client.ping()).rejects.toThrow(QueueUnavailableError);
    expect(errors.length).toBeGreaterThan(0);
    const settling = worker.settle(lease, makeSettlement());
    await h.redis.restart();
    expect(await settling).toBe(true);
    expect((await waiting)?.outcome).toBe("accepted");
    await client.ping();
  });

  it("lets many calls wait for it at once without taking them for a leak", async () => {
    const client = await h.client({ callTimeoutMs: 10_000 });
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    try {
      await h.redis.kill();
      const calls = Array.from({ length: 30 }, () => client.stats());
      await expect(client.ping()).rejects.toThrow(QueueUnavailableError);
      await h.redis.restart();
      expect(await Promise.all(calls)).toHaveLength(30);
    } finally {
      process.off("warning", onWarning);
    }
    expect(warnings).toEqual([]);
  });

  it("takes nothing from workers that could not renew their keys meanwhile", async () => {
    const times = { workerTtlMs: 1000, sweepIntervalMs: 50 };
    const client = await h.client(times);
    const worker = await h.worker("w:1", times);
    await client.admit(makeJob());
    const [lease] = await worker.claim(1);
    if (!lease) throw new Error("nothing to claim");
    await worker.heartbeat(makeReport("w:1"));
    const killedAt = Date.now();
    await h.redis.kill();
    await expect.poll(() => Date.now() - killedAt, { timeout: 3000 }).toBeGreaterThan(1100);
    await h.redis.restart();
    const redis = await createClient({ url: h.redis.url }).connect();
    try {
      const sweptAtMs = async () => Number(await redis.get(`${h.prefix}sweptAt`)) / 1000;
      await expect.poll(sweptAtMs, { interval: 5 }).toBeGreaterThan(killedAt + 1100);
      expect(await redis.exists(`${h.prefix}worker:w:1`)).toBe(0);
    } finally {
      redis.destroy();
    }
    await worker.heartbeat(makeReport("w:1"));
    expect(await client.stats()).toMatchObject({ running: 1, queued: 0 });
    expect(await worker.settle(lease, makeSettlement())).toBe(true);
  });

  it("knows its scripts again after they were flushed", async () => {
    const client = await h.client();
    await client.admit(makeJob());
    const redis = createClient({ url: h.redis.url });
    await redis.connect();
    await redis.scriptFlush();
    redis.destroy();
    expect((await client.admit(makeJob())).accepted).toBe(true);
  });

  it("does not start without it, and says why", async () => {
    const client = createQueueClient({ url: "unix:///nowhere/redis.sock", prefix: "x", apiId: "a" });
    const starting = client.start();
    const failed = expect(starting).rejects.toThrow(QueueUnavailableError);
    await client.stop();
    await failed;
  });
});
