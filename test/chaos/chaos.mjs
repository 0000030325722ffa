// `npm run test:chaos`: many executions while everything that can be killed is killed, again and again.
// Every accepted one must reach exactly one final state, the right one, and nothing may be left.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { submit } from "./lib/clients.mjs";
import { call, createAgent } from "./lib/http.mjs";
import { createInstance } from "./lib/instance.mjs";
import { createKiller } from "./lib/killer.mjs";
import { judge, makeProgram } from "./lib/programs.mjs";
import { createRandom } from "./lib/random.mjs";
import { countedOutcomes, queueLeftovers } from "./lib/redis-check.mjs";
import { createReport, percentile } from "./lib/report.mjs";
import { createTenants, makeSettings } from "./lib/tenants.mjs";

const { values } = parseArgs({
  options: {
    executions: { type: "string", default: "2000" },
    minutes: { type: "string", default: "8" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    pool: { type: "string", default: "12" },
    /** Mean milliseconds from one kill to the next; 0: none. */
    gap: { type: "string", default: "3500" },
    /** Tenants with limited credits, to whom more are granted meanwhile; 0: the service is open. */
    tenants: { type: "string", default: "0" },
    /** With tenants: accounts that sign up meanwhile. */
    "sign-ups": { type: "string", default: "1100" },
    /** Folder for the service's log; kept. */
    log: { type: "string" },
  },
});
const [executions, minutes, seed, gapMs] = [values.executions, values.minutes, values.seed, values.gap].map(
  Number,
);
const [tenantCount, signUps] = [values.tenants, values["sign-ups"]].map(Number);
/** Of the submissions of tenants. */
const CANCELLED_SHARE = 0.05;
const DRAIN_TIMEOUT_MS = 180_000;
const TRACES_TIMEOUT_MS = 10_000;
const CALL_TIMEOUT_MS = 20_000;

const report = createReport();
const random = createRandom(seed);
const startedAt = performance.now();
const say = (/** @type {string} */ line) =>
  report.say(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)}s ${line}`);

/** How often a worker said that the result of an execution was taken from it. @type {Map<string, number>} */
const settledByWorkers = new Map();
const noteSettled = (/** @type {string} */ line) => {
  if (!line.includes('"settled":"done"')) return;
  const { execution } = JSON.parse(line);
  settledByWorkers.set(execution, (settledByWorkers.get(execution) ?? 0) + 1);
};

if (values.log !== undefined) mkdirSync(values.log, { recursive: true });
const withTenants = tenantCount > 0 ? makeSettings() : null;
const instance = await createInstance({
  env: { NEURON_POOL_SIZE: values.pool, ...withTenants?.env },
  onLine: noteSettled,
  ...(values.log !== undefined && { logFile: join(values.log, `chaos-${seed}.log`) }),
});
const agent = createAgent();
const { port } = instance;
const accounts =
  withTenants &&
  createTenants({ port, agent, adminKey: withTenants.adminKey, executions, random: createRandom(seed + 2) });

/** Asks until the service answers. @param {string} path @param {string} [key] */
const ask = async (path, key) => {
  const headers = /** @type {Record<string, string>} */ (
    key === undefined ? {} : { authorization: `Bearer ${key}` }
  );
  const until = performance.now() + 60_000;
  for (;;) {
    try {
      const answer = await call({ port, agent, path, timeoutMs: CALL_TIMEOUT_MS, headers });
      if (answer.status === 200) return JSON.parse(answer.body);
      if (answer.status === 404) return null;
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    if (performance.now() > until) throw new Error(`${path} was not answered`);
    await delay(100);
  }
};

/** Everything that the service knows of, also what was admitted for a client that never saw the answer. */
const listAll = async () => {
  const all = new Map();
  for (const executions of (await listByTenant()).values())
    for (const execution of executions) all.set(execution.id, execution);
  return all;
};

/** The same, by tenant; of an open service under the name of nobody. */
const listByTenant = async () => {
  const owners = accounts?.tenants ?? [{ id: "", key: undefined }];
  /** @type {Map<string, any[]>} */
  const byTenant = new Map();
  for (const { id, key } of owners) {
    const list = [];
    for (let cursor = ""; ; ) {
      const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const page = await ask(`/v1/executions?limit=100${after}`, key);
      list.push(...page.executions);
      if (page.cursor === null) break;
      cursor = page.cursor;
    }
    byTenant.set(id, list);
  }
  return byTenant;
};

const submitAll = async () => {
  const everyMs = (minutes * 60_000) / executions;
  const submissions = [];
  const begun = performance.now();
  for (let number = 0; number < executions; number++) {
    const program = makeProgram(number, random);
    const waits = random.next() < 0.6;
    const key = accounts?.tenants[number % accounts.tenants.length]?.key;
    const cancels = accounts !== null && random.next() < CANCELLED_SHARE;
    submissions.push(submit({ port, agent, program, waits, key, cancels }));
    const lateMs = performance.now() - begun - (number + 1) * everyMs;
    if (lateMs < 0) await delay(-lateMs);
    if (number % 200 === 199) say(`${number + 1} submitted`);
  }
  return submissions;
};

/** Until nothing is queued or running. */
const drained = async () => {
  const until = performance.now() + DRAIN_TIMEOUT_MS;
  for (;;) {
    const { queued, running } = await ask("/v1/stats", withTenants?.adminKey);
    if (queued === 0 && running === 0) return [];
    if (performance.now() > until)
      return [`${queued} queued and ${running} running after ${DRAIN_TIMEOUT_MS} ms`];
    await delay(250);
  }
};

const tracesGone = async () => {
  const until = performance.now() + TRACES_TIMEOUT_MS;
  for (;;) {
    const traces = instance.traces();
    if (traces.length === 0 || performance.now() > until) return traces;
    await delay(100);
  }
};

const stopped = async (/** @type {string} */ when) => {
  const code = await instance.down();
  report.check(`${when}: it stops by itself, with exit code 0`, code === 0, `${code}`);
  const traces = await tracesGone();
  report.check(`${when}: no process, cgroup, mount or folder is left`, traces.length === 0, traces);
};

const main = async () => {
  say(`chaos: ${executions} executions in ${minutes} minutes, seed ${seed}`);
  say(`ready after ${Math.round(await instance.up())} ms at ${instance.url}`);
  const killer = createKiller({ instance, random: createRandom(seed + 1), meanGapMs: gapMs, say });
  await accounts?.make(tenantCount);
  if (gapMs > 0) killer.start();
  const signingUp = accounts?.signUpMany(signUps, minutes * 60_000);
  const granting = accounts?.grantOn();
  const underWay = await submitAll();
  await killer.stop();
  say("the killing is over");
  accounts?.stop();
  await Promise.all([signingUp, granting]);
  const submissions = await Promise.all(underWay);
  const undrained = await drained();
  say("drained\n");

  report.say(
    `killed: ${Object.entries(killer.counts)
      .map(([what, count]) => `${count} x ${what}`)
      .join(", ")}`,
  );
  report.check(
    "after every kill the service came back by itself",
    killer.failures.length === 0,
    killer.failures,
  );
  report.check("the queue drains", undrained.length === 0, undrained);

  const problems = submissions.filter(({ problem }) => problem !== null);
  report.check(
    "every submission was accepted in the end, by rules of the API",
    problems.length === 0,
    problems.map(({ program, id, problem }) => `${program.name} ${id ?? ""} ${problem}`),
  );
  const accepted = submissions.filter(({ id }) => id !== null);
  const all = await listAll();
  const cancellable = new Set(
    submissions.filter(({ cancels }) => cancels).map(({ program }) => program.number),
  );
  const lost = accepted.filter(({ id }) => !all.has(id));
  report.check(
    `none of ${accepted.length} accepted executions is lost`,
    lost.length === 0,
    lost.map(({ id }) => `${id}`),
  );

  const byNumber = new Map(submissions.map(({ program }) => [program.number, program]));
  const wrong = [...all.values()]
    .map((execution) => {
      const program = byNumber.get(execution.metadata.number);
      if (program === undefined) return `${execution.id} is nobody's`;
      if (execution.outcome === "cancelled" && cancellable.has(program.number)) return null;
      return judge(program, execution);
    })
    .filter((complaint) => complaint !== null);
  const unseen = all.size - accepted.length;
  report.check(
    `all ${all.size} (${unseen} of them admitted for clients that were cut off) ended, and ended right`,
    wrong.length === 0 && unseen >= 0,
    wrong,
  );

  const changed = accepted.filter(
    ({ id, first }) => first !== null && JSON.stringify(first) !== JSON.stringify(all.get(id)),
  );
  report.check(
    "no result changed after it was first seen",
    changed.length === 0,
    changed.map(({ id, first }) => `${id}: ${JSON.stringify(first)} is now ${JSON.stringify(all.get(id))}`),
  );
  const unanswered = accepted.filter(({ waits, first }) => waits && first === null);
  report.check(
    "everybody who waited got a result",
    unanswered.length === 0,
    unanswered.map(({ id }) => `${id}`),
  );

  const twice = [...settledByWorkers].filter(([, count]) => count > 1);
  report.check(
    "no worker's result was taken for an execution that had one",
    twice.length === 0,
    twice.map(([id]) => id),
  );

  const redis = await instance.redis();
  const counted = await countedOutcomes(redis);
  report.check(
    "as many outcomes were counted as there are executions",
    counted === all.size,
    `${counted} and ${all.size}`,
  );
  const leftovers = await queueLeftovers(redis, { stopped: false });
  if (accounts !== null) await checkAccounts(accounts, redis, submissions);
  redis.destroy();
  report.check("nothing of the queue is left in Redis", leftovers.length === 0, leftovers);

  await stopped("at the end");

  await instance.up();
  const again = await listAll();
  const differing = [...all.keys()].filter(
    (id) => JSON.stringify(all.get(id)) !== JSON.stringify(again.get(id)),
  );
  report.check(
    "another start on the same data reads the same results",
    differing.length === 0 && again.size === all.size,
    differing,
  );
  await stopped("after that");

  report.say(summary(submissions, all));
};

/**
 * @param {ReturnType<typeof createTenants>} known @param {any} redis
 * @param {readonly import("./lib/clients.mjs").Submission[]} submissions
 */
const checkAccounts = async (known, redis, submissions) => {
  const complaints = await known.creditComplaints(redis, await listByTenant());
  report.check(
    `the credits of ${tenantCount} tenants balance to the last one`,
    complaints.length === 0,
    complaints,
  );
  const refused = submissions.filter(({ outOfCredits }) => outOfCredits).length;
  report.check(
    "somebody ran out of credits, and somebody did not",
    refused > 0 && refused < executions,
    `${refused}`,
  );
  const wrong = await known.signUpComplaints(redis);
  const name = `${known.seenSignUps} signed up, and exactly the first 1,000 got the first grant`;
  report.check(name, wrong.length === 0, wrong);
};

/** @param {readonly import("./lib/clients.mjs").Submission[]} submissions @param {Map<string, any>} all */
const summary = (submissions, all) => {
  const count = (/** @type {readonly (string | number)[]} */ items) => {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
    return Object.entries(counts)
      .map(([item, times]) => `${item} ${times}`)
      .join(", ");
  };
  const finished = [...all.values()];
  const acceptMs = submissions.map(({ acceptedMs }) => acceptedMs);
  const totalMs = finished.map(({ timings }) => timings.totalMs ?? 0);
  const spread = (/** @type {number[]} */ ms) =>
    [0.5, 0.95, 0.99, 1].map((share) => Math.round(percentile(ms, share))).join(" / ");
  return [
    `\noutcomes: ${count(finished.map(({ outcome }) => outcome))}`,
    `attempts: ${count(finished.map(({ attempts }) => attempts))}`,
    `tries of a client, p50 / p95 / p99 / max: ${spread(submissions.map(({ tries }) => tries))}`,
    `ms to be accepted, and from there to the end, p50 / p95 / p99 / max: ${spread(acceptMs)}, ${spread(totalMs)}`,
    `took ${Math.round((performance.now() - startedAt) / 1000)} s`,
  ].join("\n");
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
