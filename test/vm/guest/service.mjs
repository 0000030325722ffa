// `neuron up` under systemd, as an operator would have it, and what it has on the machine.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./checks.mjs";

const run = promisify(execFile);
const CGROUPS = "/sys/fs/cgroup";
const UNIT = "neuron.service";
const URL_BASE = "http://127.0.0.1:4000";
const START_TIMEOUT_MS = 600_000;
const POOL = 3;

const read = (/** @type {string} */ path) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

/** Folders of instances: `neuron-<instance>`. */
export const parents = (top = CGROUPS) => readdirSync(top).filter((name) => name.startsWith("neuron-"));

export const processes = () =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0)
    .map((pid) => ({
      pid,
      command: read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim(),
      cgroup: read(`/proc/${pid}/cgroup`).trim(),
      zombie: /^State:\s+[ZX]/m.test(read(`/proc/${pid}/status`)),
    }));

/** Everything that an ended service must not have left. */
export const traces = () => [
  ...parents().map((name) => `cgroup ${name}`),
  ...read("/proc/self/mounts")
    .split("\n")
    .filter((line) => line.includes("/run/neuron")),
  ...processes()
    .filter(
      ({ command, cgroup, zombie }) =>
        !zombie && (/\/neuron-/.test(cgroup) || /redis-server|main\.js|zygote|neuron\/agent/.test(command)),
    )
    .map(({ pid, command }) => `process ${pid} ${command}`),
  ...(existsSync("/run/neuron") ? readdirSync("/run/neuron").map((name) => `/run/neuron/${name}`) : []),
];

/** @param {string} root */
export const createService = (root) => {
  const properties = ["Type=exec", "KillMode=mixed", "TimeoutStopSec=300"].flatMap((property) => [
    "-p",
    property,
  ]);
  const self = {
    async start() {
      const startedAt = performance.now();
      const env = { NEURON_POOL_SIZE: String(POOL), NEURON_LOG_LEVEL: "debug" };
      const settings = Object.entries(env).map(([name, value]) => `--setenv=${name}=${value}`);
      const command = [process.execPath, join(root, "bin/neuron.mjs"), "up"];
      await run("systemd-run", [`--unit=${UNIT}`, "--collect", ...properties, ...settings, ...command]);
      await until(
        "it is ready",
        async () => {
          const { stdout } = await run("systemctl", ["show", "-p", "ActiveState", "--value", UNIT]);
          if (!/^(active|activating)/.test(stdout))
            throw new Error(`The service is ${stdout.trim()}:\n${await self.log()}`);
          return fetch(`${URL_BASE}/readyz`).then(
            (response) => response.ok,
            () => false,
          );
        },
        START_TIMEOUT_MS,
      );
      await self.full();
      return `${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${POOL} sandboxes`;
    },
    /** Until every sandbox of the pool is warm, and frozen. */
    full: () =>
      until("the pool is full of warm sandboxes", async () => {
        const { states } = await self.pool();
        return states.warm === POOL && self.sandboxes().filter(({ frozen }) => frozen).length === POOL;
      }),
    /** SIGTERM to the supervisor, as systemd does it, to the end of all. */
    async stop() {
      await run("systemctl", ["stop", UNIT]).catch(() => {
        // It does not run.
      });
    },
    /** SIGKILL to every process of the unit. */
    async killAll() {
      await run("systemctl", ["kill", "--signal=KILL", UNIT]);
      await until("the unit is gone", async () => {
        const { stdout } = await run("systemctl", ["show", "-p", "ActiveState", "--value", UNIT]);
        return /^(inactive|failed)/.test(stdout);
      });
    },
    log: async () => (await run("journalctl", ["-u", UNIT, "-n", "60", "-o", "cat", "--no-pager"])).stdout,
    pidOf(/** @type {"worker" | "api"} */ part) {
      const found = processes().find(({ command }) => new RegExp(`main\\.js ${part}$`).test(command));
      if (found === undefined) throw new Error(`There is no ${part}.`);
      return found.pid;
    },
    pool: async () => (await fetch(`${URL_BASE}/v1/pool`)).json(),
    /** The cgroups of all sandboxes, by the kernel. */
    sandboxes() {
      return parents().flatMap((parent) =>
        readdirSync(join(CGROUPS, parent), { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => {
            const folder = join(CGROUPS, parent, name);
            const file = (/** @type {string} */ knob) => read(join(folder, knob)).trim();
            return {
              id: name,
              folder,
              file,
              frozen: /^frozen 1$/m.test(file("cgroup.events")),
              cpuUs: Number(/^usage_usec (\d+)/m.exec(file("cpu.stat"))?.[1]),
              pids: file("cgroup.procs").split("\n").filter(Boolean).map(Number),
            };
          }),
      );
    },
    /** Submits it and waits for its end. @param {object} request */
    async execute(request) {
      let execution = await self.submit(request, 60);
      while (execution.status !== "finished")
        execution = await (await fetch(`${URL_BASE}/v1/executions/${execution.id}?wait=60`)).json();
      return execution;
    },
    /** @param {object} request @param {number} [waitSeconds] */
    async submit(request, waitSeconds) {
      const query = waitSeconds === undefined ? "" : `?wait=${waitSeconds}`;
      const response = await fetch(`${URL_BASE}/v1/executions${query}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return response.json();
    },
    /** @param {string} id */
    get: async (id) => (await fetch(`${URL_BASE}/v1/executions/${id}`)).json(),
    /** @param {string} id */
    cancel: (id) => fetch(`${URL_BASE}/v1/executions/${id}`, { method: "DELETE" }),
  };
  return self;
};

/** @typedef {ReturnType<typeof createService>} Service */
