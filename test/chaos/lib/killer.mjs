import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "./processes.mjs";
import { pickWeighted } from "./random.mjs";

/**
 * What may happen, and how often.
 * @type {readonly { what: "worker" | "api" | "redis" | "agent" | "supervisor" | "stop", weight: number }[]}
 */
const DEEDS = [
  { what: "agent", weight: 30 },
  { what: "worker", weight: 25 },
  { what: "api", weight: 18 },
  { what: "redis", weight: 15 },
  { what: "stop", weight: 7 },
  { what: "supervisor", weight: 5 },
];

/** A worker's lease lasts 5 s without a heartbeat. */
const STOP_MS = { shortest: 1_000, longest: 9_000 };

/**
 * Kills at random moments until it is stopped. The supervisor is started again by us, everything else by it.
 *
 * @param {{
 *   instance: Awaited<ReturnType<typeof import("./instance.mjs").createInstance>>,
 *   random: import("./random.mjs").Random, meanGapMs: number, say: (line: string) => void,
 * }} options
 */
export const createKiller = ({ instance, random, meanGapMs, say }) => {
  const stopped = new AbortController();
  /** @type {Record<string, number>} */
  const counts = {};
  /** @type {string[]} */
  const failures = [];
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  /** @param {string} what @param {number | null} pid @param {NodeJS.Signals} signal */
  const send = (what, pid, signal) => {
    if (pid === null || !isAlive(pid)) {
      say(`- ${what}: not there at the moment`);
      return false;
    }
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
      return false;
    }
    say(`- ${what} (${pid}): ${signal}`);
    counts[what] = (counts[what] ?? 0) + 1;
    return true;
  };

  const stopWorker = async () => {
    const pid = instance.pidOf("worker");
    if (!send("stop", pid, "SIGSTOP") || pid === null) return;
    const ms = random.between(STOP_MS.shortest, STOP_MS.longest);
    await pause(ms);
    say(`- worker (${pid}): SIGCONT after ${Math.round(ms)} ms`);
    if (isAlive(pid)) process.kill(pid, "SIGCONT");
  };

  const killSupervisor = async () => {
    say(`- supervisor (${instance.pid}): SIGKILL`);
    counts.supervisor = (counts.supervisor ?? 0) + 1;
    // Sometimes together with a worker that can do nothing about it.
    const worker = random.next() < 0.3 ? instance.pidOf("worker") : null;
    if (worker !== null) process.kill(worker, "SIGSTOP");
    await instance.killSupervisor();
    await pause(random.next() < 0.5 ? 0 : random.between(0, 3_000));
    // A start can be cut off half-way, too.
    while (random.next() < 0.3) {
      const afterMs = random.between(50, 2_000);
      const starting = instance.up().catch(() => undefined);
      await Promise.race([pause(afterMs), starting]);
      await instance.killSupervisor();
      await starting;
      say(`- supervisor: SIGKILL ${Math.round(afterMs)} ms into its start`);
      counts["starting supervisor"] = (counts["starting supervisor"] ?? 0) + 1;
    }
    const readyMs = await instance.up();
    say(`- supervisor: started again, ready after ${Math.round(readyMs)} ms`);
    if (worker === null || !isAlive(worker)) return;
    failures.push(`worker ${worker} of the killed supervisor was still there when the next was ready`);
    process.kill(worker, "SIGCONT");
  };

  const act = async () => {
    const { what } = pickWeighted(random, DEEDS);
    if (what === "stop") await stopWorker();
    else if (what === "supervisor") await killSupervisor();
    else if (what === "agent") {
      const agents = instance.agents();
      send("agent", agents.length === 0 ? null : random.pick(agents), "SIGKILL");
    } else send(what, instance.pidOf(what), "SIGKILL");
  };

  const pause = (/** @type {number} */ ms) =>
    delay(ms, undefined, { signal: stopped.signal }).catch(() => undefined);

  const loop = async () => {
    while (!stopped.signal.aborted) {
      // Exponential gaps: bursts and rests, as in life.
      await pause(Math.min(-Math.log(1 - random.next()) * meanGapMs, 4 * meanGapMs));
      if (stopped.signal.aborted) return;
      await act();
    }
  };

  return {
    counts,
    failures,
    start() {
      running = loop().catch((error) => {
        failures.push(`the killer itself failed: ${error.message}`);
      });
    },
    /** What was stopped goes on, who was killed is back. */
    async stop() {
      stopped.abort();
      await running;
    },
  };
};
