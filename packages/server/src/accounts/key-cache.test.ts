import { expect, test } from "vitest";
import { createKeyCache } from "./key-cache.js";
import type { Identity } from "./types.js";

const identity = (tenant: string): Identity => ({ tenant, keyId: "k", disabled: false, rate: null });

const rig = () => {
  const state = { now: 0, calls: 0, answer: identity("a") as Identity | null, hold: Promise.resolve() };
  const cache = createKeyCache({
    now: () => state.now,
    lookUp: async () => {
      state.calls++;
      const { answer } = state;
      await state.hold;
      return answer;
    },
  });
  const get = (hash: string) => cache.find(hash) ?? cache.ask(hash);
  return { state, cache, get };
};

test("one look for all who ask at once, and none after it", async () => {
  const { state, get } = rig();
  await Promise.all([get("x"), get("x"), get("x")]);
  expect(get("x")).toEqual(identity("a"));
  expect(state.calls).toBe(1);
});

test("it is looked at again in time, beside the request", async () => {
  const { state, get } = rig();
  await get("x");
  state.now = 6_000;
  expect(get("x")).toEqual(identity("a"));
  expect(state.calls).toBe(2);
  await state.hold;
  state.now = 20_000;
  expect(get("x")).toBeInstanceOf(Promise);
});

test("a key that is gone is forgotten, and unknown ones are not kept", async () => {
  const { state, cache, get } = rig();
  await get("x");
  state.answer = null;
  cache.forget("x");
  expect(await get("x")).toBeNull();
  expect(await get("x")).toBeNull();
  expect(state.calls).toBe(3);
});

test("a look that a change overtook is not kept, nor given to those who ask after it", async () => {
  const { state, cache, get } = rig();
  let release = (): void => undefined;
  state.hold = new Promise((resolve) => {
    release = resolve;
  });
  const before = get("x");
  cache.forgetTenant("a");
  state.answer = null;
  const after = get("x");
  release();
  expect(await before).toEqual(identity("a"));
  expect(await after).toBeNull();
  expect(await get("x")).toBeNull();
});

test("a tenant's change forgets its keys only", async () => {
  const { state, cache, get } = rig();
  await get("x");
  state.answer = identity("b");
  await get("y");
  cache.forgetTenant("a");
  expect(get("y")).toEqual(identity("b"));
  expect(get("x")).toBeInstanceOf(Promise);
});
