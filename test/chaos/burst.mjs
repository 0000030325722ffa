// `npm run test:burst`: a thousand requests at once, twice in a row and from two kinds of clients, the same by the other
// APIs, then many more than the queue takes. Nothing may fail, the health stays quick, and memory returns to where it was.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { watchHealth } from "./lib/health.mjs";
import { call, createAgent } from "./lib/http.mjs";
import { createInstance } from "./lib/instance.mjs";
import { apacheBench, nodeClient } from "./lib/load.mjs";
import { residentBytes } from "./lib/processes.mjs";
import { queueLeftovers } from "./lib/redis-check.mjs";
import { createReport, percentile } from "./lib/report.mjs";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "1000" },
    connections: { type: "string", default: "1000" },
    /** Requests of the flood; 0 leaves it out. */
    flood: { type: "string", default: "20000" },
    pool: { type: "string" },
    language: { type: "string", default: "python" },
    log: { type: "string" },
    /** Only the load of this name. */
    only: { type: "string" },
  },
});
const [requests, connections, flood] = [values.requests, values.connections, values.flood].map(Number);
const HEALTH_P99_MS = 100;
const FINISH_TIMEOUT_MS = 300_000;
/** Freed memory goes back to the system some time later; what the first burst has warmed up stays. */
const MEMORY_SETTLE_MS = values.only === undefined ? 20_000 : 0;
/** V8 gives back what it took for a crowd when it has had little to do for a while. */
const MEMORY_BACK_MS = 120_000;
const MEMORY_SLACK_BYTES = 48 * 1024 * 1024;
const RESULT_BYTES = 2560;

const report = createReport();
if (values.log !== undefined) mkdirSync(values.log, { recursive: true });
const instance = await createInstance({
  env: values.pool === undefined ? {} : { NEURON_POOL_SIZE: values.pool },
  ...(values.log !== undefined && { logFile: join(values.log, "burst.log") }),
});
const { port, url } = instance;
const agent = createAgent(4);
const body = JSON.stringify({ language: values.language, source: "print('hello')" });

/** @param {string} path */
const ask = async (path) => JSON.parse((await call({ port, agent, path, timeoutMs: 30_000 })).body);

/** Resolves when nothing is queued or running. Gives the finished ones by outcome. */
const finished = async () => {
  const until = performance.now() + FINISH_TIMEOUT_MS;
  for (;;) {
    const { queued, running, outcomes } = await ask("/v1/stats");
    if ((queued === 0 && running === 0) || performance.now() > until) return { queued, running, outcomes };
    await delay(100);
  }
};

const PARTS = /** @type {const} */ (["api", "worker", "redis"]);

const memory = () =>
  Object.fromEntries(
    PARTS.map((part) => {
      const pid = instance.pidOf(part);
      return [part, pid === null ? 0 : residentBytes(pid)];
    }),
  );

/** @param {Record<string, number>} bytes */
const inMib = (bytes) =>
  PARTS.map((part) => `${part} ${Math.round((bytes[part] ?? 0) / 2 ** 20)} MiB`).join(", ");

/**
 * Sends a load and checks all that must hold for it.
 * @param {string} name @param {() => Promise<import("./lib/load.mjs").LoadResult>} send @param {boolean} mayRefuse
 */
const burst = async (name, send, mayRefuse) => {
  if (values.only !== undefined && values.only !== name) return;
  const before = (await finished()).outcomes;
  const health = watchHealth(port);
  const startedAt = performance.now();
  const load = await send();
  const { queued, running, outcomes } = await finished();
  const seconds = (performance.now() - startedAt) / 1000;
  const { latenciesMs, failures } = await health.stop();
  const peak = memory();
  report.check(`${name}: no request failed`, load.failed.length === 0, summarise(load.failed));
  if (!mayRefuse) report.check(`${name}: none was refused`, load.refused === 0, `${load.refused}`);
  const ended = Object.fromEntries(
    Object.entries(outcomes)
      .map(([outcome, count]) => /** @type {const} */ ([outcome, count - (before[outcome] ?? 0)]))
      .filter(([, count]) => count > 0),
  );
  report.check(
    `${name}: all ${load.succeeded} taken of ${load.sent} finish as accepted`,
    queued === 0 &&
      running === 0 &&
      (ended.accepted ?? 0) === load.succeeded &&
      Object.keys(ended).length <= 1,
    `${JSON.stringify(ended)}, ${load.refused} refused; answered in ${load.seconds.toFixed(1)} s, all ended after ${seconds.toFixed(1)} s (${Math.round(load.succeeded / seconds)} per second)`,
  );
  const p99 = percentile(latenciesMs, 0.99);
  report.check(
    `${name}: /healthz answers within ${HEALTH_P99_MS} ms (p99)`,
    p99 <= HEALTH_P99_MS && failures === 0,
    `p50 ${percentile(latenciesMs, 0.5).toFixed(1)}, p99 ${p99.toFixed(1)}, max ${percentile(latenciesMs, 1).toFixed(1)} ms of ${latenciesMs.length}, ${failures} failed; memory right after: ${inMib(peak)}`,
  );
};

/** @param {readonly string[]} lines */
const summarise = (lines) => {
  const counts = new Map();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${count} x ${line}`);
};

const ab =
  (/** @type {string} */ path, /** @type {number} */ count, given = body) =>
  () =>
    apacheBench({
      url: `${url}${path}`,
      body: given,
      requests: count,
      connections: Math.min(count, connections),
    });
const node = (/** @type {string} */ path, /** @type {number} */ count) => () =>
  nodeClient({ port, path, body, requests: count, connections: Math.min(count, connections) });

/**
 * The crowd of another API, whose clients get the result and no id of ours.
 * @param {string} path @param {object} request @param {(answer: import("./lib/http.mjs").Answer) => string | null} idOf
 */
const nodeOf = (path, request, idOf) => () =>
  nodeClient({ port, path, body: JSON.stringify(request), requests, connections, idOf });

const SOURCE = "print('hello')";
const JUDGE0 = "/judge0/submissions?wait=true";
const judge0Request = { language_id: 71, source_code: SOURCE };
/** @param {import("./lib/http.mjs").Answer} answer */
const judge0Id = ({ status, body: text }) => {
  if (status !== 201) return null;
  const { token, stdout, status: verdict } = JSON.parse(text);
  return stdout === "hello\n" && verdict.id === 3 ? token : null;
};

const PISTON = "/api/v2/execute";
const pistonRequest = { language: "python", version: "*", files: [{ content: SOURCE }] };
/** @param {import("./lib/http.mjs").Answer} answer */
const pistonId = ({ status, body: text }) => {
  if (status !== 200) return null;
  const { run } = JSON.parse(text);
  return run.stdout === "hello\n" && run.code === 0 ? "taken" : null;
};

const CREATE = "/v1/executions";
const CREATE_AND_WAIT = "/v1/executions?wait=60";

/**
 * Redis keeps the results, by design.
 * @param {string} when @param {Record<string, number>} before @param {number} results
 */
const memoryIsBack = async (when, before, results) => {
  const isBack = (/** @type {Record<string, number>} */ now) =>
    PARTS.every((part) => {
      const kept = part === "redis" ? results * RESULT_BYTES : 0;
      return (now[part] ?? 0) - (before[part] ?? 0) <= MEMORY_SLACK_BYTES + kept;
    });
  const begun = performance.now();
  let now = memory();
  while (!isBack(now) && performance.now() - begun < MEMORY_BACK_MS) {
    await delay(1_000);
    now = memory();
  }
  const after = `after ${((performance.now() - begun) / 1000).toFixed(0)} s`;
  report.check(`${when}: memory is back`, isBack(now), `${inMib(before)} before, ${inMib(now)} ${after}`);
};

const main = async () => {
  report.say(`ready after ${Math.round(await instance.up())} ms at ${url}`);
  report.say(`memory at the start: ${inMib(memory())}`);
  await burst("ab", ab(CREATE, requests), false);
  await burst("ab waiting", ab(CREATE_AND_WAIT, requests), false);
  await delay(MEMORY_SETTLE_MS);
  const first = memory();
  report.say(`memory after the first round: ${inMib(first)}`);
  await burst("ab again", ab(CREATE, requests), false);
  await burst("ab waiting again", ab(CREATE_AND_WAIT, requests), false);
  await burst("node", node(CREATE, requests), false);
  await burst("node waiting", node(CREATE_AND_WAIT, requests), false);
  await burst("judge0 by ab", ab(JUDGE0, requests, JSON.stringify(judge0Request)), false);
  await burst("judge0 by node", nodeOf(JUDGE0, judge0Request, judge0Id), false);
  await burst("piston by ab", ab(PISTON, requests, JSON.stringify(pistonRequest)), false);
  await burst("piston by node", nodeOf(PISTON, pistonRequest, pistonId), false);
  await memoryIsBack("after the bursts", first, 8 * requests);
  if (flood > 0) {
    await burst("flood by node", node(CREATE, flood), true);
    await delay(MEMORY_SETTLE_MS);
    const flooded = memory();
    await burst("flood by ab", ab(CREATE, flood), true);
    await memoryIsBack("after another flood", flooded, flood);
  }
  const redis = await instance.redis();
  const leftovers = await queueLeftovers(redis, { stopped: false });
  redis.destroy();
  report.check("nothing of the queue is left in Redis", leftovers.length === 0, leftovers);
  const code = await instance.down();
  report.check("it stops by itself, with exit code 0", code === 0, `${code}`);
  const traces = instance.traces();
  report.check("no process, cgroup, mount or folder is left", traces.length === 0, traces);
};

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    void instance.remove().finally(() => process.exit(130));
  });
}

try {
  await main();
} catch (error) {
  report.check("the test itself went through", false, String(/** @type {Error} */ (error).stack));
} finally {
  agent.destroy();
  await instance.remove();
}
process.exit(report.end());
