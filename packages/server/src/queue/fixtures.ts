import { createClient } from "redis";
import type { QueueClientOptions } from "./client.js";
import {
  createQueueClient,
  createQueueWorker,
  type Job,
  type QueueWorkerOptions,
  type Settlement,
} from "./index.js";
import { startTestRedis, type TestRedis } from "./testing.js";
import type { QueueClient, QueueWorker, WorkerReport } from "./types.js";

let counter = 0;

/** A job whose id sorts after those made before it. */
export function makeJob(given: Partial<Job> = {}): Job {
  counter++;
  const time = (Date.now() * 1000 + (counter % 1000)).toString(16).padStart(16, "0");
  return {
    id: `${time}-${counter.toString(16).padStart(6, "0")}`,
    tenant: "local",
    language: { id: "python", version: "3.13.5" },
    request: { language: "python", source: "print('hello')\n", metadata: { team: "a" } },
    createdAt: Date.now(),
    maxQueueMs: 60_000,
    ...given,
  };
}

export function makeSettlement(given: Partial<Settlement> = {}): Settlement {
  return {
    outcome: "accepted",
    compile: null,
    run: {
      outcome: "accepted",
      exitCode: 0,
      signal: null,
      message: null,
      stdout: "hello\n",
      stderr: "",
      stdoutTruncated: false,
      stderrTruncated: false,
      encoding: "utf8",
      cpuTimeMs: 1.5,
      wallTimeMs: 2,
      memoryBytes: 1024,
    },
    sandbox: { id: "sandbox-1", primed: true, uses: 1 },
    timings: { compileMs: null, runMs: 2 },
    ...given,
  };
}

export function makeReport(id: string): WorkerReport {
  return { id, startedAt: Date.now(), running: 0, ready: true, draining: false, sandboxes: [], deaths: {} };
}

/** One Redis for a test file, and clients and workers on it that are stopped after each test. */
export function createHarness() {
  let redis: TestRedis | undefined;
  let prefix = "";
  const running: { stop(): Promise<void> }[] = [];
  const server = () => {
    if (!redis) throw new Error("no Redis yet");
    return redis;
  };

  const connect = () => createClient({ url: server().url }).connect();

  async function withRedis<T>(work: (redis: Awaited<ReturnType<typeof connect>>) => Promise<T>): Promise<T> {
    const redis = await connect();
    try {
      return await work(redis);
    } finally {
      redis.destroy();
    }
  }

  return {
    get redis() {
      return server();
    },
    get prefix() {
      return `{${prefix}}:`;
    },
    withRedis,
    async startRedis(): Promise<void> {
      redis = await startTestRedis();
    },
    async stopRedis(): Promise<void> {
      await redis?.stop();
    },
    /** Every test gets keys of its own. */
    begin(): void {
      prefix = `test${++counter}`;
    },
    async end(): Promise<void> {
      for (const part of running.splice(0).reverse()) await part.stop();
    },
    /** What accounts/ keeps of a tenant for the queue. With credits it is one that was given as many. */
    async tenant(id: string, fields: Readonly<Record<string, number>>): Promise<void> {
      const { credits } = fields;
      const given = credits === undefined ? {} : { granted: credits, reserved: 0, spent: 0 };
      await withRedis((redis) => redis.hSet(`{${prefix}}:tenant:${id}`, { ...given, ...fields }));
    },
    /** The numbers that the queue keeps of it. Checks that no credit was lost or made. */
    async tenantState(id: string): Promise<Record<string, number>> {
      const hash = await withRedis((redis) => redis.hGetAll(`{${prefix}}:tenant:${id}`));
      const state: Record<string, number> = {};
      for (const [name, value] of Object.entries(hash)) state[name] = Number(value);
      const { granted = 0, credits = 0, reserved = 0, spent = 0 } = state;
      if (granted !== credits + reserved + spent)
        throw new Error(`credits of ${id} do not add up: ${JSON.stringify(hash)}`);
      return state;
    },
    async client(given: Partial<QueueClientOptions> = {}): Promise<QueueClient> {
      const client = createQueueClient({ url: server().url, prefix, apiId: `api-${++counter}`, ...given });
      running.push(client);
      await client.start();
      return client;
    },
    async worker(workerId: string, given: Partial<QueueWorkerOptions> = {}): Promise<QueueWorker> {
      const worker = createQueueWorker({ url: server().url, prefix, workerId, ...given });
      running.push(worker);
      await worker.start();
      return worker;
    },
  };
}
