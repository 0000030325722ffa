import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Of a process: fields of /proc/PID/stat after the name. */
const statFields = (pid) => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
};

/** Process ids of the service's parts by name: supervisor, worker, api, redis. */
export const partsOf = (supervisorPid) => {
  const parts = { supervisor: supervisorPid };
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(statFields(name)[1]) !== supervisorPid) continue;
    const command = read(`/proc/${name}/cmdline`).split("\0").filter(Boolean);
    if (command.at(-1) === "worker" || command.at(-1) === "api") parts[command.at(-1)] = Number(name);
    else if (command[0]?.includes("redis-server")) parts.redis = Number(name);
  }
  return parts;
};

const eachPart = (parts, measure) =>
  Object.fromEntries(Object.entries(parts).map(([name, pid]) => [name, measure(pid)]));

/** Resident memory in bytes, by part. */
export const residentBytes = (parts) =>
  eachPart(parts, (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024);

/** CPU time used so far in milliseconds, by part. */
export const cpuMs = (parts) =>
  eachPart(parts, (pid) => {
    const fields = statFields(pid);
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  });

/** What `after` has more than `before`. */
export const difference = (before, after) =>
  Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - (before[name] ?? 0)]));

export const availableMemoryBytes = () =>
  Number(/^MemAvailable:\s+(\d+) kB/m.exec(read("/proc/meminfo"))?.[1] ?? 0) * 1024;
