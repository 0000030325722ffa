import { expect, test } from "vitest";
import { LIMITS, resolveLimits } from "./limits.js";

test("what is left out takes its default", () => {
  const defaults = Object.fromEntries(Object.entries(LIMITS).map(([name, range]) => [name, range.default]));
  expect(resolveLimits()).toEqual(defaults);
  expect(resolveLimits({})).toEqual(defaults);
});

test("every default is in its range", () => {
  for (const { default: value, minimum, maximum } of Object.values(LIMITS)) {
    expect(value).toBeGreaterThanOrEqual(minimum);
    expect(value).toBeLessThanOrEqual(maximum);
  }
});

test("what is given stays, also a zero", () => {
  expect(resolveLimits({ outputBytes: 0, wallTimeMs: 5 })).toMatchObject({ outputBytes: 0, wallTimeMs: 5 });
});

test("wall time grows with the CPU time asked for, up to its maximum", () => {
  expect(resolveLimits({ cpuTimeMs: 1000 }).wallTimeMs).toBe(20_000);
  expect(resolveLimits({ cpuTimeMs: 30_000 }).wallTimeMs).toBe(60_000);
  expect(resolveLimits({ cpuTimeMs: 60_000 }).wallTimeMs).toBe(120_000);
  expect(resolveLimits({ compileCpuTimeMs: 60_000 }).compileWallTimeMs).toBe(120_000);
});
