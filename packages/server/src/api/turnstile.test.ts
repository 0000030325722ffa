import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.js";

const setUp = (perTurn: number, maxHoldMs = 1000) => {
  const clock = { now: 0 };
  const turnstile = createTurnstile({ perTurn, maxHoldMs, now: () => clock.now });
  const passed: number[] = [];
  let entered = 0;
  const enter = () => {
    const number = entered++;
    turnstile.enter(() => passed.push(number));
  };
  return { clock, turnstile, passed, enter };
};

test("few pass at once", () => {
  const { enter, passed } = setUp(3);
  for (let i = 0; i < 3; i++) enter();
  expect(passed).toEqual([0, 1, 2]);
});

test("many pass in slices, in order, and a late one does not overtake", async () => {
  const { enter, passed } = setUp(3);
  for (let i = 0; i < 7; i++) enter();
  expect(passed).toHaveLength(3);
  await nextTurn();
  enter();
  expect(passed).toHaveLength(6);
  await nextTurn();
  expect(passed).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("after a quiet turn few pass at once again", async () => {
  const { enter, passed } = setUp(1);
  for (let i = 0; i < 5; i++) {
    enter();
    expect(passed).toHaveLength(i + 1);
    await nextTurn();
    await nextTurn();
  }
});

test("they wait while connections come, and pass when none does", async () => {
  const { turnstile, enter, passed } = setUp(3);
  turnstile.noteConnection();
  enter();
  for (let i = 0; i < 5; i++) {
    await nextTurn();
    expect(passed).toEqual([]);
    turnstile.noteConnection();
  }
  await nextTurn();
  await nextTurn();
  expect(passed).toEqual([0]);
});

test("they do not wait for ever", async () => {
  const { clock, turnstile, enter, passed } = setUp(2, 100);
  turnstile.noteConnection();
  for (let i = 0; i < 3; i++) enter();
  await nextTurn();
  expect(passed).toEqual([]);
  clock.now = 100;
  turnstile.noteConnection();
  await nextTurn();
  expect(passed).toEqual([0, 1]);
});
