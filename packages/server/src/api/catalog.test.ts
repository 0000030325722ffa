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
/** Not a measure of time: as long as a busy machine may take. */
const WAIT = { timeout: 10_000 };
/** In an order of their own: a worker's is its own. */
const ids = () =>
  catalog
    .all()
    .map(({ id }) => id)
    .sort();
const report = (id: string): WorkerReport => ({
  ...{ id, startedAt: 0, running: 0, ready: true, draining: false, sandboxes: [], deaths: {} },
});

/** Keeps workers from being taken for dead until it is called. */
const keepAlive = (...beating: readonly (readonly [QueueWorker, string])[]): (() => Promise<void>) => {
  let going = true;
  const beats = (async () => {
    for (; going; await delay(50)) for (const [worker, id] of beating) await worker.heartbeat(report(id));
  })();
  return async () => {
    going = false;
    await beats;
  };
};

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
  await expect.poll(ids, WAIT).toEqual(["python"]);
  expect(catalog.choose("py").id).toBe("python");
  expect(() => catalog.choose("cpp")).toThrow("There is no language");
});

test("has what all workers have", async () => {
  const a = await join("a", [PYTHON, CPP]);
  const b = await join("b", [PYTHON]);
  const leaveA = keepAlive([a, "a:1"]);
  const leaveB = keepAlive([b, "b:1"]);
  try {
    await expect.poll(ids, WAIT).toEqual(["python"]);
    await b.tellLanguages(JSON.stringify([CPP, PYTHON]));
    await expect.poll(ids, WAIT).toEqual(["cpp", "python"]);
    await b.tellLanguages(JSON.stringify([CPP]));
    await expect.poll(ids, WAIT).toEqual(["cpp"]);
    await leaveB();
    await b.stop();
    await expect.poll(ids, WAIT).toEqual(["cpp", "python"]);
  } finally {
    await leaveA();
    await leaveB();
  }
});

test("a worker that was taken for dead tells again", async () => {
  const a = await join("a", [PYTHON, CPP]);
  const b = await join("b", [PYTHON]);
  await expect.poll(ids, WAIT).toEqual(["python"]);
  const leave = keepAlive([a, "a:1"]);
  try {
    await expect.poll(ids, WAIT).toEqual(["cpp", "python"]);
    await b.heartbeat(report("b:1"));
    await expect.poll(ids, WAIT).toEqual(["python"]);
  } finally {
    await leave();
  }
});
