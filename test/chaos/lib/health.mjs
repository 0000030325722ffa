import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROBE = fileURLToPath(new URL("./health-probe.mjs", import.meta.url));

/**
 * Measures `/healthz` from a process of its own until `stop`.
 * @param {number} port
 */
export const watchHealth = (port) => {
  const probe = fork(PROBE, [String(port)]);
  return {
    /** @returns {Promise<{ latenciesMs: number[], failures: number }>} */
    async stop() {
      const told = once(probe, "message");
      const ended = once(probe, "exit");
      probe.send("stop");
      const [result] = await told;
      await ended;
      return result;
    },
  };
};
