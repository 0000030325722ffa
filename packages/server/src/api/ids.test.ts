import { expect, test } from "vitest";
import { createIds, looksLikeId } from "./ids.js";

test("ids differ, have one shape, and sort by time", () => {
  let now = 1_700_000_000_000;
  const newId = createIds(() => now++);
  const ids = Array.from({ length: 2000 }, newId);
  expect(new Set(ids).size).toBe(2000);
  expect(ids.every((id) => /^[0-9a-z]{26}$/.test(id) && looksLikeId(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
});

test.each(["", "a b", "../x", "a:b", "{x}", "x".repeat(65), "é", "a\0"])("%j is no id", (text) => {
  expect(looksLikeId(text)).toBe(false);
});
