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

  return {
    get redis() {
      return server();
    },
    get prefix() {
      return `{${prefix}}:`;
    },
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
