import { describe, expect, it } from "vitest";
import { createDemand } from "./demand.js";

const BYTES: Readonly<Record<string, number>> = { launcher: 1, python: 4, node: 16, java: 100 };

const build = (
  poolSize: number,
  kinds = ["launcher", "python"],
  budgetBytes = Number.POSITIVE_INFINITY,
  occasional: string[] = [],
) => {
  let nowMs = 0;
  const demand = createDemand({
    kinds,
    occasional,
    poolSize,
    budgetBytes,
    idleBytes: (kind) => BYTES[kind] ?? 1,
    halfLifeMs: 1_000,
    now: () => nowMs,
  });
  return {
    demand,
    pass(ms: number) {
      nowMs += ms;
    },
    shares: () => Object.fromEntries(demand.targets()),
  };
};

describe("demand", () => {
  it("gives those more at first that take less", () => {
    // Beside a reserve of one each, by 1 to 1/2 to 1/4.
    expect(build(24, ["launcher", "python", "node"]).shares()).toEqual({ launcher: 13, python: 7, node: 4 });
  });

  it("follows how many are in use at once, above a reserve for each kind, and forgets them", () => {
    const { demand, pass, shares } = build(50, ["launcher", "python", "node"]);
    const quiet = shares();
    for (let i = 0; i < 16; i += 1) demand.began("node");
    expect(shares().node).toBeGreaterThanOrEqual(24);
    for (let i = 0; i < 16; i += 1) demand.ended("node");
    expect(shares().node).toBeGreaterThanOrEqual(24);
    // One after the other are one at once, however many they are.
    for (let i = 0; i < 1_000; i += 1) {
      demand.began("python");
      demand.ended("python");
    }
    expect(shares().node).toBeGreaterThanOrEqual(24);
    pass(100_000);
    expect(shares()).toEqual(quiet);
  });

  it("shares out by what each wants when that is more than there is", () => {
    const { demand, shares } = build(20);
    for (let i = 0; i < 40; i += 1) demand.began("launcher");
    for (let i = 0; i < 20; i += 1) demand.began("python");
    expect(shares()).toEqual({ launcher: 13, python: 7 });
  });

  it("follows what is seen of a kind", () => {
    const { demand, shares } = build(50);
    for (let i = 0; i < 50; i += 1) demand.seen("python", 1);
    expect(shares()).toEqual({ launcher: 25, python: 25 });
  });

  it("stays within the budget, whatever arrives", () => {
    const { demand, shares } = build(50, ["launcher", "python", "node", "java"], 400);
    const cost = (of: Record<string, number>) =>
      Object.entries(of).reduce((sum, [kind, count]) => sum + count * (BYTES[kind] ?? 0), 0);
    for (const kind of ["java", "node", "python"]) {
      for (let i = 0; i < 10; i += 1) demand.began(kind);
      const now = shares();
      expect(cost(now)).toBeLessThanOrEqual(400);
      expect(now[kind]).toBeGreaterThan(1);
      expect(Math.min(...Object.values(now))).toBeGreaterThanOrEqual(1);
      expect(Object.values(now).reduce((a, b) => a + b, 0)).toBe(50);
    }
  });

  it("gives up reserves where the budget is too small for them, the costliest first", () => {
    expect(build(10, ["launcher", "python", "java"], 50).shares()).toMatchObject({ java: 0 });
    expect(build(10, ["launcher", "python", "java"], 1).shares()).toEqual({
      launcher: 10,
      python: 0,
      java: 0,
    });
  });

  it.each([0, 1, 2, 3, 7, 500])("shares out all of %i places", (size) => {
    const { demand, shares } = build(size, ["launcher", "python", "node"]);
    for (let i = 0; i < 5; i += 1) demand.began("node");
    const all = Object.values(shares());
    expect(all.reduce((a, b) => a + b, 0)).toBe(size);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(demand.reserve);
  });

  describe("of an occasional kind", () => {
    const build50 = (occasional: string[]) => build(50, ["launcher", "python"], undefined, occasional);

    it("gives it no place until it is asked for, and the last one for ten half-lives", () => {
      const { demand, pass, shares } = build50(["big"]);
      const quiet = shares();
      expect(quiet.big).toBe(0);
      demand.began("big");
      demand.ended("big");
      expect(shares().big).toBe(2);
      pass(9_900);
      expect(shares().big).toBe(1);
      pass(200);
      expect(shares()).toEqual(quiet);
    });

    it("leaves the others their reserves", () => {
      const { demand, shares } = build50(["big", "huge"]);
      for (let i = 0; i < 100; i += 1) demand.began(i % 4 ? "big" : "huge");
      expect(shares()).toEqual({ launcher: 1, python: 1, big: 36, huge: 12 });
    });
  });

  it("takes up a kind it did not know", () => {
    const { demand, shares } = build(10);
    demand.began("lua");
    expect(shares().lua).toBeGreaterThan(0);
    expect(Object.values(shares()).reduce((a, b) => a + b, 0)).toBe(10);
  });
});
