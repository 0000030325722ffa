import { expect, test, vi } from "vitest";
import { createWallClock } from "./clock.js";

test("the wall clock runs with Date.now(), ahead of it by a fraction of a millisecond at most", () => {
  const wallClock = createWallClock();
  const ahead = Array.from({ length: 10_000 }, () => {
    const before = Date.now();
    const now = wallClock(performance.now());
    return before === Date.now() ? now - before : 0.5; // not within one tick
  }).sort((a, b) => a - b);
  // Some were interrupted between the two.
  expect(ahead[100]).toBeGreaterThan(-0.1);
  expect(ahead[9_900]).toBeLessThan(1.1);
});

test("the wall clock follows one that is set", () => {
  const wallClock = createWallClock();
  const { now } = Date;
  const set = vi.spyOn(Date, "now").mockImplementation(() => now.call(Date) - 3_600_000);
  try {
    wallClock(0); // notices
    expect(Math.abs(wallClock(performance.now()) - (now.call(Date) - 3_600_000))).toBeLessThan(2);
  } finally {
    set.mockRestore();
  }
});
