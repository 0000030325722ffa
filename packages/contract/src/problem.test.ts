import { expect, test } from "vitest";
import { PROBLEM_CODES, PROBLEMS, type ProblemKind } from "./problem.js";

test.each(PROBLEM_CODES)("%s says what happened and what to do", (code) => {
  const { status, title, hint } = PROBLEMS[code];
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(title).not.toMatch(/\.$/);
  expect(hint).toMatch(/\.$/);
});

test("what may succeed later has a status that says so", () => {
  for (const { status, retryable } of Object.values<ProblemKind>(PROBLEMS)) {
    expect(retryable).toBe(status === 408 || status === 429 || status >= 500);
  }
});
