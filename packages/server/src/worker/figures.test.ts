import { expect, test } from "vitest";
import { STAGE_BUCKETS_MS } from "../queue/types.js";
import { createFigures } from "./figures.js";

test("counts each stage into the first bucket that holds it", () => {
  const figures = createFigures();
  for (const ms of [0, 1, 1.1, 5, 60_000, 60_001, 1e9]) figures.observe("run", ms);
  figures.observe("compile", null);
  const { run, compile } = figures.report().stages;
  const filled = run.counts.flatMap((count, at) =>
    count > 0 ? [[STAGE_BUCKETS_MS[at] ?? null, count]] : [],
  );
  expect(filled).toEqual([
    [1, 2],
    [2, 1],
    [5, 1],
    [60_000, 1],
    [null, 2],
  ]);
  expect(run.sumMs).toBeCloseTo(1_000_120_008.1);
  expect(compile.counts.every((count) => count === 0)).toBe(true);
});

test("counts outcomes by language", () => {
  const figures = createFigures();
  figures.finished("python", "accepted");
  figures.finished("python", "accepted");
  figures.finished("python", "time_limit");
  figures.finished("cpp", "compile_error");
  figures.givenBack();
  expect(figures.report()).toMatchObject({
    outcomes: { python: { accepted: 2, time_limit: 1 }, cpp: { compile_error: 1 } },
    givenBack: 1,
  });
  // What was reported stays as it was.
  const before = figures.report();
  figures.finished("cpp", "accepted");
  expect(before.outcomes.cpp).toEqual({ compile_error: 1 });
});
