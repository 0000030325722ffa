import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, cpus, freemem, loadavg, release, totalmem } from "node:os";
import { ROOT } from "./paths.mjs";

const ask = (file, args) => {
  try {
    return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
};

/** What a reader needs to compare figures of two machines. */
export const machineFacts = () => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  freeMemoryBytes: freemem(),
  kernel: release(),
  cgroupVersion: existsSync("/sys/fs/cgroup/cgroup.controllers") ? 2 : 1,
  load: loadavg(),
  versions: {
    node: process.version,
    commit: ask("git", ["-C", ROOT, "describe", "--always", "--dirty"]),
    runc: ask("runc", ["--version"])?.split("\n")[0] ?? null,
    redis: ask("redis-server", ["--version"])?.match(/v=([\d.]+)/)?.[1] ?? null,
  },
});

export const describeMachine = ({ cpu, cores, memoryBytes, kernel, cgroupVersion, load, versions }) =>
  `${cores} x ${cpu}, ${(memoryBytes / 1024 ** 3).toFixed(0)} GiB, Linux ${kernel}, cgroup v${cgroupVersion}, ` +
  `node ${versions.node}, commit ${versions.commit ?? "unknown"}, load ${load.map((one) => one.toFixed(1)).join(" ")}`;

/** Figures of a busy machine are not worth much: says so. */
export const loadWarning = ({ cores, load }) =>
  load[0] > cores / 2
    ? `The machine is busy already (load ${load[0].toFixed(1)}): absolute times are too high, trust the ratios.`
    : null;
