import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Execution, type Limits, resolveLimits } from "@neuron/contract";
import { pino } from "pino";
import { AGENT_DIR } from "../../packages/server/src/language-store.js";
import { readConfig } from "../../packages/server/src/platform/config.js";
import {
  createQueueClient,
  createQueueWorker,
  type QueueClient,
} from "../../packages/server/src/queue/index.js";
import { startTestRedis, type TestRedis } from "../../packages/server/src/queue/testing.js";
import { createSandboxDriver, type SandboxDriver } from "../../packages/server/src/sandbox/index.js";
import { testImage } from "../../packages/server/src/test-image.js";
import { createWorker, type Worker, type WorkerTuning } from "../../packages/server/src/worker/index.js";

/** Workers with real sandboxes on a real queue, without API and supervisor. */
export interface Rig {
  readonly client: QueueClient;
  worker(given?: Partial<WorkerGiven>): Promise<RigWorker>;
  submit(language: string, source: string, given?: SubmitGiven): Promise<Submitted>;
  run(language: string, source: string, given?: SubmitGiven): Promise<Execution>;
  stop(): Promise<void>;
}

export interface RigWorker extends Worker {
  readonly driver: SandboxDriver;
  /** Lines of its log, parsed. */
  readonly log: Record<string, unknown>[];
  /** Host ids of the processes in a sandbox, the agent's first. */
  processesOf(sandbox: string): number[];
}

interface WorkerGiven {
  readonly name: string;
  readonly poolSize: number;
  readonly poolMemoryMib: number;
  readonly singleUse: boolean;
  /** Ids; all, if left out. */
  readonly languages: readonly string[];
  readonly tuning: Partial<WorkerTuning>;
}

interface SubmitGiven {
  readonly limits?: Limits;
  readonly stdin?: string;
}

interface Submitted {
  readonly id: string;
  readonly finished: Promise<Execution>;
}

const WAIT_MS = 90_000;
let counter = 0;

export const startRig = async (): Promise<Rig> => {
  const config = readConfig({ env: process.env });
  const image = testImage();
  const redis: TestRedis = await startTestRedis();
  const prefix = "rig";
  const client = createQueueClient({ url: redis.url, prefix, apiId: "rig-api" });
  const workers: RigWorker[] = [];

  const submit: Rig["submit"] = async (language, source, { limits, stdin } = {}) => {
    counter += 1;
    const id = `${(Date.now() * 1000).toString(16).padStart(16, "0")}-${counter.toString(16).padStart(6, "0")}`;
    const finished = client.waitFor(id, WAIT_MS).then((execution) => {
      if (!execution) throw new Error(`${id} did not finish within ${WAIT_MS} ms`);
      return execution;
    });
    const admission = await client.admit({
      id,
      tenant: "local",
      language: { id: language, version: "1" },
      request: { language, source, limits: resolveLimits(limits), ...(stdin === undefined ? {} : { stdin }) },
      createdAt: Date.now(),
      maxQueueMs: 600_000,
    });
    if (!admission.accepted) throw new Error(admission.reason);
    return { id, finished };
  };

  await client.start();
  return {
    client,
    submit,
    run: async (language, source, given) => (await submit(language, source, given)).finished,
    async worker(given = {}) {
      counter += 1;
      const name = given.name ?? `rig${counter}`;
      const instance = `rig-${process.pid}-${counter}`;
      const languages = image.languages.filter(({ id }) => given.languages?.includes(id) ?? true);
      const id = `${name}:${counter}`;
      const log: Record<string, unknown>[] = [];
      const logger = pino({ level: "info" }, { write: (line: string) => log.push(JSON.parse(line)) });
      const driver = createSandboxDriver({
        instance,
        rootfs: image.rootfs,
        imagesDir: image.imagesDir,
        layersOf: image.layersOf,
        agentDir: AGENT_DIR,
        stateDir: join("/run/neuron", instance),
        runtime: config.runtime,
        preloads: image.languages.flatMap(({ preload }) => preload),
        logger,
      });
      const worker = createWorker({
        id,
        config: {
          poolSize: given.poolSize ?? 4,
          poolMemoryMib: given.poolMemoryMib ?? 512,
          singleUse: given.singleUse ?? false,
          compileCacheMib: 16,
        },
        queue: createQueueWorker({ url: redis.url, prefix, workerId: id }),
        driver,
        languages: { installed: () => languages, watch: () => {}, close: () => {} },
        logger,
        tuning: given.tuning ?? {},
      });
      const rigged: RigWorker = {
        ...worker,
        driver,
        log,
        processesOf: (sandbox) => processesIn(instance, sandbox),
      };
      workers.push(rigged);
      await worker.start();
      return rigged;
    },
    async stop() {
      for (const worker of workers) await worker.stop(5_000);
      await client.stop();
      await redis.stop();
    },
  };
};

const processesIn = (instance: string, sandbox: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
    .filter((pid) => {
      try {
        const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").split("\n");
        // A cgroup is deleted before whoever adopted its last process has waited for it.
        return lines.some(
          (line) => line.includes(`/neuron-${instance}/${sandbox}`) && !line.endsWith("(deleted)"),
        );
      } catch {
        return false;
      }
    });
