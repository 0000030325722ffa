import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestRedis, type TestRedis } from "../../queue/testing.js";
import { type Attributes, readAttributes } from "./attributes.js";
import { createJudge0Store, type Judge0Store, type Judge0StoreOptions } from "./store.js";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 26, 12);

let redis: TestRedis;
let prefix = 0;
let store: Judge0Store;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  prefix += 1;
  store = await open();
});
afterEach(() => store.stop());

const open = async (options: Partial<Judge0StoreOptions> = {}) => {
  const opened = createJudge0Store({
    ...{ url: redis.url, prefix: `t${prefix}`, onError: () => undefined },
    ...options,
  });
  await opened.start();
  return opened;
};
const made = (given: Record<string, unknown> = {}): Attributes =>
  readAttributes({ source_code: "print(1)", language_id: 71, ...given }, false, {});
const of = (id: string, createdAt = NOW, tenant = "a") => ({ tenant, id, createdAt });
/** What is left in Redis, without the counts. */
const keys = async () => {
  const client = await createClient({ url: redis.url }).connect();
  try {
    const found = await client.keys(`{t${prefix}}:*`);
    const bytes = await client.get(`{t${prefix}}:judge0-bytes`);
    return { bytes, found: found.filter((key) => !/judge0-(bytes|counts)$/.test(key)).sort() };
  } finally {
    client.destroy();
  }
};

test("gives back what it was given, bytes too", async () => {
  const attributes = { ...made({ expected_output: "ż" }), stdin: Buffer.from([0xff, 0]) };
  await store.put(of("1"), attributes);
  expect(await store.get("1")).toEqual(attributes);
  expect(await store.get("2")).toBeNull();
});

test("counts each submission once: by day and by language", async () => {
  await store.put(of("1"), made());
  await store.put(of("1"), made());
  await store.put(of("2", NOW - DAY_MS), made({ language_id: 54 }));
  await store.put(of("3", NOW - 40 * DAY_MS), made());
  await store.put(of("4"), made());
  await store.drop(of("4"), made());
  await store.drop(of("4"), made());
  expect(await store.counts(NOW)).toEqual({
    total: 3,
    days: new Map([
      ["2026-11-26", 1],
      ["2026-11-25", 1],
    ]),
    languages: new Map([
      [71, 2],
      [54, 1],
    ]),
    storeBytes: expect.any(Number),
  });
  // One that was deleted has been.
  await store.forget("a", "1");
  expect((await store.counts(NOW)).total).toBe(3);
  // The days before are not kept.
  expect((await store.counts(NOW + 29 * DAY_MS)).days).toEqual(new Map([["2026-11-26", 1]]));
  expect((await store.counts(NOW)).days).toEqual(new Map([["2026-11-26", 1]]));
});

test("nothing is left of what was dropped or forgotten", async () => {
  await store.put(of("1"), made());
  await store.put(of("2"), made());
  await store.drop(of("1"), made());
  await store.forget("a", "2");
  expect(await keys()).toEqual({ bytes: "0", found: [] });
});

test("lists a tenant's own, newest first", async () => {
  for (const id of ["1", "2", "3"]) await store.put(of(id), made());
  await store.put(of("4", NOW, "b"), made());
  expect(await store.page("a", 0, 2)).toEqual({ ids: ["3", "2"], total: 3 });
  expect(await store.page("a", 2, 2)).toEqual({ ids: ["1"], total: 3 });
  expect(await store.page("c", 0, 2)).toEqual({ ids: [], total: 0 });
});

test("the oldest go before their time where all would be too much", async () => {
  const small = await open({ maxBytes: 250_000 });
  try {
    const source = "x".repeat(100_000);
    for (let i = 0; i < 10; i++) await small.put(of(`${i}`), made({ source_code: source }));
    expect(await small.page("a", 0, 10)).toEqual({ ids: ["9", "8"], total: 2 });
    expect(await small.get("7")).toBeNull();
    expect(await small.get("9")).not.toBeNull();
    expect(Number((await keys()).bytes)).toBeLessThanOrEqual(250_000);
    await small.forget("a", "9");
    await small.forget("a", "8");
    expect(await keys()).toEqual({ bytes: "0", found: [] });
  } finally {
    await small.stop();
  }
});

test("those whose time is over leave", async () => {
  const brief = await open({ ttlMs: 1000 });
  try {
    await brief.put(of("1"), made());
    await expect
      .poll(() => brief.page("a", 0, 10), { timeout: 10_000, interval: 200 })
      .toEqual({ ids: [], total: 0 });
    expect(await keys()).toEqual({ bytes: "0", found: [] });
  } finally {
    await brief.stop();
  }
});
