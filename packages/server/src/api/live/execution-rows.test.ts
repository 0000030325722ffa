import type { LiveExecution } from "@neuron/contract";
import { expect, it } from "vitest";
import { createExecutionRows } from "./execution-rows.js";

const row = (
  id: string,
  finishedAt: string | null = null,
  given: Partial<LiveExecution> = {},
): LiveExecution => ({
  ...{ id, tenant: "local", status: finishedAt === null ? "running" : "finished" },
  ...{ outcome: finishedAt === null ? null : "accepted", language: "python" },
  ...{
    createdAt: "2026-01-01T00:00:00.000Z",
    finishedAt,
    queuedMs: 1,
    runMs: null,
    totalMs: null,
    attempts: 1,
  },
  ...given,
});
const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const ids = (rows: readonly LiveExecution[] | undefined) => rows?.map(({ id }) => id);

it("tells what is new or another, and nothing twice", () => {
  const rows = createExecutionRows();
  expect(rows.update([])).toBeNull();
  expect(rows.update([row("b"), row("a", at(1))])).toMatchObject({ unfinished: ["b"] });
  expect(rows.update([row("b")])).toBeNull();
  expect(ids(rows.all().executions)).toEqual(["b", "a"]);
  const ended = rows.update([row("b", at(2)), row("c")]);
  expect(ids(ended?.executions)).toEqual(["c", "b"]);
  expect(ended?.unfinished).toEqual(["c"]);
  expect(ids(rows.update([row("c", null, { attempts: 2 })])?.executions)).toEqual(["c"]);
});

it("says that one is under way no longer although its end was not told", () => {
  const rows = createExecutionRows();
  rows.update([row("lost"), row("a", at(1))]);
  expect(rows.update([])).toEqual({ executions: [], unfinished: [] });
  expect(ids(rows.all().executions)).toEqual(["a"]);
});

it("keeps the latest fifty", () => {
  const rows = createExecutionRows();
  for (let second = 0; second < 60; second++) rows.update([row(`x${second}`, at(second))]);
  const { executions } = rows.all();
  expect(executions).toHaveLength(50);
  expect([executions[0]?.id, executions.at(-1)?.id]).toEqual(["x59", "x10"]);
});
