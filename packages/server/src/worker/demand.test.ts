import { describe, expect, it } from "vitest";
import { createDemand } from "./demand.js";

const build = (poolSize: number, kinds = ["launcher", "python"], occasional: string[] = []) => {
  let nowMs = 0;
  const demand = createDemand({ kinds, occasional, poolSize, halfLifeMs: 1_000, now: () => nowMs });
  return {
    demand,
    pass(ms: number) {
      nowMs += ms;
    },
    shares: () => Object.fromEntries(demand.targets()),
  };
};

describe("demand", () => {
  it("is even at first", () => {
    expect(build(50).shares()).toEqual({ launcher: 25, python: 25 });
  });

  it("follows arrivals, above a reserve for each kind, and forgets them", () => {
    const { demand, pass, shares } = build(50);
    for (let i = 0; i < 1_000; i += 1) demand.arrived("python");
    expect(shares()).toEqual({ launcher: 5, python: 45 });
    pass(100_000);
    expect(shares()).toEqual({ launcher: 25, python: 25 });
  });

  it.each([0, 1, 2, 3, 7, 500])("shares out all of %i places", (size) => {
    const { demand, shares } = build(size, ["launcher", "python", "node"]);
    for (let i = 0; i < 5; i += 1) demand.arrived("node");
    const all = Object.values(shares());
    expect(all.reduce((a, b) => a + b, 0)).toBe(size);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(demand.reserve);
  });

  describe("of an occasional kind", () => {
    const kinds = ["launcher", "python"];

    it("gives it no place until it is asked for, then one for ten half-lives", () => {
      const { demand, pass, shares } = build(50, kinds, ["big"]);
      expect(shares()).toEqual({ launcher: 25, python: 25, big: 0 });
      demand.arrived("big");
      expect(shares()).toMatchObject({ big: 1 });
      pass(9_900);
      expect(shares()).toMatchObject({ big: 1 });
      pass(200);
      expect(shares()).toEqual({ launcher: 25, python: 25, big: 0 });
    });

    it("gives all of them together a quarter of what is no reserve at most", () => {
      const { demand, shares } = build(50, kinds, ["big", "huge"]);
      for (let i = 0; i < 1_000; i += 1) demand.arrived(i % 4 ? "big" : "huge");
      const { big = 0, huge = 0, ...others } = shares();
      expect(big).toBeGreaterThan(huge);
      expect(big + huge).toBeLessThanOrEqual(10);
      expect(Object.values(others).reduce((a, b) => a + b, 0)).toBe(50 - big - huge);
    });

    it.each([0, 1, 2, 3, 4, 7, 240])("leaves the others a place in a pool of %i", (size) => {
      const { demand, shares } = build(size, kinds, ["big"]);
      for (let i = 0; i < 100; i += 1) demand.arrived("big");
      const { big = 0, ...others } = shares();
      const rest = Object.values(others).reduce((a, b) => a + b, 0);
      expect(rest + big).toBe(size);
      expect(rest).toBeGreaterThanOrEqual(Math.min(size, 1 + 2 * demand.reserve));
    });
  });

  it("takes up a kind it did not know", () => {
    const { demand, shares } = build(10);
    demand.arrived("lua");
    expect(shares().lua).toBeGreaterThan(0);
    expect(Object.values(shares()).reduce((a, b) => a + b, 0)).toBe(10);
  });
});
