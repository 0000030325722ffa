import { readdirSync, readFileSync } from "node:fs";

/** @param {string} path */
const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Everybody's process ids. */
export const pids = () =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

/** @param {number} pid */
export const commandOf = (pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();

/** One field of /proc/<pid>/status, or "". @param {number} pid @param {string} name */
export const statusOf = (pid, name) =>
  new RegExp(`^${name}:\\s+(.*)$`, "m").exec(read(`/proc/${pid}/status`))?.[1] ?? "";

/** @param {number} parent */
export const childrenOf = (parent) => pids().filter((pid) => Number(statusOf(pid, "PPid")) === parent);

/** A zombie has ended: it only waits to be waited for. @param {number} pid */
export const isAlive = (pid) => !/^[ZX]|^$/.test(statusOf(pid, "State"));

/** @param {number} pid @param {string} entry `NAME=value` */
export const hasEnvironment = (pid, entry) => read(`/proc/${pid}/environ`).split("\0").includes(entry);

/** @param {number} pid */
export const cgroupOf = (pid) => read(`/proc/${pid}/cgroup`);

/** Resident bytes, 0 when it is gone. @param {number} pid */
export const residentBytes = (pid) => Number.parseInt(statusOf(pid, "VmRSS") || "0", 10) * 1024;
