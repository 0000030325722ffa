import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Execution, ExecutionRequest, Outcome, Pool, RunResult, Stats } from "@neuron/contract";
import { afterAll, beforeAll, expect } from "vitest";
import { createInstance, type Instance } from "./instance.js";

/** A running instance as a client sees it. */
export interface Service extends Instance {
  /** Runs it to its end, however long it takes. */
  execute(request: ExecutionRequest): Promise<Execution>;
  /** Queues it and does not wait. */
  submit(request: ExecutionRequest): Promise<Execution>;
  read(id: string): Promise<Execution>;
  /** Waits for its end, also when the API is restarted meanwhile. */
  finished(id: string): Promise<Execution>;
  cancel(id: string): Promise<Execution>;
  pool(): Promise<Pool>;
  stats(): Promise<Stats>;
  /** Waits until the condition holds; polls, since what it asks about is not announced. */
  until(what: string, condition: () => boolean | Promise<boolean>, timeoutMs?: number): Promise<void>;
  /** Processes in its sandboxes now, as host process ids. */
  sandboxPids(): number[];
  /** Agents of its sandboxes: PID 1 of each. */
  agentPids(): number[];
  /** CPU time of a process so far, in the kernel's ticks (10 ms); 0 when it is gone. */
  cpuTicks(pid: number): number;
  residentBytes(pid: number): number;
}

/** Starts an instance for all tests of a file, stops it after them, and checks that nothing of it is left. */
export const useService = (settings: Record<string, string> = {}): Service => {
  const slot: { instance?: Instance } = {};
  const current = (): Instance => {
    if (!slot.instance) throw new Error("The service was not started.");
    return slot.instance;
  };
  beforeAll(async () => {
    slot.instance = await createInstance({ NEURON_LOG_LEVEL: "warn", ...settings });
    await slot.instance.up();
  });
  afterAll(async () => {
    const { instance } = slot;
    if (!instance) return;
    try {
      if (process.env.NEURON_TEST_SHOW_LOG) console.error(instance.log());
      const code = await instance.down();
      expect([code, instance.traces()]).toEqual([0, []]);
    } finally {
      await instance.remove();
    }
  });
  return createClient(current);
};

const createClient = (current: () => Instance): Service => {
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await current().fetch(path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const post = (query: string, request: ExecutionRequest): Promise<Execution> =>
    json(`/v1/executions${query}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });

  const service = {
    async execute(request: ExecutionRequest) {
      const execution = await post("?wait=60", request);
      return execution.status === "finished" ? execution : service.finished(execution.id);
    },
    submit: (request: ExecutionRequest) => post("", request),
    read: (id: string) => json<Execution>(`/v1/executions/${id}`),
    async finished(id: string) {
      const deadline = Date.now() + 110_000;
      for (;;) {
        try {
          const execution = await json<Execution>(`/v1/executions/${id}?wait=30`);
          if (execution.status === "finished") return execution;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await delay(50);
        }
        if (Date.now() > deadline) throw new Error(`${id} did not finish`);
      }
    },
    cancel: (id: string) => json<Execution>(`/v1/executions/${id}`, { method: "DELETE" }),
    pool: () => json<Pool>("/v1/pool"),
    stats: () => json<Stats>("/v1/stats"),
    async until(what: string, condition: () => boolean | Promise<boolean>, timeoutMs = 15_000) {
      const deadline = Date.now() + timeoutMs;
      while (!(await condition())) {
        if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}\n${current().log()}`);
        await delay(20);
      }
    },
    sandboxPids: () => processesIn(`/neuron-${current().instance}/`),
    agentPids: () => service.sandboxPids().filter(isAgent),
    cpuTicks(pid: number) {
      const fields = read(`/proc/${pid}/stat`)
        .replace(/^.*\) /s, "")
        .split(" ");
      return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    },
    residentBytes: (pid: number) =>
      Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024,
  };
  // The instance's own members are looked up late: there is none before the tests start.
  return new Proxy(service, {
    get: (own, name) => Reflect.get(name in own ? own : current(), name),
  }) as unknown as Service;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const processesIn = (cgroup: string): number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && read(`/proc/${pid}/cgroup`).includes(cgroup));

/** PID 1 one level down: a jail's init is two levels down. */
const isAgent = (pid: number): boolean => {
  const levels = /^NSpid:\s+(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1]?.split(/\s+/) ?? [];
  return levels.length === levelsHere() + 1 && levels.at(-1) === "1";
};

const levelsHere = (): number =>
  /^NSpid:\s+(.*)$/m.exec(read("/proc/self/status"))?.[1]?.split(/\s+/).length ?? 1;

/** The run of an execution that reached it, for tests that look at its fields. */
export const runOf = (execution: Execution): RunResult => {
  if (!execution.run) throw new Error(`It has no run: ${JSON.stringify(execution)}`);
  return execution.run;
};

/** Asserts the outcome and shows the whole execution when it is another. */
export const expectOutcome = (execution: Execution, outcome: Outcome): RunResult | null => {
  const { run, compile } = execution;
  const shown = { run: run && { ...run, stdout: cut(run.stdout), stderr: cut(run.stderr) }, compile };
  expect(execution.outcome, JSON.stringify(shown)).toBe(outcome);
  return run;
};

const cut = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}...` : text);

export const python = (source: string, rest: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  language: "python",
  source,
  ...rest,
});
export const bash = (source: string, rest: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  language: "bash",
  source,
  ...rest,
});
export const c = (source: string, rest: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  language: "c",
  source,
  ...rest,
});
