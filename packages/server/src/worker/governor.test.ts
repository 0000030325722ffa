import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createGovernor, type Governor } from "./governor.js";

/** A machine with fair cores: whoever is runnable gets an equal share, one core at most. Steps of 1 ms. */
interface Program {
  /** Wants the CPU at this age. */
  readonly wants: (ageMs: number, usedMs: number) => boolean;
  readonly ends: (ageMs: number, usedMs: number) => boolean;
  ageMs: number;
  usedMs: number;
}

const CORES = 2;
const busy = (cpuMs: number): Program => ({
  wants: () => true,
  ends: (_, usedMs) => usedMs >= cpuMs,
  ageMs: 0,
  usedMs: 0,
});
const sleeper = (ms: number): Program => ({
  wants: (_, usedMs) => usedMs < 2.5,
  ends: (ageMs) => ageMs >= ms,
  ageMs: 0,
  usedMs: 0,
});

interface Machine {
  governor: Governor;
  queue: Program[];
  running: Map<Program, () => void>;
  /** Wall time per program that ended. */
  ended: Program[];
  reads: number;
  mostAtOnce: number;
}

let machine: Machine;
let idleMs = 0;
/** Programs of somebody else that want a whole core each. */
let foreign = 0;
let places = 50;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  idleMs = 0;
  foreign = 0;
  places = 50;
  const governor = createGovernor({
    cores: CORES,
    clock: { now: () => 0, monotonicMs: () => performance.now() },
    machineIdle: { read: () => Math.floor(idleMs / 10) * 10 },
    onSlots: () => startMore(),
  });
  machine = { governor, queue: [], running: new Map(), ended: [], reads: 0, mostAtOnce: 0 };
  governor.observe();
  passMs(1_000);
  governor.observe();
});

afterEach(() => {
  machine.governor.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function startMore(): void {
  for (;;) {
    if (machine.queue.length === 0 || machine.running.size >= places) return;
    if (machine.governor.slots() === 0) {
      machine.governor.watch();
      return;
    }
    const program = machine.queue.shift();
    if (!program) return;
    const ended = machine.governor.started(() => {
      machine.reads += 1;
      return program.usedMs;
    });
    machine.running.set(program, ended);
    machine.mostAtOnce = Math.max(machine.mostAtOnce, machine.running.size);
  }
}

function passMs(ms: number): void {
  for (let step = 0; step < ms; step += 1) {
    const wanting = [...machine.running.keys()].filter((one) => one.wants(one.ageMs, one.usedMs));
    const share = Math.min(1, CORES / Math.max(1, wanting.length + foreign));
    for (const one of wanting) one.usedMs += share;
    idleMs += Math.max(0, CORES - (wanting.length + foreign) * share);
    for (const one of machine.running.keys()) one.ageMs += 1;
    vi.advanceTimersByTime(1);
    for (const [one, ended] of machine.running) {
      if (!one.ends(one.ageMs, one.usedMs)) continue;
      machine.running.delete(one);
      machine.ended.push(one);
      ended();
    }
    startMore();
  }
}

describe("the number of executions at once", () => {
  it("is the number of cores for busy ones, and one more of those that came at once", () => {
    machine.queue = Array.from({ length: 20 }, () => busy(300));
    startMore();
    passMs(3_300);
    expect(machine.ended).toHaveLength(20);
    expect(machine.mostAtOnce).toBe(CORES + 1);
    for (const one of machine.ended) expect(one.ageMs).toBeLessThan(300 * 1.6);
  });

  it("goes up by tens per 100 ms for sleeping ones", () => {
    machine.queue = Array.from({ length: 200 }, () => sleeper(1_000));
    startMore();
    passMs(100);
    expect(machine.running.size).toBeGreaterThanOrEqual(15);
    passMs(250);
    expect(machine.running.size).toBe(50);
  });

  it("lets busy ones pass by sleeping ones", () => {
    machine.queue = [
      ...Array.from({ length: 20 }, () => sleeper(5_000)),
      ...Array.from({ length: 10 }, () => busy(100)),
    ];
    startMore();
    passMs(1_000);
    expect(machine.ended).toHaveLength(10);
    for (const one of machine.ended) expect(one.ageMs).toBeLessThan(160);
  });

  it("stays low while others use the machine", () => {
    foreign = 2;
    passMs(1_000);
    machine.governor.observe();
    machine.queue = Array.from({ length: 40 }, () => busy(500));
    startMore();
    passMs(3_000);
    expect(machine.mostAtOnce).toBeLessThanOrEqual(CORES + 1);
    // Sleeping ones get in all the same, at a slower pace.
    machine.queue = Array.from({ length: 40 }, () => sleeper(10_000));
    passMs(3_000);
    expect(machine.running.size).toBeGreaterThan(20);
  });

  it("is never below one", () => {
    foreign = 20;
    machine.queue = [busy(10)];
    startMore();
    expect(machine.running.size).toBe(1);
  });
});

describe("the cost of looking", () => {
  it("is nothing for programs that end soon", () => {
    machine.queue = Array.from({ length: 200 }, () => busy(2));
    startMore();
    passMs(400);
    expect(machine.ended).toHaveLength(200);
    expect(machine.reads).toBe(0);
  });

  it("gets lower the longer a program runs", () => {
    machine.queue = Array.from({ length: 10 }, () => busy(10_000));
    startMore();
    passMs(1_000);
    expect(machine.reads).toBeLessThan((CORES + 1) * 20);
  });

  it("does not end when a cgroup is gone", () => {
    machine.governor.started(() => {
      throw new Error("ENOENT");
    });
    const ended = machine.governor.started(() => 0);
    machine.governor.watch();
    vi.advanceTimersByTime(200);
    expect(machine.governor.running).toBe(2);
    ended();
    expect(machine.governor.slots()).toBe(2);
  });
});
