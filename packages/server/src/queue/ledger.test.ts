import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "./fixtures.js";
import { auditLedger } from "./ledger.js";
import { createRedisLink } from "./redis-link.js";
import { sweep } from "./scripts/index.js";
import type { Lease, QueueWorker } from "./types.js";

const h = createHarness();
beforeAll(h.startRedis);
afterAll(h.stopRedis);
afterEach(h.end);

const OUTCOMES = ["accepted", "runtime_error", "internal_error", "cancelled"] as const;
const TENANTS = ["rich", "poor", "free"];

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("admit" as const),
      tenant: fc.constantFrom(...TENANTS),
      batch: fc.boolean(),
      hasty: fc.boolean(),
      key: fc.option(fc.constantFrom("k1", "k2"), { nil: null }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("claim" as const),
      which: fc.nat(1),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      which: fc.nat(),
      outcome: fc.constantFrom(...OUTCOMES),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("giveBack" as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("sweep" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("retryDead" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dropDead" as const) }) },
);
/** Now and then Redis is killed in the middle of a step. */
const script = fc.array(fc.record({ step, kill: fc.nat(40).map((n) => n === 0) }), {
  minLength: 20,
  maxLength: 60,
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play(steps: readonly { readonly step: Step; readonly kill: boolean }[]): Promise<void> {
  h.begin();
  await h.tenant("rich", { credits: 15, maxRunning: 2 });
  await h.tenant("poor", { credits: 3, weight: 3 });
  await h.tenant("free", { maxQueued: 4 });
  const times = { sweepIntervalMs: 600_000, workerTtlMs: 600_000 };
  const client = await h.client({ ...times, callTimeoutMs: 20_000 });
  const link = createRedisLink({
    url: h.redis.url,
    prefix: h.prefix.slice(0, -1),
    onResubscribed() {},
    onError() {},
  });
  await link.start(5000);
  let incarnation = 0;
  const join = async (which: number): Promise<QueueWorker> => {
    const worker = await h.worker(`w${which}:${incarnation++}`, times);
    worker.onOffer((lease) => leases.push({ worker, lease }));
    return worker;
  };
  let leases: { worker: QueueWorker; lease: Lease }[] = [];
  const workers = [await join(0), await join(1)];
  const admitted: { id: string; tenant: string }[] = [];
  const unpaid = new Set<string>();

  const perform = async (given: Step): Promise<unknown> => {
    switch (given.kind) {
      case "admit": {
        const request = {
          language: "python",
          source: "",
          priority: given.batch ? "batch" : "interactive",
        } as const;
        const job = makeJob({ tenant: given.tenant, request, maxQueueMs: given.hasty ? 1 : 60_000 });
        admitted.push(job);
        return client.admit(job, given.key === null ? undefined : { key: given.key, fingerprint: "f" });
      }
      case "claim": {
        const worker = workers[given.which] as QueueWorker;
        for (const lease of await worker.claim(given.count)) leases.push({ worker, lease });
        return;
      }
      case "settle":
      case "giveBack": {
        const [held] = leases.splice(given.which % Math.max(leases.length, 1), 1);
        if (!held) return;
        if (given.kind === "giveBack") return held.worker.giveBack(held.lease, "lost");
        return held.worker.settle(held.lease, makeSettlement({ outcome: given.outcome }));
      }
      case "cancel": {
        const some = admitted[given.which % Math.max(admitted.length, 1)];
        return some && client.cancel(some.tenant, some.id);
      }
      case "sweep":
        return link.run(sweep, ["0", "600000", "600000", "1000000000"], { deadlineMs: 20_000 });
      case "restart":
        workers[given.which] = await join(given.which);
        return;
      case "leave": {
        const gone = workers[given.which] as QueueWorker;
        await gone.stop();
        leases = leases.filter(({ worker }) => worker !== gone);
        workers[given.which] = await join(given.which);
        return;
      }
      case "retryDead":
      case "dropDead": {
        const [first] = (await client.deadLetters.list({ limit: 1 })).deadLetters;
        if (!first) return;
        if (given.kind === "dropDead") return client.deadLetters.drop(first.id);
        unpaid.add(first.id);
        return client.deadLetters.retry(first.id);
      }
    }
  };

  try {
    for (const { step: each, kill } of steps) {
      const performing = perform(each);
      if (kill && each.kind !== "restart" && each.kind !== "leave") {
        await h.redis.kill();
        await h.redis.restart();
      }
      await performing;
      expect(await auditLedger(h.redis.url, h.prefix)).toEqual([]);
    }
    // To the end of all that is under way: nothing stays reserved, and what was spent is what ran for its tenant.
    workers.splice(0, 2, await join(0), await join(1));
    for (;;) {
      const rest = await (workers[0] as QueueWorker).claim(10);
      if (rest.length === 0) break;
      for (const lease of rest) await workers[0]?.settle(lease, makeSettlement());
    }
    expect(await auditLedger(h.redis.url, h.prefix)).toEqual([]);
    expect(await client.stats()).toMatchObject({ queued: 0, running: 0 });
    for (const tenant of ["rich", "poor"]) {
      const own = await Promise.all(
        admitted.filter((each) => each.tenant === tenant).map(({ id }) => client.get(tenant, id)),
      );
      const paidFor = own.filter((execution) => {
        if (execution === null || unpaid.has(execution.id)) return false;
        const { outcome, startedAt, run } = execution;
        // One that a worker told of has run; a dead letter has not.
        if (outcome === "internal_error" && run === null) return false;
        if (outcome === "expired") return false;
        return outcome !== "cancelled" || startedAt !== null;
      });
      expect(await h.tenantState(tenant)).toMatchObject({ reserved: 0, spent: paidFor.length });
    }
  } finally {
    await link.stop();
    await h.end();
  }
}

it("adds up after every step, in whatever order they come and while Redis is killed", {
  timeout: 300_000,
}, async () => {
  await fc.assert(fc.asyncProperty(script, play), { numRuns: 12, endOnFailure: true });
});
