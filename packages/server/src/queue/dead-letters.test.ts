import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { Job, Lease, QueueClient, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

async function makeDeadLetter(
  client: QueueClient,
  worker: QueueWorker,
  given: Partial<Job> = {},
): Promise<Job> {
  const job = makeJob(given);
  await client.admit(job);
  for (let i = 1; i <= 3; i++) {
    const [lease] = await worker.claim(1);
    await worker.giveBack(lease as Lease, `sandbox lost ${i}`);
  }
  return job;
}

it("are listed with why they died, the latest first, in pages", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  expect(await client.deadLetters.list({ limit: 10 })).toEqual({ deadLetters: [], cursor: null });
  const jobs: Job[] = [];
  for (const tenant of ["a", "b", "c"]) jobs.unshift(await makeDeadLetter(client, worker, { tenant }));
  const first = await client.deadLetters.list({ limit: 2 });
  const second = await client.deadLetters.list({ limit: 2, cursor: first.cursor ?? "" });
  const all = [...first.deadLetters, ...second.deadLetters];
  expect(all.map(({ job }) => job)).toEqual(jobs);
  expect(all[0]).toMatchObject({ id: jobs[0]?.id, tenant: "c", reason: "sandbox lost 3", attempts: 3 });
  expect(Math.abs((all[0]?.diedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(second.cursor).toBeNull();
  expect(await client.deadLetters.get(jobs[1]?.id ?? "")).toEqual(all[1]);
  expect(await client.deadLetters.get("another")).toBeNull();
});

it("are retried under their own id, without charge", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  await h.tenant("t", { credits: 1 });
  const job = await makeDeadLetter(client, worker, { tenant: "t" });
  expect(await client.get("t", job.id)).toMatchObject({ status: "finished", outcome: "internal_error" });
  expect(await client.deadLetters.retry(job.id)).toBe(true);
  expect(await client.deadLetters.retry(job.id)).toBe(false);
  expect(await client.get("t", job.id)).toMatchObject({
    status: "queued",
    outcome: null,
    attempts: 0,
    finishedAt: null,
  });
  const waiting = client.waitFor(job.id, 5000);
  const [lease] = await worker.claim(1);
  expect(lease).toMatchObject({ job, attempt: 1 });
  expect(await worker.settle(lease as Lease, makeSettlement())).toBe(true);
  expect(await waiting).toMatchObject({ outcome: "accepted", attempts: 1 });
  expect(await client.stats()).toMatchObject({ deadLetters: 0, queued: 0, running: 0 });
  expect((await client.stats()).outcomes).toEqual({ accepted: 1, internal_error: 0 });
  expect(await h.tenantState("t")).toMatchObject({ credits: 1, reserved: 0, spent: 0, granted: 1 });
});

it("can die again", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const job = await makeDeadLetter(client, worker);
  await client.deadLetters.retry(job.id);
  for (let i = 0; i < 3; i++) await worker.giveBack((await worker.claim(1))[0] as Lease, "lost again");
  const { deadLetters } = await client.deadLetters.list({ limit: 10 });
  expect(deadLetters).toMatchObject([{ id: job.id, reason: "lost again" }]);
});

it("are dropped, and leave the record", async () => {
  const client = await h.client({ resultTtlMs: 500, sweepIntervalMs: 20 });
  const worker = await h.worker("w:1");
  const job = await makeDeadLetter(client, worker);
  expect(await client.deadLetters.drop(job.id)).toBe(true);
  expect(await client.deadLetters.drop(job.id)).toBe(false);
  expect(await client.deadLetters.retry(job.id)).toBe(false);
  expect(await client.deadLetters.list({ limit: 10 })).toEqual({ deadLetters: [], cursor: null });
  expect(await client.get("local", job.id)).toMatchObject({ outcome: "internal_error" });
  await expect.poll(() => client.get("local", job.id), { timeout: 5000 }).toBeNull();
});

it("go with their record", async () => {
  const client = await h.client({ resultTtlMs: 50, sweepIntervalMs: 20 });
  await makeDeadLetter(client, await h.worker("w:1"));
  await expect.poll(async () => (await client.stats()).deadLetters, { timeout: 5000 }).toBe(0);
  expect((await client.deadLetters.list({ limit: 10 })).deadLetters).toEqual([]);
});
