import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { rootOf } from "../instance.mjs";
import { inRoot } from "../paths.mjs";
import { availableMemoryBytes } from "../processes.mjs";
import { summarize } from "../statistics.mjs";

const MOST_MS = 90_000;
const LOOK_MS = 100;
/** Below this much available memory the experiment ends: it is to show what happens, not to take the machine down. */
const LEAST_MEMORY_SHARE = 0.2;
const CLEAN_UP_MS = 60_000;

/**
 * Boots a sandbox for each of `count` requests, `atOnce` at a time, in a process of its own that is stopped when it takes
 * too long or too much memory. Says how far it got.
 */
export const runBoots = async ({ count, atOnce, hello, scratch, signal, onProgress }) => {
  const setup = { count, atOnce, hello, scratch, rootfs: (await rootOf("python"))?.[0] ?? null };
  const leastMemory = availableMemoryBytes() * LEAST_MEMORY_SHARE;
  const child = fork(inRoot("bench/story/boots.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const latencies = [];
  const failures = [];
  let begun = null;
  let lastAt = null;
  let ended = "all done";
  let leastAvailable = availableMemoryBytes();
  const stop = (why) => {
    if (ended !== "all done") return;
    ended = why;
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), CLEAN_UP_MS).unref();
  };
  const guard = setInterval(() => {
    const available = availableMemoryBytes();
    leastAvailable = Math.min(leastAvailable, available);
    if (available < leastMemory) stop(`stopped: ${(available / 1024 ** 3).toFixed(1)} GiB of memory left`);
    if (begun !== null && performance.now() - begun > MOST_MS) stop(`stopped after ${MOST_MS / 1000} s`);
  }, LOOK_MS);
  const onAbort = () => stop("interrupted");
  signal.addEventListener("abort", onAbort, { once: true });
  const finished = new Promise((resolve) => {
    child.on("message", (message) => {
      if (message.type === "begun") begun = performance.now();
      if (message.type === "done" && ended === "all done") {
        latencies.push(message.ms);
        lastAt = performance.now();
        onProgress(latencies.length);
      }
      if (message.type === "failed" && ended === "all done") failures.push(message.message);
    });
    child.once("exit", resolve);
  });
  child.send(setup);
  await finished;
  clearInterval(guard);
  signal.removeEventListener("abort", onAbort);
  // Only now: it needs what the set-up builds.
  const { removeLeftSandboxes } = await import("./drivers.mjs");
  await removeLeftSandboxes(setup);
  rmSync(`${scratch}/story`, { recursive: true, force: true });
  signal.throwIfAborted();
  if (failures.length > 0) ended += `; ${failures.length} failed (${failures[0]})`;
  return {
    done: latencies.length,
    ms: (lastAt ?? performance.now()) - (begun ?? performance.now() - 1),
    latency: latencies.length > 0 ? summarize(latencies) : null,
    ended,
    failures: failures.slice(0, 20),
    leastAvailableMemoryBytes: leastAvailable,
  };
};
