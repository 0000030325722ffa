import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeReport } from "./fixtures.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

it("tells a worker by its id or its name, with every heartbeat, until asked otherwise", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const told: boolean[] = [];
  worker.onDrain((drains) => told.push(drains));
  await worker.heartbeat(makeReport("w:1"));
  expect(await client.drain("w", true)).toBe("w:1");
  await worker.heartbeat(makeReport("w:1"));
  await worker.heartbeat(makeReport("w:1"));
  expect(await client.drain("w:1", false)).toBe("w:1");
  await worker.heartbeat(makeReport("w:1"));
  expect(told).toEqual([false, true, true, false]);
});

it("knows only workers that live", async () => {
  const client = await h.client();
  expect(await client.drain("w:1", true)).toBeNull();
  const worker = await h.worker("w:1");
  expect(await client.drain("w:2", true)).toBeNull();
  expect(await client.drain("w:1", true)).toBe("w:1");
  await worker.stop();
  expect(await client.drain("w:1", true)).toBeNull();
});

it("offers it nothing from then on, and a new incarnation knows nothing of it", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1");
  const offers: string[] = [];
  worker.onOffer(({ job }) => offers.push(job.id));
  await worker.claim(4);
  await client.drain("w", true);
  expect(await client.admit(makeJob())).toMatchObject({ accepted: true, position: 0 });
  expect((await client.stats()).queued).toBe(1);
  expect(offers).toEqual([]);

  const next = await h.worker("w:2");
  const told: boolean[] = [];
  next.onDrain((drains) => told.push(drains));
  await next.heartbeat(makeReport("w:2"));
  expect(told).toEqual([false]);
  expect(await next.claim(4)).toHaveLength(1);
});
