import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { Job, Lease, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const interactive = (given: Partial<Job> = {}): Job =>
  makeJob({ request: { language: "python", source: "input()", interactive: true }, ...given });
const counted = () => h.withRedis((redis) => redis.hGetAll(`${h.prefix}sessions`));
const claim = async (worker: QueueWorker): Promise<Lease> => {
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  return lease;
};

it("refuses more than there may be, and takes all others", async () => {
  const client = await h.client({ maxSessions: 3, tenantMaxSessions: 2 });
  for (let i = 0; i < 2; i++)
    expect(await client.admit(interactive({ tenant: "a" }))).toMatchObject({ accepted: true });
  const refused = interactive({ tenant: "a" });
  expect(await client.admit(refused)).toEqual({
    accepted: false,
    reason: "tenant_sessions_full",
    retryAfterMs: 10_000,
  });
  expect(await client.get("a", refused.id)).toBeNull();
  expect(await client.admit(makeJob({ tenant: "a" }))).toMatchObject({ accepted: true });
  const last = interactive({ tenant: "b" });
  expect(await client.admit(last)).toMatchObject({ accepted: true });
  // The same one again is no other one.
  expect(await client.admit(last)).toMatchObject({ accepted: true });
  expect(await client.admit(interactive({ tenant: "b" }))).toMatchObject({ reason: "sessions_full" });
  expect(await counted()).toEqual({ a: "2", b: "1", "*": "3" });
});

it("those that end as soon as others do are taken like others", async () => {
  const client = await h.client({ maxSessions: 1 });
  const brief = (timeMs: number) =>
    interactive({ request: { language: "python", source: "", interactive: true, session: { timeMs } } });
  for (let i = 0; i < 3; i++) expect(await client.admit(brief(120_000))).toMatchObject({ accepted: true });
  expect(await counted()).toEqual({});
  expect(await client.admit(brief(120_001))).toMatchObject({ accepted: true });
  expect(await client.admit(brief(120_001))).toMatchObject({ reason: "sessions_full" });
});

it("each end makes room for another", async () => {
  const client = await h.client({ maxSessions: 1 });
  const worker = await h.worker("w:1");
  const settled = interactive();
  await client.admit(settled);
  await worker.settle(await claim(worker), makeSettlement());
  const cancelled = interactive();
  await client.admit(cancelled);
  await client.cancel("local", cancelled.id);
  const expired = interactive({ maxQueueMs: 1 });
  await client.admit(expired);
  await expect
    .poll(async () => (await client.get("local", expired.id))?.outcome, { timeout: 10_000 })
    .toBe("expired");
  expect(await counted()).toEqual({});
  expect(await client.admit(interactive())).toMatchObject({ accepted: true });
});

it("one that goes back to the queue stays, and so does one that its operator tries again", async () => {
  const client = await h.client({ maxSessions: 1 });
  const worker = await h.worker("w:1");
  const job = interactive();
  await client.admit(job);
  for (let attempt = 0; attempt < 3; attempt++) {
    expect(await counted()).toEqual({ local: "1", "*": "1" });
    await worker.giveBack(await claim(worker), "the sandbox was lost");
  }
  expect(await counted()).toEqual({});
  await client.deadLetters.retry(job.id);
  expect(await counted()).toEqual({ local: "1", "*": "1" });
  await worker.settle(await claim(worker), makeSettlement());
  expect(await counted()).toEqual({});
});
