import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import type { Lease, PoolChange } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(h.begin);
afterEach(h.end);

describe("the whole service", () => {
  it("is nothing where nothing happens", async () => {
    const { overviews } = await h.client();
    expect(await overviews.service("")).toMatchObject({
      ...{ queued: 0, running: 0, oldestQueuedMs: 0, deadLetters: 0, outcomes: {}, workers: [] },
      ...{ since: "", executions: [] },
    });
  });

  it("shows what runs and what has finished since the look before, without what was printed", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const jobs = [makeJob({ tenant: "a" }), makeJob({ tenant: "b" }), makeJob({ tenant: "a" })];
    for (const job of jobs) await client.admit(job);
    const before = await client.overviews.service("");
    expect(before).toMatchObject({ queued: 3, running: 0, executions: [] });
    expect(before.oldestQueuedMs).toBeGreaterThan(0);

    const [first, second] = (await worker.claim(2)) as [Lease, Lease];
    await worker.settle(first, makeSettlement({ outcome: "runtime_error" }));
    await worker.heartbeat(makeReport("w:1"));
    const look = await client.overviews.service(before.since);
    expect(look).toMatchObject({ queued: 1, running: 1, outcomes: { runtime_error: 1 } });
    expect(look.workers.map(({ id }) => id)).toEqual(["w:1"]);
    const [running, finished] = look.executions;
    expect(running).toMatchObject({ id: second.job.id, tenant: "b", status: "running", outcome: null });
    expect(running).toMatchObject({ finishedAt: null, runMs: null, totalMs: null });
    expect(finished).toMatchObject({
      id: first.job.id,
      tenant: "a",
      status: "finished",
      outcome: "runtime_error",
    });
    expect(finished).toMatchObject({ language: "python", attempts: 1, runMs: expect.any(Number) });
    expect(JSON.stringify(look.executions)).not.toContain("hello");

    const after = await client.overviews.service(look.since);
    expect(after.executions.map(({ id }) => id)).toEqual([second.job.id]);
    await worker.settle(second, makeSettlement());
    const last = await client.overviews.service(after.since);
    expect(last.executions.map(({ id, status }) => [id, status])).toEqual([[second.job.id, "finished"]]);
    expect((await client.overviews.service(last.since)).executions).toEqual([]);
  });

  it("takes nothing that a client wrote for the language", async () => {
    const client = await h.client();
    const evil = '"language":{"id":"evil"';
    const job = makeJob({
      request: {
        language: "python",
        source: "",
        callbackUrl: `http://example.com/?${evil}`,
        metadata: { x: evil },
      },
    });
    await client.admit(job);
    await client.cancel(job.tenant, job.id);
    const { executions } = await client.overviews.service("");
    expect(executions).toMatchObject([{ id: job.id, language: "python", outcome: "cancelled", runMs: null }]);
  });

  it("shows fifty at most", async () => {
    const client = await h.client();
    const jobs = Array.from({ length: 70 }, () => makeJob());
    for (const job of jobs) {
      await client.admit(job);
      await client.cancel(job.tenant, job.id);
    }
    const { executions } = await client.overviews.service("");
    expect(executions.map(({ id }) => id)).toEqual(
      jobs
        .slice(-50)
        .map(({ id }) => id)
        .reverse(),
    );
  });
});

describe("a tenant", () => {
  it("sees its own and nothing else", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    await h.tenant("a", { credits: 10 });
    const own = [makeJob({ tenant: "a" }), makeJob({ tenant: "a" }), makeJob({ tenant: "a" })];
    const [first, second, third] = own as [(typeof own)[0], (typeof own)[0], (typeof own)[0]];
    for (const job of [first, makeJob({ tenant: "b" }), second, third]) await client.admit(job);
    const lease = (await worker.claim(1))[0] as Lease;
    expect(lease.job.id).toBe(first.id);
    await worker.settle(lease, makeSettlement());
    const look = await client.overviews.tenant("a", second.id);
    expect(look).toMatchObject({
      ...{ queued: 2, running: 0, accepted: 2 },
      credits: { granted: 10, available: 7, reserved: 2, spent: 1 },
    });
    expect(look.executions.map(({ id, tenant }) => [id, tenant])).toEqual(
      [third, second, first].map(({ id }) => [id, "a"]),
    );
    expect(await client.overviews.tenant("nobody", "0")).toMatchObject({
      ...{ queued: 0, running: 0, accepted: 0, credits: null, executions: [] },
    });
  });
});

describe("sandboxes as they change", () => {
  it("are told while somebody follows, of which workers learn by their heartbeats", async () => {
    const client = await h.client();
    const worker = await h.worker("w:1");
    const watched: boolean[] = [];
    worker.onWatched((is) => watched.push(is));
    await worker.heartbeat(makeReport("w:1"));
    const changes: PoolChange[] = [];
    const end = await client.overviews.followPool((change) => changes.push(change));
    const endOther = await client.overviews.followPool(() => undefined);
    await worker.heartbeat(makeReport("w:1"));
    await worker.tellPool({ all: false, sandboxes: [], emptied: [3] });
    await expect.poll(() => changes).toEqual([{ worker: "w:1", all: false, sandboxes: [], emptied: [3] }]);
    await end();
    await worker.heartbeat(makeReport("w:1"));
    await worker.tellPool({ all: true, sandboxes: [], emptied: [] });
    await endOther();
    await worker.heartbeat(makeReport("w:1"));
    expect(watched).toEqual([false, true, true, false]);
    expect(changes).toHaveLength(1);
  });
});
