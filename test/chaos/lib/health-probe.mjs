// A process of its own, so that it measures the service and not the load generator. Asks for the health every 20 ms on a
// new connection each time, until told to stop; then sends what it measured to its parent.
import { Agent } from "node:http";
import { setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { call } from "./http.mjs";

const EVERY_MS = 20;
// Its own waits for a CPU are not the service's.
setPriority(-15);
const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: false });
/** @type {number[]} */
const latenciesMs = [];
let failures = 0;
let stopping = false;

const ask = async () => {
  const startedAt = performance.now();
  try {
    const { status } = await call({ port, agent, path: "/healthz", timeoutMs: 30_000 });
    if (status !== 200) failures += 1;
  } catch {
    failures += 1;
  }
  latenciesMs.push(performance.now() - startedAt);
};

process.once("message", () => {
  stopping = true;
});

/** @type {Set<Promise<void>>} */
const underWay = new Set();
// At a fixed pace, whether or not the last one was answered: else slow answers would be seen less often.
for (let next = performance.now(); !stopping; next += EVERY_MS) {
  const asking = ask().finally(() => underWay.delete(asking));
  underWay.add(asking);
  await delay(Math.max(0, next + EVERY_MS - performance.now()));
}
await Promise.all(underWay);
process.send?.({ latenciesMs, failures }, () => process.disconnect());
