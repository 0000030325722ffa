import { expect, test } from "vitest";
import { createIds, looksLikeId } from "./ids.js";

const shape = /^[0-9a-z]{26}$/;

test.each([
  ["goes on", (now: number) => now + 1],
  ["stands still", (now: number) => now],
  ["goes back", (now: number) => now - 1],
])("ids differ and sort by the order of their making while the clock %s", (_name, next) => {
  let now = 1_700_000_000_000;
  const newId = createIds(() => {
    now = next(now);
    return now;
  });
  const ids = Array.from({ length: 3000 }, newId);
  expect(new Set(ids).size).toBe(3000);
  expect(ids.every((id) => shape.test(id) && looksLikeId(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
});

test.each(["", "a b", "../x", "a:b", "{x}", "x".repeat(65), "é", "a\0"])("%j is no id", (text) => {
  expect(looksLikeId(text)).toBe(false);
});
