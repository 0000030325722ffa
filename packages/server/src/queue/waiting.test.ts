import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import type { QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

async function runOne(worker: QueueWorker, stdout = "hello\n"): Promise<void> {
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  const settlement = makeSettlement();
  await worker.settle(lease, { ...settlement, run: settlement.run && { ...settlement.run, stdout } });
}

describe("waitFor", () => {
  it("works in another process, before and after the admission and after the end", async () => {
    const client = await h.client();
    const other = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    const before = other.waitFor(job.id, 5000);
    await other.ping(); // one round trip later its wait is known
    await other.ping();
    await client.admit(job);
    const after = [other.waitFor(job.id, 5000), client.waitFor(job.id, 5000), client.waitFor(job.id, 5000)];
    await runOne(worker);
    const results = await Promise.all([before, ...after, other.waitFor(job.id, 5000)]);
    expect(results.map((result) => result?.outcome)).toEqual(Array(5).fill("accepted"));
  });

  it("fetches a result that is too large for a message", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    const waiting = client.waitFor(job.id, 5000);
    await client.admit(job);
    const stdout = "ä\n".repeat(100_000);
    await runOne(worker, stdout);
    expect((await waiting)?.run?.stdout).toBe(stdout);
  });

  it("gives null after its time, by abort and when the client stops", async () => {
    const client = await h.client();
    const job = makeJob();
    await client.admit(job);
    expect(await client.waitFor(job.id, 20)).toBeNull();
    const abort = new Cancellation();
    const aborted = client.waitFor(job.id, 60_000, abort);
    abort.cancel();
    expect(await aborted).toBeNull();
    expect(await client.waitFor(job.id, 60_000, abort)).toBeNull();
    const stopped = client.waitFor(job.id, 60_000);
    await client.stop();
    expect(await stopped).toBeNull();
  });

  it("does not disturb others when one of them gives up", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const job = makeJob();
    const abort = new Cancellation();
    const first = client.waitFor(job.id, 5000, abort);
    const second = client.waitFor(job.id, 5000);
    await client.admit(job);
    abort.cancel();
    expect(await first).toBeNull();
    await runOne(worker);
    expect((await second)?.outcome).toBe("accepted");
  });
});
