import { expect, it } from "vitest";
import type { SandboxReport, WorkerReport } from "../../queue/types.js";
import { createPoolView } from "./pool-view.js";
import type { Tell, Told } from "./told.js";

const sandbox = (place: number, state: SandboxReport["state"] = "warm"): SandboxReport => ({
  ...{ id: `s${place}`, place, state, kind: "python", uses: 0, ageMs: 1, memoryBytes: 1 },
});

const report = (id: string, ...sandboxes: SandboxReport[]): WorkerReport => ({
  ...{ id, startedAt: 0, running: 0, ready: true, draining: false, deaths: {} },
  ...{ sandboxes, capacity: 3, cores: 2, spareCores: 1 },
});

const start = () => {
  const told: { event: keyof Told; data: Told[keyof Told] }[] = [];
  const tell: Tell = (event, data) => void told.push({ event, data });
  const view = createPoolView(tell);
  const states = () => {
    const seen: Record<string, Record<number, string>> = {};
    view.retell((event, data) => {
      if (event !== "sandboxes") return;
      const { worker, sandboxes } = data as Told["sandboxes"];
      seen[worker] = Object.fromEntries(sandboxes.map(({ place, state }) => [place, state]));
    });
    return seen;
  };
  return { view, told, states };
};

it("shows what reports say, until the worker speaks for itself, and again when it falls silent", () => {
  const { view, states } = start();
  view.onReports([report("w", sandbox(0), sandbox(1))], 0);
  expect(states()).toEqual({ w: { 0: "warm", 1: "warm" } });
  view.onChange({ worker: "w", all: false, sandboxes: [sandbox(1, "busy")], emptied: [0] }, 100);
  expect(states()).toEqual({ w: { 1: "busy" } });
  // A second old.
  view.onReports([report("w", sandbox(0), sandbox(1))], 200);
  expect(states()).toEqual({ w: { 1: "busy" } });
  view.onChange({ worker: "w", all: true, sandboxes: [sandbox(2, "dirty")], emptied: [] }, 3000);
  expect(states()).toEqual({ w: { 2: "dirty" } });
  view.onReports([report("w", sandbox(0))], 12_000);
  expect(states()).toEqual({ w: { 0: "warm" } });
});

it("tells of workers only when they are others, and forgets those that are gone", () => {
  const { view, told, states } = start();
  view.onReports([report("b"), report("a")], 0);
  view.onChange({ worker: "a", all: true, sandboxes: [], emptied: [] }, 0);
  view.onChange({ worker: "b", all: true, sandboxes: [], emptied: [] }, 0);
  view.onReports([report("a"), report("b")], 500);
  const workers = () =>
    told.filter(({ event }) => event === "workers").map(({ data }) => data as Told["workers"]);
  expect(workers().map((each) => each.workers.map(({ id }) => id))).toEqual([["a", "b"]]);
  view.onReports([report("b")], 1000);
  expect(
    workers()
      .at(-1)
      ?.workers.map(({ id }) => id),
  ).toEqual(["b"]);
  expect(states()).toEqual({ b: {} });
  view.onChange({ worker: "a", all: true, sandboxes: [sandbox(0)], emptied: [] }, 1100);
  expect(states()).toEqual({ b: {} });
});

it("takes workers of an older version", () => {
  const { view, told } = start();
  const { capacity, cores, spareCores, ...old } = report("w", { ...sandbox(0) }, { ...sandbox(0) });
  view.onReports([{ ...old, sandboxes: old.sandboxes.map(({ place, ...each }) => each) }], 0);
  expect(told[0]?.data).toMatchObject({ workers: [{ id: "w", capacity: 2, cores: 0, spareCores: 0 }] });
  expect(told[1]?.data).toMatchObject({
    sandboxes: [{ place: 0, activity: null, lastDeath: null }, { place: 1 }],
  });
});
