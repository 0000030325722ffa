import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createClient } from "redis";
import { cgroupOf, childrenOf, commandOf, hasEnvironment, isAlive, pids, statusOf } from "./processes.mjs";

const NEURON = fileURLToPath(new URL("../../../packages/cli/dist/main.js", import.meta.url));
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 90_000;

/** @typedef {"worker" | "api" | "redis"} Part */

/**
 * One `neuron up` with its own data directory and port. It can be killed and started again on the same data.
 * @param {{ env?: Record<string, string>, logFile?: string, onLine?: (line: string) => void }} [options]
 */
export const createInstance = async ({ env = {}, logFile, onLine } = {}) => {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), "neuron-chaos-")));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const mark = `NEURON_TEST_RUN=${randomUUID()}`;
  const settings = {
    NEURON_IMAGES_DIR:
      process.env.NEURON_IMAGES_DIR ?? join(process.env.NEURON_DATA_DIR ?? "/var/lib/neuron", "images"),
    ...env,
    NEURON_DATA_DIR: dataDir,
    NEURON_PORT: String(port),
    NEURON_TEST_RUN: mark.slice(mark.indexOf("=") + 1),
  };
  const id = createHash("sha256").update(dataDir).digest("hex").slice(0, 10);
  const stateDir = join("/run/neuron", id);
  const group = `neuron-${id}`;
  const log = logFile === undefined ? null : createWriteStream(logFile);
  /** @type {import("node:child_process").ChildProcess | null} */
  let supervisor = null;
  /** @type {string[]} */
  let tail = [];

  const self = {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    stateDir,
    /** Of the supervisor; null while there is none. */
    get pid() {
      return supervisor === null || supervisor.exitCode !== null || supervisor.signalCode !== null
        ? null
        : (supervisor.pid ?? null);
    },
    /** Starts the supervisor; resolves with the milliseconds to its line that it is ready. */
    async up() {
      const startedAt = performance.now();
      const child = spawn(process.execPath, [NEURON, "up"], {
        env: { PATH: process.env.PATH, ...process.env, ...settings },
        stdio: ["ignore", "pipe", "pipe"],
      });
      supervisor = child;
      createInterface({ input: child.stderr }).on("line", (line) => {
        log?.write(`${line}\n`);
        tail = [...tail.slice(-40), line];
        onLine?.(line);
      });
      const said = createInterface({ input: child.stdout });
      const timeout = AbortSignal.timeout(READY_TIMEOUT_MS);
      await new Promise((resolve, reject) => {
        said.once("line", resolve);
        child.once("close", (code, signal) =>
          reject(
            new Error(`the supervisor ended with ${code ?? signal} before it was ready:\n${tail.join("\n")}`),
          ),
        );
        timeout.addEventListener("abort", () => reject(new Error(`not ready in time:\n${tail.join("\n")}`)));
      });
      return performance.now() - startedAt;
    },
    /** SIGTERM. Resolves with the exit code, or "killed" when it did not end. */
    async down() {
      const child = supervisor;
      if (child === null || self.pid === null) return null;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      const [code, signal] = await ended;
      clearTimeout(timer);
      return signal === null ? code : "killed";
    },
    /** SIGKILL for the supervisor alone. Resolves when it is gone; its parts may not be yet. */
    async killSupervisor() {
      const child = supervisor;
      if (child === null || self.pid === null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    /** Null while the part is not there. @param {Part} part */
    pidOf(part) {
      if (self.pid === null) return null;
      const wanted = part === "redis" ? /^redis-server / : new RegExp(`main\\.js ${part}$`);
      return childrenOf(self.pid).find((pid) => wanted.test(commandOf(pid)) && isAlive(pid)) ?? null;
    },
    /** Host ids of the agents: PID 1 of a namespace right below ours. */
    agents: () =>
      pids().filter((pid) => {
        if (!cgroupOf(pid).includes(`/${group}/`)) return false;
        const ids = statusOf(pid, "NSpid").split(/\s+/);
        return ids.length === 2 && ids[1] === "1" && isAlive(pid);
      }),
    /** What there is of it on this machine, other than its data. */
    traces() {
      const processes = pids().filter(
        (pid) => isAlive(pid) && (hasEnvironment(pid, mark) || cgroupOf(pid).includes(`/${group}`)),
      );
      const mounts = readFileSync("/proc/self/mounts", "utf8")
        .split("\n")
        .filter((line) => line.includes(id));
      const groups = ["", ...readdirSync("/sys/fs/cgroup")]
        .map((controller) => join("/sys/fs/cgroup", controller, group))
        .filter((path) => existsSync(path));
      return [
        ...processes.map((pid) => `process ${pid} ${commandOf(pid)}`),
        ...mounts.map((line) => `mount ${line}`),
        ...groups.map((path) => `cgroup ${path}`),
        ...(existsSync(stateDir) ? [`folder ${stateDir}`] : []),
      ];
    },
    /** A connection to its Redis, to look behind the API. The caller closes it. */
    async redis() {
      const socket = [join(dataDir, "redis", "redis.sock"), join(stateDir, "redis", "redis.sock")].find(
        existsSync,
      );
      if (socket === undefined) throw new Error("its Redis has no socket");
      const client = createClient({ url: `unix://${socket}`, RESP: 2 });
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    /** Ends it by all means and removes its data. */
    async remove() {
      await self.down();
      await new Promise((resolve) => (log === null ? resolve(null) : log.end(resolve)));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return self;
};

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
};
