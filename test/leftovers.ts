import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Fails the test run when something of ours outlives it. Processes are recognised by a variable that every child
 * of this run inherits, so that runs side by side do not blame each other. Cgroups, mounts and state folders carry
 * no such mark: what is new of them is an error only under `NEURON_TEST_STRICT=1` (`npm test` sets it, since it
 * has the machine's Neuron for itself), and a warning otherwise.
 */
export function setup(): () => Promise<void> {
  const mark = `NEURON_TEST_RUN=${randomUUID()}`;
  process.env.NEURON_TEST_RUN = mark.slice("NEURON_TEST_RUN=".length);
  const before = new Set(unmarkedThings());
  return async () => {
    // The kernel takes a moment to reap what was killed: look again until a deadline, and only then complain.
    const deadline = Date.now() + 5_000;
    for (;;) {
      const processes = markedProcesses(mark);
      const things = unmarkedThings().filter((thing) => !before.has(thing));
      if (processes.length === 0 && things.length === 0) return;
      if (Date.now() > deadline) return complain(processes, things);
      await delay(100);
    }
  };
}

function complain(processes: string[], things: string[]): void {
  const strict = process.env.NEURON_TEST_STRICT === "1";
  const list = [...processes, ...things].map((line) => `  ${line}`).join("\n");
  const message = `The tests left something behind:\n${list}`;
  console.error(message);
  if (processes.length > 0 || strict) process.exitCode = 1;
  if (processes.length > 0 || strict) throw new Error(message);
}

function markedProcesses(mark: string): string[] {
  const found: string[] = [];
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(mark)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      // The runner's own workers and compilers end with the runner.
      if (/vitest|tinypool|esbuild/.test(command) || command === "") continue;
      found.push(`process ${pid} (${readlinkSync(`/proc/${pid}/exe`)}): ${command.slice(0, 160)}`);
    } catch {
      // It ended while we looked, which is what we want.
    }
  }
  return found;
}

/** Cgroups, mounts and state folders that carry our name. */
function unmarkedThings(): string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => /\/neuron(?!-dev)/.test(path))
    .map((path) => `mount ${path}`);
  return [...mounts, ...cgroups().map((path) => `cgroup ${path}`), ...stateFolders()];
}

function cgroups(): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const name of folders(folder)) {
      const path = `${folder}/${name}`;
      if (name.startsWith("neuron")) found.push(path);
      else if (depth > 0) visit(path, depth - 1);
    }
  };
  visit("/sys/fs/cgroup", 2);
  return found;
}

function stateFolders(): string[] {
  return folders("/run/neuron").map((name) => `state folder /run/neuron/${name}`);
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
