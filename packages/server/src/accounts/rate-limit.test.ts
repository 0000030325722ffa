import { expect, test } from "vitest";
import { createRateCounter, toRateLimit } from "./rate-limit.js";

/** A bucket that gives `gives` in all. */
const bucketOf = (gives: number) => {
  const calls: number[] = [];
  return {
    calls,
    take: async (_tenant: string, _rate: unknown, wanted: number) => {
      calls.push(wanted);
      await Promise.resolve();
      const taken = Math.min(wanted, gives);
      gives -= taken;
      return { taken, left: gives, retryAfterMs: taken === 0 ? 70 : 0 };
    },
  };
};

test("the policy is what the header says", () => {
  expect(toRateLimit(200, 1000).policy).toBe('"requests";q=1000;w=5');
  expect(toRateLimit(0.5, 1).policy).toBe('"requests";q=1;w=2');
});

test("slices save the calls, and no more pass than the bucket gave, however they come", async () => {
  const bucket = bucketOf(95);
  const counter = createRateCounter({ take: bucket.take, now: () => 0 });
  const rate = toRateLimit(100, 100);
  const verdicts = await Promise.all(Array.from({ length: 300 }, () => counter.count("a", rate)));
  const passed = verdicts.filter((verdict) => verdict.passed);
  expect(passed).toHaveLength(95);
  expect(passed.map(({ left }) => left)).toEqual(Array.from({ length: 95 }, (_, i) => 94 - i));
  expect(verdicts.at(-1)).toEqual({ passed: false, left: 0, retryAfterMs: 70 });
  expect(bucket.calls.length).toBeLessThan(15);
});

test("what is left of a slice is let go after a second, or when the limit changes", async () => {
  let now = 0;
  const bucket = bucketOf(1000);
  const counter = createRateCounter({ take: bucket.take, now: () => now });
  await counter.count("a", toRateLimit(100, 100));
  counter.count("a", toRateLimit(100, 100));
  expect(bucket.calls).toEqual([10]);
  now = 1001;
  await counter.count("a", toRateLimit(100, 100));
  expect(bucket.calls).toEqual([10, 10]);
  await counter.count("a", toRateLimit(20, 20));
  await counter.count("b", toRateLimit(20, 20));
  expect(bucket.calls).toEqual([10, 10, 2, 2]);
});

test("a failure is told to those who waited for it, and the next one tries again", async () => {
  let fails = true;
  const counter = createRateCounter({
    now: () => 0,
    take: async () => {
      if (fails) throw new Error("away");
      return { taken: 1, left: 0, retryAfterMs: 0 };
    },
  });
  const rate = toRateLimit(1, 1);
  const both = await Promise.allSettled([counter.count("a", rate), counter.count("a", rate)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await counter.count("a", rate)).toMatchObject({ passed: true });
});
