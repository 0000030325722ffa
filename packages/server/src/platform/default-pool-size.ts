import { readFileSync } from "node:fs";

const MAX_DEFAULT = 50;
const MIN_DEFAULT = 2;

/** Measured: an idle sandbox with a booted Python takes 4-8 MiB; the rest is for what runs. */
const BYTES_PER_SANDBOX = 12 * 1024 * 1024;

/** 50 where memory allows, fewer on small machines, never less than two. */
export const defaultPoolSize = (availableBytes: number = availableMemoryBytes()): number =>
  Math.max(MIN_DEFAULT, Math.min(MAX_DEFAULT, Math.floor(availableBytes / BYTES_PER_SANDBOX)));

/** What the kernel says may be used without swapping, or this process's own cgroup limit where that is lower. */
export const availableMemoryBytes = (): number => {
  const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
  const machine = Number(line?.[1] ?? 0) * 1024;
  const own = process.constrainedMemory() ?? 0;
  return own > 0 ? Math.min(machine, own) : machine;
};

const MAX_IDLE_MIB = 512;

/** What idle sandboxes may take together. */
export const defaultPoolMemoryMib = (availableBytes: number = availableMemoryBytes()): number =>
  Math.min(MAX_IDLE_MIB, Math.floor(availableBytes / 2 / 1024 ** 2));
