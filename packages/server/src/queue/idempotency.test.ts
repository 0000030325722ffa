import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

const same = { key: "k1", fingerprint: "f1" };

it("admits one of many with the same key at once, and names it to the others", async () => {
  const client = await h.client();
  const other = await h.client();
  await h.tenant("t", { credits: 5 });
  const admissions = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 ? client : other).admit(makeJob({ tenant: "t" }), same)),
  );
  const fresh = admissions.filter((each) => each.accepted && each.existingId === undefined);
  expect(fresh).toHaveLength(1);
  const ids = new Set(admissions.map((each) => each.accepted && each.existingId).filter(Boolean));
  expect(ids.size).toBe(1);
  expect(await client.stats()).toMatchObject({ queued: 1 });
  expect(await h.tenantState("t")).toMatchObject({ credits: 4, reserved: 1 });
});

it("gives the same execution after its end, and to a repeated call its own", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const job = makeJob();
  const first = await client.admit(job, same);
  expect(await client.admit(job, same)).toEqual(first);
  for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
  expect(await client.admit(makeJob(), same)).toMatchObject({ accepted: true, existingId: job.id });
});

it("refuses another request with the key, and takes the key of another tenant", async () => {
  const client = await h.client();
  await client.admit(makeJob(), same);
  expect(await client.admit(makeJob(), { ...same, fingerprint: "f2" })).toEqual({
    ...{ accepted: false, reason: "idempotency_conflict", retryAfterMs: 0 },
  });
  const other = await client.admit(makeJob({ tenant: "other" }), { ...same, fingerprint: "f2" });
  expect(other).toMatchObject({ accepted: true });
  expect(other).not.toHaveProperty("existingId");
});

it("does not remember a refused one", async () => {
  const client = await h.client();
  await h.tenant("t", { credits: 0 });
  expect(await client.admit(makeJob({ tenant: "t" }), same)).toMatchObject({ reason: "no_credits" });
  await h.tenant("t", { credits: 1 });
  const admitted = await client.admit(makeJob({ tenant: "t" }), { ...same, fingerprint: "f2" });
  expect(admitted).toMatchObject({ accepted: true });
  expect(admitted).not.toHaveProperty("existingId");
});

it("lets one wait whose execution turned out to be another", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const [first, second] = [makeJob(), makeJob()];
  await client.admit(first, same);
  const waiting = client.waitFor(second.id, 300);
  const admission = await client.admit(second, same);
  expect(admission).toMatchObject({ existingId: first.id });
  const right = client.waitFor(first.id, 5000);
  for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
  expect(await right).toMatchObject({ id: first.id, outcome: "accepted" });
  expect(await waiting).toBeNull();
});

it("forgets the key with the record", async () => {
  const client = await h.client({ resultTtlMs: 50, sweepIntervalMs: 20 });
  const worker = await h.worker("w:1");
  const job = makeJob();
  await client.admit(job, same);
  for (const lease of await worker.claim(1)) await worker.settle(lease, makeSettlement());
  const again = () => client.admit(makeJob(), same);
  await expect.poll(again, { timeout: 5000 }).not.toHaveProperty("existingId", job.id);
});
