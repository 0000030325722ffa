import { expect, it } from "vitest";
import { createWindow } from "./window.js";

/** The bucket of `observe` for so many microseconds. */
const bucket = (kind: string, us: number): string => `${kind}${Math.floor(Math.log2(us) * 8)}`;

const counted = (
  now: number,
  finished: number,
  minutes: Readonly<Record<number, Record<string, number>>>,
) => ({
  now,
  outcomes: { accepted: finished - 1, time_limit: 1 },
  latency: Object.entries(minutes).map(([minute, counts]) => ({
    minute: Number(minute),
    counts: new Map(Object.entries(counts)),
  })),
});

const of = (total: number) => ({ [bucket("q", 1000)]: total, [bucket("t", 8000)]: total });

it("begins with the present minutes, and counts from then on what is new", () => {
  const window = createWindow();
  const slow = { [bucket("t", 1_000_000)]: 100 };
  const first = window.add(counted(10_000, 100, { 0: {}, 1: slow }));
  expect(first.perSecond).toBe(0);
  expect(first.latencyMs?.total.p50).toBeGreaterThan(900);
  const second = window.add(counted(11_000, 150, { 0: {}, 1: { ...slow, ...of(50) } }));
  expect(second.perSecond).toBe(50);
  expect(second.latencyMs?.total.p99).toBeGreaterThan(7);
  expect(second.latencyMs?.total.p99).toBeLessThan(9);
  expect(second.latencyMs?.queued.p50).toBeLessThan(1.1);
  expect(second.latencyMs?.run).toEqual({ p50: 0, p95: 0, p99: 0 });
});

it("forgets after five seconds, and crosses minutes", () => {
  const window = createWindow();
  window.add(counted(58_000, 10, { 0: of(10) }));
  window.add(counted(59_000, 30, { 0: of(30) }));
  // The new minute counts from 0.
  const later = window.add(counted(61_000, 50, { 0: of(40), 1: of(10) }));
  expect(later.perSecond).toBe(10);
  expect(later.latencyMs).not.toBeNull();
  const quiet = window.add(counted(66_500, 50, { 0: of(40), 1: of(10) }));
  expect([quiet.perSecond, quiet.latencyMs]).toEqual([0, null]);
});

it("begins anew with a Redis that did", () => {
  const window = createWindow();
  window.add(counted(10_000, 1000, { 1: of(900) }));
  expect(window.add(counted(10_500, 3, { 1: of(2) })).perSecond).toBe(0);
  expect(window.add(counted(11_500, 5, { 1: of(4) })).perSecond).toBe(2);
  // Its clock was set back.
  expect(window.add(counted(9_000, 9, { 1: of(8) })).perSecond).toBe(0);
});
