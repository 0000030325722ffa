import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHarness, makeJob, makeSettlement } from "../queue/fixtures.js";
import { createAccounts } from "./accounts.js";
import type { Accounts } from "./types.js";

const h = createHarness();
let accounts: Accounts;
beforeAll(h.startRedis);
afterAll(h.stopRedis);
beforeEach(async () => {
  h.begin();
  let made = 0;
  accounts = createAccounts({
    url: h.redis.url,
    prefix: h.prefix.slice(0, -1),
    freeExecutions: 0,
    signUpsPerHour: 10,
    requestsPerSecond: 0,
    newId: () => `id${made++}`,
    clock: Date.now,
    onError: () => {},
  });
  await accounts.start();
});
afterEach(async () => {
  await accounts.stop();
  await h.end();
});

it("lets go on at once when more may run, and counts what is under way", async () => {
  const client = await h.client();
  const worker = await h.worker("w:1", { lookIntervalMs: 60_000 });
  const { id: tenant } = (await accounts.admin.create({ credits: 10 })).account;
  await accounts.admin.change(tenant, { limits: { maxRunning: 1 } });
  const batch = { language: "python", source: "", priority: "batch" } as const;
  for (let i = 0; i < 3; i++) await client.admit(makeJob({ tenant, request: batch }));
  const leases = await worker.claim(5);
  expect(leases).toHaveLength(1);
  expect(await accounts.get(tenant)).toMatchObject({
    credits: { available: 7, reserved: 3, spent: 0 },
    usage: { queued: 2, running: 1 },
  });
  expect(await accounts.admin.delete(tenant)).toEqual({ deleted: false, underWay: 3 });
  await worker.waitForWork(AbortSignal.timeout(1000));
  const woken = worker.waitForWork(AbortSignal.timeout(10_000));
  await accounts.admin.change(tenant, { limits: { maxRunning: null } });
  await woken;
  leases.push(...(await worker.claim(5)));
  expect(leases).toHaveLength(3);
  for (const lease of leases) await worker.settle(lease, makeSettlement());
  expect(await accounts.get(tenant)).toMatchObject({
    credits: { granted: 10, available: 7, reserved: 0, spent: 3 },
    usage: { queued: 0, running: 0 },
  });
  expect(await accounts.admin.delete(tenant)).toEqual({ deleted: true, underWay: 0 });
});
