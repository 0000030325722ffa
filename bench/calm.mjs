import { setTimeout as delay } from "node:timers/promises";
import { cpuMs, partsOf } from "./processes.mjs";

/** Longer than the service itself waits for a moment to be quiet. */
const WINDOW_MS = 250;
/** Of a core: heartbeats and timers take less, the boot of a runtime all of it. */
const CALM_SHARE = 0.1;
const MOST_MS = 60_000;
/** Of a service that is not our own, and whose CPU time cannot be read. */
const REST_MS = 3_000;

const total = (parts, groups) => Object.values(cpuMs(parts)).reduce((a, b) => a + b, 0) + groups.cpuMs();

/**
 * Gives a function that waits until the service does nothing any more: in quiet moments it boots runtimes anew, and programs
 * that are started by hand meanwhile would be measured beside that.
 */
export const createCalm = (instance, signal) => {
  if (!instance) return () => delay(REST_MS, undefined, { signal });
  const parts = partsOf(instance.pid);
  return async () => {
    const until = performance.now() + MOST_MS;
    let before = total(parts, instance.groups);
    for (;;) {
      await delay(WINDOW_MS, undefined, { signal });
      const now = total(parts, instance.groups);
      if (now - before <= WINDOW_MS * CALM_SHARE) return;
      if (performance.now() > until) throw new Error(`the service was not calm within ${MOST_MS / 1000} s`);
      before = now;
    }
  };
};
