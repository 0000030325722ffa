import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { Job, QueueClient, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const finish = async (client: QueueClient, worker: QueueWorker, given: Partial<Job> = {}): Promise<Job> => {
  const job = makeJob(given);
  await client.admit(job, { key: job.id, fingerprint: "f" });
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  await worker.settle(lease, makeSettlement());
  return job;
};

it("leaves nothing of a finished execution, and everything of the others", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const kept = await finish(client, worker);
  const before = await client.stats();
  const bytesBefore = await h.withRedis((redis) => redis.get(`${h.prefix}keptBytes`));
  const job = await finish(client, worker);
  expect(await client.forget("local", job.id)).toMatchObject({ id: job.id, outcome: "accepted" });
  expect(await client.get("local", job.id)).toBeNull();
  expect(await client.forget("local", job.id)).toBeNull();
  expect((await client.list("local", { limit: 10 })).executions.map(({ id }) => id)).toEqual([kept.id]);
  await h.withRedis(async (redis) => {
    expect(await redis.get(`${h.prefix}keptBytes`)).toBe(bytesBefore);
    const left = await redis.keys("*");
    expect(left.filter((key) => key.includes(job.id))).toEqual([]);
    expect((await redis.zRange(`${h.prefix}kept`, 0, -1)).join()).not.toContain(job.id);
  });
  // It has happened all the same.
  expect((await client.stats()).outcomes.accepted).toBe((before.outcomes.accepted ?? 0) + 1);
});

it("is its tenant's alone, and waits for the end", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const job = makeJob({ tenant: "a" });
  await client.admit(job);
  expect(await client.forget("b", job.id)).toBeNull();
  expect(await client.forget("a", job.id)).toMatchObject({ status: "queued" });
  const [lease] = await worker.claim(1);
  expect(await client.forget("a", job.id)).toMatchObject({ status: "running" });
  if (lease) await worker.settle(lease, makeSettlement());
  expect(await client.forget("b", job.id)).toBeNull();
  expect(await client.get("a", job.id)).toMatchObject({ status: "finished" });
});

it("takes a dead letter with it", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const job = makeJob();
  await client.admit(job);
  for (let attempt = 0; attempt < 3; attempt++) {
    const [lease] = await worker.claim(1);
    if (lease) await worker.giveBack(lease, "the sandbox was lost");
  }
  expect((await client.stats()).deadLetters).toBe(1);
  expect(await client.forget("local", job.id)).toMatchObject({ outcome: "internal_error" });
  expect((await client.stats()).deadLetters).toBe(0);
  expect(await h.withRedis((redis) => redis.get(`${h.prefix}keptBytes`))).toBe("0");
});
