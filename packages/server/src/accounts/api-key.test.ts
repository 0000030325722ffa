import { expect, test } from "vitest";
import { hashKey, looksLikeKey, makeKey } from "./api-key.js";

test("a key is recognised by its beginning, its length and its checksum", () => {
  const { key, hash, start } = makeKey();
  expect(key).toMatch(/^nrn_[0-9A-Za-z]{49}$/);
  expect(key.startsWith(start)).toBe(true);
  expect(hash).toBe(hashKey(key));
  expect(looksLikeKey(key)).toBe(true);
  const other = key[20] === "A" ? "B" : "A";
  for (const wrong of [
    key.slice(0, -1),
    `${key}0`,
    ` ${key}`,
    `${key}\n`,
    key.slice(0, 20) + other + key.slice(21),
    key.toLowerCase().replace(/^nrn_[a-z]/, "nrn_A"),
    "",
  ]) {
    expect(looksLikeKey(wrong), wrong).toBe(false);
  }
});

test("keys are all different, and use the whole alphabet", () => {
  const keys = Array.from({ length: 2000 }, () => makeKey().key);
  expect(new Set(keys).size).toBe(2000);
  expect(new Set(keys.map((key) => key.slice(4)).join("")).size).toBe(62);
});
