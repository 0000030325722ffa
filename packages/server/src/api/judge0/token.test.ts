import fc from "fast-check";
import { expect, test } from "vitest";
import { createIds } from "../ids.js";
import { idOf, tokenOf } from "./token.js";

test("every id has a token of its own, which leads back to it and sorts as it does", () => {
  const ids = createIds(() => 1_800_000_000_000);
  const made = Array.from({ length: 500 }, ids);
  const tokens = made.map(tokenOf);
  expect(tokens.every((token) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token))).toBe(true);
  expect(tokens.map(idOf)).toEqual(made);
  expect([...tokens].sort()).toEqual(tokens);
  expect(idOf(tokenOf(made[0] ?? "").toUpperCase())).toBe(made[0]);
});

test("what is no token has no id", () => {
  fc.assert(fc.property(fc.string(), (text) => idOf(text) === null));
  expect(idOf("00000000-0000-0000-0000-00000000000g")).toBeNull();
});
