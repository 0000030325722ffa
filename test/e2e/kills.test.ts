import type { Execution } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { bash, expectOutcome, python, useService } from "./service.js";

const service = useService({ NEURON_POOL_SIZE: "4" });

/** Some that run while the kill comes, and some that wait. */
const underWay = async (count = 12): Promise<string[]> => {
  const submitted = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      service.submit(
        i % 2 ? bash(`sleep 0.7; echo ${i}`) : python(`import time; time.sleep(0.7); print(${i})`),
      ),
    ),
  );
  await service.until("some run", async () => (await service.stats()).running >= 2);
  return submitted.map(({ id }) => id);
};

const allEnd = async (ids: readonly string[]): Promise<Execution[]> => {
  const executions = await Promise.all(ids.map((id) => service.finished(id)));
  executions.forEach((execution, i) => {
    expect(expectOutcome(execution, "accepted")?.stdout).toBe(`${i}\n`);
  });
  return executions;
};

const works = async (): Promise<void> => {
  expectOutcome(await service.execute(python("print(1)")), "accepted");
  await service.until(
    "the pool is whole again",
    async () => (await service.pool()).states.warm === 4,
    30_000,
  );
};

describe("kill -9 while executions run: each accepted one ends as it should", () => {
  test("of an agent: what it ran is tried again", async () => {
    const ids = await underWay();
    const agents = service.agentPids();
    expect(agents.length).toBeGreaterThan(0);
    for (const pid of agents) process.kill(pid, "SIGKILL");
    const executions = await allEnd(ids);
    expect(Math.max(...executions.map(({ attempts }) => attempts))).toBeGreaterThan(1);
    expect(service.sandboxPids().filter((pid) => agents.includes(pid))).toEqual([]);
    await works();
  });

  test.each(["worker", "api", "redis"] as const)("of %s", async (part) => {
    const ids = await underWay();
    const before = service.pidOf(part);
    process.kill(before, "SIGKILL");
    await allEnd(ids);
    expect(service.pidOf(part)).not.toBe(before);
    await works();
  });
});

test("a graceful stop lets what runs finish and keeps what waits for the next start", async () => {
  const ids = await underWay(16);
  const code = await service.down();
  expect(code).toBe(0);
  expect(service.traces()).toEqual([]);
  await service.up();
  await allEnd(ids);
  await works();
});
