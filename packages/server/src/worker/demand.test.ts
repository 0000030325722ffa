import { describe, expect, it } from "vitest";
import { createDemand } from "./demand.js";

const build = (poolSize: number, kinds = ["launcher", "python"], ahead: string[] = []) => {
  let nowMs = 0;
  const aheadKinds = new Set(ahead);
  const demand = createDemand({ kinds, aheadKinds, poolSize, halfLifeMs: 1_000, now: () => nowMs });
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

  it("holds the reserve of what is booted ahead for one use, and no more", () => {
    const { demand, shares } = build(50, ["launcher", "python", "javac"], ["javac"]);
    expect(shares()).toEqual({ launcher: 23, python: 22, javac: 5 });
    for (let i = 0; i < 1_000; i += 1) demand.arrived("javac");
    expect(shares()).toEqual({ launcher: 23, python: 22, javac: 5 });
  });

  it("takes up a kind it did not know", () => {
    const { demand, shares } = build(10);
    demand.arrived("lua");
    expect(shares().lua).toBeGreaterThan(0);
    expect(Object.values(shares()).reduce((a, b) => a + b, 0)).toBe(10);
  });
});
