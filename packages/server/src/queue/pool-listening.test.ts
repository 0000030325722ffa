import { expect, it } from "vitest";
import type { PoolChange } from "./overview.js";
import { createPoolListening } from "./pool-listening.js";

/** A link whose connection comes and goes as a test says. */
const start = () => {
  const state = { up: true, listener: null as ((message: string) => void) | null, calls: [] as string[] };
  const call = async (what: string, done: () => void): Promise<void> => {
    state.calls.push(what);
    await Promise.resolve();
    if (!state.up) throw new Error("there is no connection");
    done();
  };
  const listening = createPoolListening({
    subscribe: (_channel, listener) =>
      call("subscribe", () => {
        state.listener = listener;
      }),
    unsubscribe: () =>
      call("unsubscribe", () => {
        state.listener = null;
      }),
  });
  return { state, listening };
};

const CHANGE: PoolChange = { worker: "w", all: true, sandboxes: [], emptied: [] };

it("listens once for all who follow, and ends with the last of them", async () => {
  const { state, listening } = start();
  const seen: string[] = [];
  const [endFirst, endSecond] = await Promise.all([
    listening.follow(() => seen.push("first")),
    listening.follow(() => seen.push("second")),
  ]);
  state.listener?.("");
  state.listener?.(JSON.stringify(CHANGE));
  expect(seen).toEqual(["first", "second"]);
  await endFirst();
  expect(state.listener).not.toBeNull();
  await endSecond();
  expect([state.listener, state.calls]).toEqual([null, ["subscribe", "unsubscribe"]]);
});

it("ends as soon as it can where there was no connection when the last one left", async () => {
  const { state, listening } = start();
  const end = await listening.follow(() => undefined);
  state.up = false;
  await end();
  expect(state.listener).not.toBeNull();
  state.up = true;
  state.listener?.("");
  await expect.poll(() => state.listener).toBeNull();
});

it("who comes while the last one leaves is not left without", async () => {
  const { state, listening } = start();
  const end = await listening.follow(() => undefined);
  const seen: PoolChange[] = [];
  const leaving = end();
  const coming = listening.follow((change) => seen.push(change));
  await Promise.all([leaving, coming]);
  state.listener?.(JSON.stringify(CHANGE));
  expect(seen).toEqual([CHANGE]);
});

it("forgets who could not follow", async () => {
  const { state, listening } = start();
  const seen: string[] = [];
  state.up = false;
  await expect(listening.follow(() => seen.push("first"))).rejects.toThrow("there is no connection");
  state.up = true;
  const end = await listening.follow(() => seen.push("second"));
  state.listener?.(JSON.stringify(CHANGE));
  expect(seen).toEqual(["second"]);
  await end();
  expect(state.listener).toBeNull();
});
