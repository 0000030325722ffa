import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Execution, ExecutionRequest } from "@neuron/contract";
import { readConfig } from "@neuron/server";

const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));

/** One `neuron up` with its own data directory and port, as a user would start it. The image is shared. */
export interface Instance {
  readonly url: string;
  readonly dataDir: string;
  readonly stateDir: string;
  readonly instance: string;
  /** Of the supervisor; a new one after each `up`. */
  readonly pid: number;
  /** Starts it (again), up to its line that it is ready. Rejects with its log when it ends before. */
  up(): Promise<void>;
  /** SIGTERM, and its exit code. */
  down(): Promise<number | null>;
  /** A signal for the supervisor, without waiting. */
  signal(name: NodeJS.Signals): void;
  /** Process ids of a part that lives now. */
  pidOf(part: "worker" | "api" | "redis" | "webhooks"): number;
  log(): string;
  run(request: ExecutionRequest): Promise<Execution>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Processes, cgroups, mounts and folders of it that are there now. */
  traces(): string[];
  /** Ends it in any way and removes its data. */
  remove(): Promise<void>;
}

export const createInstance = async (env: Record<string, string> = {}): Promise<Instance> => {
  const dataDir = env.NEURON_DATA_DIR ?? mkdtempSync(join(tmpdir(), "neuron-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    NEURON_DATA_DIR: dataDir,
    NEURON_PORT: String(port),
    NEURON_POOL_SIZE: "4",
    NEURON_IMAGES_DIR: process.env.NEURON_IMAGES_DIR ?? readConfig({ env: process.env }).imagesDir,
    NEURON_LOG_LEVEL: "info",
    ...env,
  };
  const { stateDir, instance } = readConfig({ env: settings });
  let child: ChildProcess | null = null;
  let log = "";

  const living = (): ChildProcess => {
    if (child?.pid === undefined || child.exitCode !== null) throw new Error(`It does not run.\n${log}`);
    return child;
  };

  const fetchPath = (path: string, init?: RequestInit) => fetch(url + path, init);

  const self: Instance = {
    url,
    dataDir,
    stateDir,
    instance,
    get pid() {
      return living().pid ?? 0;
    },
    async up() {
      const started = spawn(process.execPath, [NEURON, "up"], {
        env: { ...process.env, ...settings },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      started.stderr.on("data", (data) => {
        log += data;
      });
      const ready = new Promise<void>((resolve, reject) => {
        createInterface(started.stdout).once("line", (line) => {
          if (line === `neuron ready on ${url}`) resolve();
          else reject(new Error(`Its first line is ${line}`));
        });
        started.once("close", (code) =>
          reject(new Error(`It ended with ${code} before it was ready:\n${log}`)),
        );
      });
      await ready;
    },
    async down() {
      const ending = living();
      ending.kill("SIGTERM");
      const [code] = await once(ending, "exit");
      return code;
    },
    signal: (name) => void living().kill(name),
    pidOf(part) {
      const wanted = part === "redis" ? /^redis-server / : new RegExp(`main\\.js ${part}$`);
      const found = childrenOf(self.pid).find((pid) => wanted.test(commandOf(pid)));
      if (found === undefined) throw new Error(`There is no ${part} now.\n${log}`);
      return found;
    },
    log: () => log,
    fetch: fetchPath,
    async run(request) {
      const response = await fetchPath("/v1/executions?wait=30", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as Execution;
    },
    traces: () => tracesOf(instance, dataDir, stateDir),
    async remove() {
      if (child !== null && child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return self;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
};

const pids = (): number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
const childrenOf = (parent: number): number[] => pids().filter((pid) => parentOf(pid) === parent);

/** Ended, and only waited for by init any more. */
const isZombie = (pid: number): boolean => /^State:\s+[ZX]/m.test(read(`/proc/${pid}/status`));

const tracesOf = (instance: string, dataDir: string, stateDir: string): string[] => {
  const processes = pids()
    .filter((pid) => !isZombie(pid))
    .filter((pid) => read(`/proc/${pid}/cgroup`).includes(`neuron-${instance}`) || belongs(pid, dataDir))
    .map((pid) => `process ${pid} ${commandOf(pid)}`);
  const mounts = read("/proc/self/mounts")
    .split("\n")
    .filter((line) => line.includes(instance));
  const folders = existsSync(stateDir) ? [stateDir] : [];
  return [...processes, ...cgroupsNamed(`neuron-${instance}`), ...mounts, ...folders];
};

/** It was started with this data directory. */
const belongs = (pid: number, dataDir: string): boolean =>
  read(`/proc/${pid}/environ`).split("\0").includes(`NEURON_DATA_DIR=${dataDir}`);

const cgroupsNamed = (name: string): string[] => {
  const tops = ["", ...readdirSync("/sys/fs/cgroup")].map((top) => join("/sys/fs/cgroup", top, name));
  return tops.filter((path) => existsSync(path));
};
