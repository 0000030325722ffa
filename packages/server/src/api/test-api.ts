import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { type AccountsOptions, createAccounts, createAdminKeyCheck } from "../accounts/index.js";
import type { PublishedLanguage } from "../languages/types.js";
import { createQueueClient, createQueueWorker } from "../queue/index.js";
import { startTestRedis } from "../queue/testing.js";
import type { Lease, PoolChange, QueueClient, Settlement, WorkerReport } from "../queue/types.js";
import { createAddressPolicy, createWebhookClient } from "../webhooks/index.js";
import { LOCAL_TENANT } from "./access.js";
import { createIds } from "./ids.js";
import { type Api, createApi, createCatalog, createJudge0Store } from "./index.js";
import type { Judge0Options } from "./judge0/index.js";
import type { Page } from "./page/page.js";
import type { PistonLimits, PistonOptions } from "./piston/index.js";

/** Definitions for tests of the API, which never runs them. */
export const PYTHON: PublishedLanguage = {
  id: "python",
  name: "Python",
  aliases: ["py", "python3"],
  file: "main.py",
  extensions: [".py"],
  compile: null,
  run: ["python3", "{entry}", "{args}"],
  prime: "python",
  judge0: [71, 92, 100, 109, 113],
  piston: ["py3", "python3.10"],
  hello: { source: 'print("hello")', stdout: "hello\n" },
  installedVersion: "3.13.5",
};

export const CPP: PublishedLanguage = {
  id: "cpp",
  name: "C++",
  aliases: ["c++", "g++"],
  file: "main.cpp",
  extensions: [".cpp", ".cc"],
  compile: ["g++", "-O2", "-o", "main", "{compileArgs}", "{sources}"],
  run: ["./main", "{args}"],
  prime: "launcher",
  judge0: [52, 53, 54, 105],
  hello: { source: '#include <cstdio>\nint main() { puts("hello"); }', stdout: "hello\n" },
  installedVersion: "14.2.0",
};

/** One that is known, but not installed. */
const RUBY = { id: "ruby", name: "Ruby", aliases: ["rb"] };

/** Those of Piston, but for what it prints. */
export const PISTON_LIMITS: PistonLimits = {
  compile_timeout: 10_000,
  run_timeout: 3000,
  compile_cpu_time: 10_000,
  run_cpu_time: 3000,
  compile_memory_limit: null,
  run_memory_limit: null,
  output_max_size: 65_536,
  overrides: new Map(),
};

export interface TestApi {
  readonly api: Api;
  /** Lines that the API wrote, of level info and above. */
  readonly log: readonly Record<string, unknown>[];
  /** What the worker was given, in order. */
  readonly leases: readonly Lease[];
  /** From now on a worker finishes every execution: as `accepted`, or as told. */
  work(settle?: (lease: Lease) => Settlement): void;
  /** A worker that loses every sandbox, until nothing is queued. */
  giveUpAll(): Promise<void>;
  /** Sends a worker's report of itself, with one warm sandbox. */
  report(changes: Partial<WorkerReport>): Promise<void>;
  /** Tells of sandboxes between two reports. */
  tellPool(change: Omit<PoolChange, "worker">): Promise<void>;
  /** The API's own. */
  readonly queue: QueueClient;
  /** Id of the execution that is queued, once there is one. */
  firstQueued(): Promise<string>;
  /** How many executions the store knows. */
  kept(): Promise<number>;
  killRedis(): Promise<void>;
  /** Another API process of the same service, with no worker; stopped with this one. */
  another(): Promise<Pick<TestApi, "api">>;
  stop(): Promise<void>;
}

export interface TestApiOptions {
  readonly maxQueued?: number;
  readonly maxSessions?: number;
  readonly tenantMaxSessions?: number;
  readonly judge0?: Partial<Omit<Judge0Options, "store">>;
  readonly judge0Port?: number;
  readonly page?: Page | null;
  readonly piston?: Partial<PistonOptions>;
  /** With accounts, and what differs from: sign-up open, no limits, 20 free executions. */
  readonly accounts?: Partial<AccountsOptions> & { readonly signUp?: boolean; readonly trustProxy?: string };
}

export const ADMIN_KEY = "admin-key-of-the-tests-0123456789";

/** The API on a real queue in a Redis of its own, with a worker that runs nothing. */
export const startTestApi = async (options: TestApiOptions = {}): Promise<TestApi> => {
  const redis = await startTestRedis();
  const connection = { url: redis.url, prefix: "test" };
  const { maxQueued, maxSessions, tenantMaxSessions, accounts: given } = options;
  const log: Record<string, unknown>[] = [];

  const startProcess = async (apiId: string) => {
    const queue = createQueueClient({
      ...connection,
      apiId,
      callTimeoutMs: 2500,
      ...(maxQueued !== undefined && { maxQueued }),
      ...(maxSessions !== undefined && { maxSessions }),
      ...(tenantMaxSessions !== undefined && { tenantMaxSessions }),
    });
    const accounts =
      given === undefined
        ? null
        : createAccounts({
            ...connection,
            freeExecutions: 20,
            signUpsPerHour: 1_000_000,
            requestsPerSecond: 0,
            newId: createIds(Date.now),
            clock: Date.now,
            onError: () => undefined,
            ...given,
          });
    const webhooks = createWebhookClient({ ...connection, onError: () => undefined });
    const store = createJudge0Store({ ...connection, onError: () => undefined });
    const api = createApi({
      config: {
        host: "127.0.0.1",
        port: 0,
        signUp: given?.signUp ?? true,
        trustProxy: given?.trustProxy ?? null,
        judge0Port: options.judge0Port ?? null,
      },
      queue,
      accounts,
      isAdminKey: createAdminKeyCheck(ADMIN_KEY),
      webhooks,
      page: options.page ?? null,
      callbackPolicy: createAddressPolicy([]),
      judge0: {
        store,
        strict: false,
        originalNames: false,
        authnTokens: [],
        authzTokens: [],
        deletes: false,
        allowsOrigin: null,
        maxQueued: 10_000,
        ...options.judge0,
      },
      piston: {
        strict: false,
        exactVersions: false,
        limits: PISTON_LIMITS,
        definitions: [PYTHON, CPP, RUBY],
        ...options.piston,
      },
      catalog: createCatalog({
        queue,
        local: [PYTHON, CPP],
        definitions: [RUBY],
        logger: pino({ level: "silent" }),
      }),
      logger: pino({}, { write: (line: string) => log.push(JSON.parse(line)) }),
    });
    await queue.start();
    await accounts?.start();
    await webhooks.start();
    await store.start();
    const stop = async (): Promise<void> => {
      await api.stop(1000);
      await store.stop();
      await webhooks.stop();
      await accounts?.stop();
      await queue.stop();
    };
    return { api, queue, stop };
  };

  const { api, queue, stop } = await startProcess("api");
  const others: { stop(): Promise<void> }[] = [];
  const worker = createQueueWorker({ ...connection, workerId: "w:1" });
  const working = new AbortController();
  const leases: Lease[] = [];
  let loop: Promise<void> = Promise.resolve();
  let joined: Promise<void> | null = null;
  const join = () => {
    joined ??= worker.start();
    return joined;
  };

  const workAll = async (settle: (lease: Lease) => Settlement): Promise<void> => {
    await join();
    while (!working.signal.aborted) {
      const claimed = await worker.claim(100);
      leases.push(...claimed);
      await Promise.all(claimed.map((lease) => worker.settle(lease, settle(lease))));
      if (claimed.length === 0) await worker.waitForWork(working.signal);
    }
  };

  const list = () => queue.list(LOCAL_TENANT, { limit: 100 });

  return {
    api,
    log,
    leases,
    work(settle = () => ACCEPTED) {
      loop = workAll(settle);
    },
    async giveUpAll() {
      await join();
      for (;;) {
        const claimed = await worker.claim(100);
        if (claimed.length === 0) return;
        for (const lease of claimed) await worker.giveBack(lease, "the sandbox was lost");
      }
    },
    async report(changes) {
      await join();
      await worker.heartbeat({ ...REPORT, ...changes });
    },
    tellPool: (change) => worker.tellPool(change),
    queue,
    async firstQueued() {
      for (let deadline = Date.now() + 5000; Date.now() < deadline; await setImmediate()) {
        const [execution] = (await list()).executions;
        if (execution !== undefined) return execution.id;
      }
      throw new Error("No execution was queued.");
    },
    kept: async () => (await list()).executions.length,
    killRedis: () => redis.kill(),
    async another() {
      const other = await startProcess(`api-${others.length}`);
      others.push(other);
      return other;
    },
    async stop() {
      for (const other of others) await other.stop();
      working.abort();
      await loop;
      await worker.stop();
      await stop();
      await redis.stop();
    },
  };
};

export const ACCEPTED: Settlement = {
  outcome: "accepted",
  compile: null,
  run: {
    outcome: "accepted",
    exitCode: 0,
    signal: null,
    message: null,
    stdout: "1\n",
    stderr: "",
    stdoutTruncated: false,
    stderrTruncated: false,
    encoding: "utf8",
    cpuTimeMs: 1,
    wallTimeMs: 1,
    memoryBytes: 1_000_000,
  },
  sandbox: { id: "s1", primed: true, uses: 1 },
  timings: { compileMs: null, runMs: 1 },
};

const REPORT: WorkerReport = {
  id: "w:1",
  startedAt: 1_700_000_000_000,
  running: 0,
  ready: true,
  draining: false,
  sandboxes: [{ id: "s1", state: "warm", kind: "python", uses: 0, ageMs: 10, memoryBytes: 1_000_000 }],
  deaths: { time_limit: 2 },
};
