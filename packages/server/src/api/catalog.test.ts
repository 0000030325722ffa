import { setTimeout as delay } from "node:timers/promises";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createQueueClient, createQueueWorker } from "../queue/index.js";
import { startTestRedis, type TestRedis } from "../queue/testing.js";
import type { QueueClient, QueueWorker, WorkerReport } from "../queue/types.js";
import { type Catalog, createCatalog } from "./catalog.js";
import { CPP, PYTHON } from "./test-api.js";

let redis: TestRedis;
let queue: QueueClient;
let catalog: Catalog;
const workers: QueueWorker[] = [];

const join = async (name: string, languages: readonly object[]): Promise<QueueWorker> => {
  const worker = createQueueWorker({
    url: redis.url,
    prefix: "test",
    workerId: `${name}:1`,
    workerTtlMs: 500,
  });
  workers.push(worker);
  await worker.start();
  await worker.tellLanguages(JSON.stringify(languages));
  return worker;
};
const ids = () => catalog.all().map(({ id }) => id);
const report = (id: string): WorkerReport => ({
  ...{ id, startedAt: 0, running: 0, ready: true, draining: false, sandboxes: [], deaths: {} },
});

beforeEach(async () => {
  redis = await startTestRedis();
  queue = createQueueClient({
    url: redis.url,
    prefix: "test",
    apiId: "api",
    workerTtlMs: 500,
    sweepIntervalMs: 100,
  });
  await queue.start();
  catalog = createCatalog({ queue, local: [CPP], definitions: [], logger: pino({ level: "silent" }) });
  await catalog.start();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
  await queue.stop();
  await redis.stop();
});

test("has what the machine has, until a worker tells", async () => {
  expect(ids()).toEqual(["cpp"]);
  await join("a", [PYTHON]);
  await expect.poll(ids).toEqual(["python"]);
  expect(catalog.choose("py").id).toBe("python");
  expect(() => catalog.choose("cpp")).toThrow("There is no language");
});

test("has what all workers have", async () => {
  await join("a", [PYTHON, CPP]);
  const b = await join("b", [PYTHON]);
  await expect.poll(ids).toEqual(["python"]);
  await b.tellLanguages(JSON.stringify([CPP, PYTHON]));
  await expect.poll(ids).toEqual(["python", "cpp"]);
  await b.tellLanguages(JSON.stringify([CPP]));
  await expect.poll(ids).toEqual(["cpp"]);
  await b.stop();
  await expect.poll(ids).toEqual(["python", "cpp"]);
});

test("a worker that was taken for dead tells again", async () => {
  const a = await join("a", [PYTHON, CPP]);
  const b = await join("b", [PYTHON]);
  await expect.poll(ids).toEqual(["python"]);
  let alone = true;
  const beats = (async () => {
    for (; alone; await delay(50)) await a.heartbeat(report("a:1"));
  })();
  try {
    await expect.poll(ids, { timeout: 10_000 }).toEqual(["python", "cpp"]);
    await b.heartbeat(report("b:1"));
    await expect.poll(ids).toEqual(["python"]);
  } finally {
    alone = false;
    await beats;
  }
});
