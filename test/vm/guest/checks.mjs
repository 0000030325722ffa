// The least of a test runner: the guest's node, nothing else, one check after another.
import { setTimeout as delay } from "node:timers/promises";

export const createChecks = () => {
  const startedAt = performance.now();
  const say = (/** @type {string} */ line) =>
    process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)}s   ${line}\n`);
  const self = {
    passed: 0,
    failed: 0,
    say,
    /**
     * What it returns is told beside its name. Resolves with whether it passed.
     * @param {string} name @param {() => unknown} action
     */
    async check(name, action) {
      try {
        const figures = await action();
        self.passed += 1;
        say(`ok      ${name}${typeof figures === "string" ? `: ${figures}` : ""}`);
        return true;
      } catch (error) {
        self.failed += 1;
        say(`FAILED  ${name}: ${/** @type {Error} */ (error).message}`);
        return false;
      }
    },
  };
  return self;
};

/** @typedef {ReturnType<typeof createChecks>} Checks */

const WAIT_MS = 180_000;

/**
 * Looks again until it is so: for what nobody announces.
 * @param {string} what @param {() => unknown} condition @param {number} [timeoutMs]
 */
export const until = async (what, condition, timeoutMs = WAIT_MS) => {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await delay(500);
  }
};

export const MIB = 1024 * 1024;
export const mib = (/** @type {number} */ bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
export const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
