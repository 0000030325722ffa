import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import type { PoolChange, SandboxReport } from "../queue/types.js";
import { createPoolTeller } from "./pool-teller.js";

const sandbox = (place: number, given: Partial<SandboxReport> = {}): SandboxReport => ({
  ...{ id: `s${place}`, place, state: "warm", activity: null, kind: "python" },
  ...{ uses: 0, ageMs: 5, memoryBytes: 1, lastDeath: null },
  ...given,
});

const start = (allEveryMs = 60_000) => {
  let present: SandboxReport[] = [sandbox(0), sandbox(1)];
  let looks = 0;
  const told: Omit<PoolChange, "worker">[] = [];
  const teller = createPoolTeller({
    glance: () => {
      looks++;
      return present;
    },
    tell: async (change) => void told.push(change),
    timing: { everyMs: 5, allEveryMs },
  });
  return {
    teller,
    told,
    looks: () => looks,
    become(...next: SandboxReport[]) {
      present = next;
    },
    /** Two looks, of which one began after this call. */
    async looked() {
      const from = looks;
      await expect.poll(() => looks, { interval: 1 }).toBeGreaterThan(from + 1);
    },
  };
};

it("does not look while nobody watches", async () => {
  const { teller, looks } = start();
  await delay(30);
  teller.watched(false);
  await delay(30);
  expect(looks()).toBe(0);
});

it("tells of all at first, then of what has changed", async () => {
  const { teller, told, become, looked } = start();
  teller.watched(true);
  await looked();
  expect(told).toEqual([{ all: true, sandboxes: [sandbox(0), sandbox(1)], emptied: [] }]);
  await looked();
  expect(told).toHaveLength(1);

  become(sandbox(0, { ageMs: 6, memoryBytes: 2 }), sandbox(1, { state: "busy", activity: "run" }));
  await looked();
  expect(told.splice(1)).toEqual([
    { all: false, sandboxes: [sandbox(1, { state: "busy", activity: "run" })], emptied: [] },
  ]);
  become(sandbox(0, { uses: 1 }));
  await looked();
  expect(told.splice(1)).toEqual([{ all: false, sandboxes: [sandbox(0, { uses: 1 })], emptied: [1] }]);
  teller.stop();
});

it("tells of all now and then, and anew to those who come later", async () => {
  const { teller, told, looks } = start(20);
  teller.watched(true);
  await expect.poll(() => told.length).toBeGreaterThan(2);
  expect(told.every(({ all }) => all)).toBe(true);
  teller.watched(false);
  const before = looks();
  await delay(30);
  expect(looks()).toBe(before);
  told.splice(0);
  teller.watched(true);
  await expect.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]?.all).toBe(true);
  teller.stop();
  // An answer that was still on its way.
  teller.watched(true);
  const stopped = looks();
  await delay(30);
  expect(looks()).toBe(stopped);
});

it("does not send more while what it sent is on its way", async () => {
  let answer: () => void = () => undefined;
  let sent = 0;
  const teller = createPoolTeller({
    glance: () => [sandbox(0, { uses: sent })],
    tell: () => {
      sent++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    timing: { everyMs: 2 },
  });
  teller.watched(true);
  await delay(40);
  expect(sent).toBe(1);
  answer();
  await expect.poll(() => sent).toBe(2);
  teller.stop();
});
