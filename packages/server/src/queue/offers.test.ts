import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { Lease, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

/** A worker that takes offers, with what it was offered so far. */
async function offeree(id: string): Promise<{ worker: QueueWorker; offers: Lease[] }> {
  const worker = await h.worker(id);
  const offers: Lease[] = [];
  worker.onOffer((lease) => offers.push(lease));
  return { worker, offers };
}

it("leases to a worker with room at admission, and settles like any other", async () => {
  const client = await h.client();
  const { worker, offers } = await offeree("w:1");
  expect(await worker.claim(2)).toEqual([]);
  const job = makeJob();
  const waiting = client.waitFor(job.id, 5000);
  expect(await client.admit(job)).toEqual({ accepted: true, position: 0, estimatedWaitMs: 0 });
  await vi.waitFor(() => expect(offers).toHaveLength(1));
  const [lease] = offers as [Lease];
  expect(lease).toMatchObject({ job, attempt: 1, queuedMs: 0 });
  expect(Math.abs(lease.queuedAt - Date.now())).toBeLessThan(60_000);
  expect(await client.stats()).toMatchObject({ queued: 0, running: 1 });
  expect(await worker.settle(lease, makeSettlement())).toBe(true);
  expect(await waiting).toMatchObject({ outcome: "accepted", attempts: 1 });
  expect(await client.stats()).toMatchObject({ queued: 0, running: 0, outcomes: { accepted: 1 } });
});

it("offers no more than there was room for, and again what was settled", async () => {
  const client = await h.client();
  const { worker, offers } = await offeree("w:1");
  await worker.claim(2);
  for (let i = 0; i < 4; i++) await client.admit(makeJob());
  await vi.waitFor(() => expect(offers).toHaveLength(2));
  expect(await client.stats()).toMatchObject({ queued: 2, running: 2 });
  expect(await worker.claim(3)).toHaveLength(2);
  expect(offers).toHaveLength(2);
  await worker.settle(offers[0] as Lease, makeSettlement());
  await client.admit(makeJob());
  await client.admit(makeJob());
  await vi.waitFor(() => expect(offers).toHaveLength(4));
});

it("does not let an offer pass one that waits", async () => {
  const client = await h.client();
  const first = makeJob();
  await client.admit(first);
  const { worker, offers } = await offeree("w:1");
  expect((await worker.claim(1)).map((lease) => lease.job.id)).toEqual([first.id]);
  const second = makeJob();
  await client.admit(second); // it claimed as much as it wanted: no room
  await client.admit(makeJob());
  expect((await worker.claim(1)).map((lease) => lease.job.id)).toEqual([second.id]);
  expect(offers).toEqual([]);
});

it("offers nothing to one that does not listen, that stopped claiming, or that is gone", async () => {
  const client = await h.client();
  await (await h.worker("deaf:1")).claim(2);
  const tired = await offeree("tired:1");
  await tired.worker.claim(2);
  await tired.worker.claim(0);
  const gone = await offeree("gone:1");
  await gone.worker.claim(2);
  await gone.worker.stop();
  await client.admit(makeJob());
  expect(await client.stats()).toMatchObject({ queued: 1, running: 0 });
  expect([...tired.offers, ...gone.offers]).toEqual([]);
});

it("takes back what was offered to one that dies", async () => {
  const client = await h.client();
  const { worker, offers } = await offeree("w:1");
  await worker.claim(1);
  await client.admit(makeJob());
  await vi.waitFor(() => expect(offers).toHaveLength(1));
  const heir = await h.worker("w:2");
  // The tenant's stream begins behind one that never was in it.
  const later = makeJob();
  expect(await client.admit(later)).toMatchObject({ accepted: true, position: 1 });
  const [again, next] = await heir.claim(2);
  expect(again).toMatchObject({ job: offers[0]?.job, attempt: 2 });
  expect(next).toMatchObject({ job: later, attempt: 1 });
  expect(await worker.settle(offers[0] as Lease, makeSettlement())).toBe(false);
  for (const lease of [again, next]) expect(await heir.settle(lease as Lease, makeSettlement())).toBe(true);
  expect(await client.stats()).toMatchObject({ queued: 0, running: 0, outcomes: { accepted: 2 } });
});

it("cancels what was offered, and gives it back when asked to", async () => {
  const client = await h.client();
  const { worker, offers } = await offeree("w:1");
  const cancelled: string[] = [];
  worker.onCancel((id) => cancelled.push(id));
  await worker.claim(2);
  const [first, second] = [makeJob(), makeJob()];
  await client.admit(first);
  await client.admit(second);
  await vi.waitFor(() => expect(offers).toHaveLength(2));
  await client.cancel(first.tenant, first.id);
  await vi.waitFor(() => expect(cancelled).toEqual([first.id]));
  expect(await worker.settle(offers[0] as Lease, { ...makeSettlement(), outcome: "cancelled" })).toBe(true);
  await worker.giveBack(offers[1] as Lease, "no sandbox");
  const [again] = await worker.claim(1);
  expect(again).toMatchObject({ job: second, attempt: 2 });
  expect(await worker.settle(again as Lease, makeSettlement())).toBe(true);
  expect(await client.stats()).toMatchObject({
    queued: 0,
    running: 0,
    outcomes: { cancelled: 1, accepted: 1 },
  });
});
