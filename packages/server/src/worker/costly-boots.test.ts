import { beforeEach, describe, expect, it } from "vitest";
import { type CostlyBoots, createCostlyBoots } from "./costly-boots.js";
import { Member } from "./pool-member.js";

let nowMs: number;
let spare: number;
let members: Set<Member>;
/** How long the next jail takes, and whether it can be made. */
let takesMs: number;
let fails: boolean;
let boots: CostlyBoots;

beforeEach(() => {
  nowMs = 1_000;
  spare = 0;
  takesMs = 100;
  fails = false;
  members = new Set();
  boots = createCostlyBoots({
    kinds: new Set(["node"]),
    members,
    remake: async (member, _how, kind) => {
      member.kind = kind;
      await Promise.resolve();
      nowMs += takesMs;
      if (fails) throw new Error("it could not be made");
      member.runtime = kind;
      member.moveTo("warm");
    },
    spareCores: () => spare,
    clock: { now: () => nowMs, monotonicMs: () => nowMs },
  });
});

const busy = (runtime: string | null): Member => {
  const member = new Member(members.size, "launcher");
  member.moveTo("warm");
  member.moveTo("busy", "run");
  member.runtime = runtime;
  members.add(member);
  return member;
};

describe("boots of costly runtimes", () => {
  it("are one at a time, with a rest of three times as long after each", async () => {
    const [first] = [busy(null), busy(null)];
    expect(boots.may()).toBe(true);
    const making = boots.make(first, "prepare", "node");
    expect(boots.may()).toBe(false);
    await making;
    nowMs += 299;
    expect(boots.may()).toBe(false);
    nowMs += 1;
    expect(boots.may()).toBe(true);
  });

  it("are as many as are wanted while there is a core to spare", async () => {
    spare = 1;
    const making = boots.make(busy(null), "prepare", "node");
    expect(boots.may()).toBe(true);
    await making;
    expect(boots.may()).toBe(true);
    spare = 0.9;
    expect(boots.may()).toBe(false);
  });

  it("are followed by a rest when they failed, too", async () => {
    fails = true;
    const member = busy(null);
    await expect(boots.make(member, "prepare", "node")).rejects.toThrow();
    member.moveTo("dirty");
    expect(boots.may()).toBe(false);
    nowMs += 300;
    expect(boots.may()).toBe(true);
  });

  it("are not those jails for which nothing costly is booted", async () => {
    await boots.make(busy("python"), "renew", "launcher");
    expect(boots.may()).toBe(true);
    await boots.make(busy("node"), "prepare", "node");
    expect(boots.may()).toBe(true);
  });

  it("are seen wherever they come from", () => {
    const fresh = new Member(0, "node");
    members.add(fresh);
    expect(boots.may()).toBe(false);
    fresh.runtime = "node";
    fresh.moveTo("warm");
    expect(boots.may()).toBe(true);
    fresh.moveTo("busy", "run");
    expect(boots.may()).toBe(true);
    fresh.activity = "renew";
    expect(boots.may()).toBe(false);
    fresh.activity = "run";
    fresh.runtime = null;
    expect(boots.may()).toBe(false);
  });
});
