import type { LiveExecution, LiveStats, LiveWorkers, PoolSandbox } from "@neuron/sdk";
import { expect, test } from "vitest";
import { createModel } from "./model.js";

const T0 = Date.parse("2026-01-01T00:00:00.000Z");

const stats = (seconds: number, given: Partial<LiveStats> = {}): LiveStats => ({
  at: new Date(T0 + seconds * 1000).toISOString(),
  scope: "service",
  ...{ queued: 0, running: 0, oldestQueuedMs: 0, perSecond: 0, latencyMs: null },
  ...{ outcomes: {}, languages: {}, deadLetters: 0, credits: null },
  ...given,
});

const workers = (...capacities: number[]): LiveWorkers => ({
  workers: capacities.map((capacity, index) => ({
    ...{ id: `w${index}:1`, startedAt: new Date(T0).toISOString(), ready: true, draining: false, running: 0 },
    ...{ capacity, cores: 2, spareCores: 2, deaths: {} },
  })),
});

const sandbox = (place: number, state: PoolSandbox["state"] = "warm"): PoolSandbox => ({
  ...{ id: `s${place}`, place, state, activity: null, kind: "python", uses: 0, ageMs: 1, memoryBytes: 1 },
  lastDeath: null,
});

const execution = (id: string, finishedAt: string | null): LiveExecution => ({
  ...{ id, tenant: "local", status: finishedAt === null ? "running" : "finished", language: "python" },
  ...{ outcome: finishedAt === null ? null : "accepted", createdAt: "", finishedAt },
  ...{ queuedMs: 1, runMs: 1, totalMs: 2, attempts: 1 },
});

test("places stay the same ones, and each is told of by itself", () => {
  const model = createModel();
  model.take({ type: "workers", data: workers(3, 2) });
  const first = model.places.value.get("w0:1") ?? [];
  expect([first.length, model.places.value.get("w1:1")?.length]).toEqual([3, 2]);
  const take = (sandboxes: PoolSandbox[], all = false, emptied: number[] = []) =>
    model.take({ type: "sandboxes", data: { worker: "w0:1", all, sandboxes, emptied } });
  const states = () => first.map((place) => place.value?.sandbox.state ?? null);
  take([sandbox(0), sandbox(2)], true);
  expect(states()).toEqual(["warm", null, "warm"]);
  take([sandbox(1, "busy")], false, [0]);
  expect(states()).toEqual([null, "busy", "warm"]);
  take([sandbox(0, "dirty")], true);
  expect(states()).toEqual(["dirty", null, null]);
  model.take({ type: "workers", data: workers(3) });
  expect(model.places.value.get("w0:1")).toEqual(first);
  expect([...model.places.value.keys()]).toEqual(["w0:1"]);
  // Of nobody that is known, or beyond what there is.
  take([sandbox(7)]);
  model.take({
    type: "sandboxes",
    data: { worker: "gone", all: true, sandboxes: [sandbox(0)], emptied: [] },
  });
  expect(states()).toEqual(["dirty", null, null]);
});

test("an execution whose end was not told is not shown as running for ever", () => {
  const model = createModel();
  const take = (executions: LiveExecution[], unfinished: string[]) =>
    model.take({ type: "executions", data: { executions, unfinished } });
  const ids = () => model.executions.value.map(({ id, status }) => `${id} ${status}`);
  take([execution("b", null), execution("a", "2026-01-01T00:00:01.000Z")], ["b"]);
  expect(ids()).toEqual(["b running", "a finished"]);
  take([execution("c", null)], ["b", "c"]);
  expect(ids()).toEqual(["c running", "b running", "a finished"]);
  take([execution("c", "2026-01-01T00:00:02.000Z")], []);
  expect(ids()).toEqual(["c finished", "a finished"]);
});

test("lines end where nothing was seen, and begin anew with a clock that was set back", () => {
  const model = createModel();
  const { columns } = model.history;
  model.take({ type: "stats", data: stats(0, { queued: 1 }) });
  model.interrupt();
  model.interrupt();
  model.take({ type: "stats", data: stats(20, { queued: 2 }) });
  expect(columns.queued).toEqual([1, null, 2]);
  const problem = { type: "", title: "", status: 503, code: "unavailable", detail: "", hint: "" } as const;
  model.take({ type: "problem", data: problem });
  expect([columns.queued.at(-1), model.problem.value]).toEqual([null, problem]);
  model.take({ type: "stats", data: stats(5, { queued: 3 }) });
  expect([columns.queued, model.problem.value]).toEqual([[3], null]);
});

test("takes no more memory after an hour than after five minutes", () => {
  const model = createModel();
  model.take({ type: "workers", data: workers(1_000_000) });
  for (let i = 0; i < 7200; i++) {
    model.take({ type: "stats", data: stats(i / 2, { queued: i }) });
    const finished = new Date(T0 + i * 500).toISOString();
    const executions = Array.from({ length: 20 }, (_, k) => execution(`e${i}-${k}`, finished));
    model.take({ type: "executions", data: { executions, unfinished: [] } });
    const sandboxes = [sandbox(i % 300, i % 2 ? "busy" : "warm")];
    model.take({ type: "sandboxes", data: { worker: "w0:1", all: false, sandboxes, emptied: [] } });
  }
  const { columns } = model.history;
  for (const column of Object.values(columns)) expect(column.length).toBeLessThanOrEqual(640);
  expect(columns.queued.at(-1)).toBe(7199);
  expect((columns.time.at(-1) ?? 0) - (columns.time[0] ?? 0)).toBeGreaterThan(299);
  expect(model.executions.value).toHaveLength(50);
  expect(model.places.value.get("w0:1")).toHaveLength(240);
});
