import type { Execution } from "@neuron/contract";
import { expect, test } from "vitest";
import { c, expectOutcome, python, useService } from "./service.js";

const POOL = 40;
const service = useService({ NEURON_POOL_SIZE: String(POOL) });

const finishAll = (ids: readonly string[]): Promise<Execution[]> =>
  Promise.all(ids.map((id) => service.finished(id)));

test("200 that sleep do not run two at a time", async () => {
  const at = Date.now();
  const submitted = await Promise.all(
    Array.from({ length: 200 }, () => service.submit(python("import time; time.sleep(1)"))),
  );
  const executions = await finishAll(submitted.map(({ id }) => id));
  for (const execution of executions) expectOutcome(execution, "accepted");
  // Five rounds of one second each, when all of the pool sleeps at once; 100 s when two do.
  expect(Date.now() - at).toBeLessThan(25_000);
});

test("200 that are busy do not push each other over a limit of CPU time", { timeout: 120_000 }, async () => {
  const source = `#include <time.h>
int main(void) { while (clock() < CLOCKS_PER_SEC / 16) {} return 0; }`;
  const rest = { limits: { cpuTimeMs: 200, wallTimeMs: 60_000 }, maxQueueMs: 110_000 };
  const busy = python("import time\nwhile time.process_time() < 0.06: pass", rest);
  const submitted = await Promise.all(
    Array.from({ length: 200 }, (_, i) => service.submit(i % 10 === 0 ? c(source, rest) : busy)),
  );
  const executions = await finishAll(submitted.map(({ id }) => id));
  for (const execution of executions) {
    const run = expectOutcome(execution, "accepted");
    expect(run?.cpuTimeMs).toBeLessThan(250);
  }
});

test("health answers quickly while 500 come at once, and everybody gets an answer", async () => {
  const health: number[] = [];
  let over = false;
  const watch = (async () => {
    while (!over) {
      const at = performance.now();
      expect((await service.fetch("/healthz")).status).toBe(200);
      health.push(performance.now() - at);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const all = await Promise.all(
    Array.from({ length: 500 }, (_, i) => service.execute(python(`print(${i})`))),
  );
  over = true;
  await watch;
  all.forEach((execution, i) => {
    expect(expectOutcome(execution, "accepted")?.stdout).toBe(`${i}\n`);
  });
  health.sort((a, b) => a - b);
  expect(health[Math.floor(health.length * 0.9)]).toBeLessThan(250);
});

test("idle memory of all sandboxes together is small", async () => {
  await service.until("the pool is warm", async () => (await service.pool()).states.warm === POOL, 30_000);
  const sandboxes = (await service.pool()).workers.flatMap((worker) => worker.sandboxes);
  expect(sandboxes).toHaveLength(POOL);
  expect(sandboxes.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)).toBeLessThan(
    POOL * 12 * 1024 * 1024,
  );
});
