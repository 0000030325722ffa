import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { testImage, testKind } from "../test-image.js";
import { createCgroups, type SandboxCgroup } from "./cgroups/index.js";
import { createSandboxDriver, type SandboxDriverOptions } from "./driver.js";
import type { RunLimits, RunReport, RunRequest, Sandbox, SandboxDriver } from "./types.js";

/** For tests: a driver of its own name, programs to run, and what it leaves on the machine. */
export interface Rig {
  readonly driver: SandboxDriver;
  readonly instance: string;
  readonly log: readonly Record<string, unknown>[];
  /** Host process ids of a sandbox, the agent first. */
  pids(sandbox: Sandbox): number[];
  cgroup<T>(sandbox: Sandbox, use: (group: SandboxCgroup) => T): T;
  /** Everything on the machine that carries the instance's name. */
  traces(): string[];
  stop(): Promise<void>;
}

export const AGENT_BUILD = fileURLToPath(new URL("../../../../agent/build", import.meta.url));
const MIB = 1024 * 1024;

export const LIMITS: RunLimits = {
  cpuTimeMs: 10_000,
  wallTimeMs: 10_000,
  memoryBytes: 256 * MIB,
  processes: 64,
  outputBytes: MIB,
  diskBytes: 64 * MIB,
};

export type Overrides = Partial<Omit<RunRequest, "limits" | "stdin">> & {
  readonly limits?: Partial<RunLimits>;
  readonly stdin?: string | Buffer;
};

/** A command, started by the launcher. */
export function command(argv: readonly string[], overrides: Overrides = {}): RunRequest {
  return {
    kind: "launcher",
    argv,
    files: [],
    env: {},
    keepWork: false,
    useKeptWork: false,
    ...overrides,
    stdin: Buffer.from(overrides.stdin ?? ""),
    limits: { ...LIMITS, ...overrides.limits },
  };
}

/** A program in a file, in a runtime that the launcher starts, or in a `primed` one that was forked. */
const program =
  <Primed extends string>(language: string, runtime: string, entry: string, primed: Primed) =>
  (source: string, kind: "launcher" | Primed = "launcher", overrides: Overrides = {}): RunRequest =>
    command(kind === primed ? [entry] : [runtime, entry], {
      kind: testKind(language, kind),
      files: [{ path: entry, content: Buffer.from(source) }],
      ...overrides,
    });

export const python = program("python", "python3", "main.py", "python");
export const javascript = program("javascript", "node", "main.js", "node");
export const php = program("php", "php", "main.php", "php");
export const ruby = program("ruby", "ruby", "main.rb", "ruby");

export const shell = (script: string, overrides: Overrides = {}): RunRequest =>
  command(["bash", "-c", script], overrides);

/** What a program printed, as lines; what it complained of comes first, where a failing test shows it. */
export function lines(report: RunReport): string[] {
  const text = report.stderr.toString() + report.stdout.toString();
  return text.split("\n").filter(Boolean);
}

let counter = 0;

export async function createRig(rootfs: string, given: Partial<SandboxDriverOptions> = {}): Promise<Rig> {
  counter += 1;
  const instance = given.instance ?? `rig${process.pid}-${counter}`;
  const stateDir = given.stateDir ?? `/run/neuron/${instance}`;
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => log.push(JSON.parse(line)) });
  if (!existsSync(`${AGENT_BUILD}/agent`)) throw new Error("The agent is not built: run make -C agent.");
  const driver = createSandboxDriver({
    instance,
    rootfs,
    imagesDir: testImage().imagesDir,
    layersOf: testImage().layersOf,
    agentDir: AGENT_BUILD,
    stateDir,
    runtime: "runc",
    logger,
    ...given,
  });
  await driver.start();
  const cgroup = <T>(sandbox: Sandbox, use: (group: SandboxCgroup) => T): T => {
    const group = createCgroups(`neuron-${instance}`).open(sandbox.id);
    try {
      return use(group);
    } finally {
      group.close();
    }
  };
  return {
    driver,
    instance,
    log,
    cgroup,
    pids: (sandbox) =>
      cgroup(sandbox, (group) => group.processIds()).sort((a, b) => startOf(a) - startOf(b) || a - b),
    traces: () => tracesOf(instance, stateDir),
    stop: () => driver.stop(),
  };
}

export function tracesOf(instance: string, stateDir: string): string[] {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(`${stateDir}/`))
    .map((line) => `mount ${line}`);
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isInside(readIfThere(`/proc/${pid}/cgroup`), instance))
    .map((pid) => `process ${pid}`);
  const groups = ["", ...subfolders("/sys/fs/cgroup")]
    .map((controller) => `/sys/fs/cgroup/${controller}/neuron-${instance}`)
    .filter((folder) => existsSync(folder));
  return [...mounts, ...processes, ...groups, ...(existsSync(stateDir) ? [stateDir] : [])];
}

/** A zombie that its parent, the machine's init, has not reaped yet shows a group that is gone. */
const isInside = (groups: string, instance: string): boolean =>
  groups.split("\n").some((line) => line.includes(`/neuron-${instance}/`) && !line.endsWith(" (deleted)"));

/** When a process started, in clock ticks. Numbers tell no age: they wrap. */
const startOf = (pid: number): number =>
  Number(readIfThere(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ")[19] ?? Number.NaN);

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // ended while we looked
  }
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
