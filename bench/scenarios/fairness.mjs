import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Connection, execute, get, post } from "../client.mjs";
import { startInstance } from "../instance.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";

const BACKLOG = 10_000;
const BATCH = 500;
/** About 40 ms of CPU: the backlog lasts for the whole measurement. */
const PROGRAM = {
  language: "python",
  source: "print(sum(i * i for i in range(400_000)))",
  maxQueueMs: 86_400_000,
};
const EXPECTED = "21333253333400000\n";
const PAUSE_MS = 50;

const answered = async (connection, request, wanted) => {
  const { status, body } = await connection.send(request);
  if (status !== wanted) throw new Error(`expected ${wanted}, got ${status}: ${body}`);
  return JSON.parse(body);
};

/** One after another, as somebody who waits for each does. Gives their times and executions. */
const measure = async (connection, request, count, onProgress, signal) => {
  const runs = [];
  for (let i = 0; i < count; i++) {
    onProgress(Math.round((100 * i) / count));
    const { ms: totalMs, execution } = await execute(connection, request, EXPECTED);
    runs.push({ totalMs, queuedMs: execution.timings.queuedMs, runMs: execution.timings.runMs });
    await delay(PAUSE_MS, undefined, { signal });
  }
  return runs;
};

/** One tenant has a backlog of ten thousand; another's executions are measured before and beside it. */
export const fairness = {
  name: "fairness",
  title: `a tenant beside another one that has ${BACKLOG} queued`,
  async run({ quick, progress, signal }) {
    const adminKey = randomBytes(24).toString("hex");
    progress.step("fairness: starting an instance with accounts");
    const instance = await startInstance({
      signal,
      env: { NEURON_ACCOUNTS: "1", NEURON_ADMIN_KEY: adminKey, NEURON_MAX_QUEUED: "20000" },
    });
    const { url } = instance;
    const samples = quick ? 20 : 100;
    let connection;
    try {
      connection = await Connection.open(url);
      const newTenant = async (name) =>
        (await answered(connection, post(url, "/v1/admin/tenants", { name }, adminKey), 201)).key.key;
      const [crowd, single] = [await newTenant("crowd"), await newTenant("single")];
      const request = post(url, "/v1/executions?wait=60", PROGRAM, single);
      const step = (what) => (percent) => progress.step(`fairness: ${what}, ${percent}%`);
      await measure(connection, request, 5, step("warming up"), signal);
      const alone = await measure(connection, request, samples, step("alone"), signal);
      const many = post(url, "/v1/executions/batch", { executions: Array(BATCH).fill(PROGRAM) }, crowd);
      for (let sent = 0; sent < BACKLOG; sent += BATCH) {
        progress.step(`fairness: ${sent} queued`);
        const { executions } = await answered(connection, many, 202);
        const refused = executions.find(({ code }) => code !== undefined);
        if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
      }
      const beside = await measure(connection, request, samples, step("beside the backlog"), signal);
      const left = (await answered(connection, get(url, "/v1/account", crowd), 200)).usage.queued;
      if (left === 0) throw new Error("the backlog was gone before the measurement ended");
      const run = summarize(beside.map(({ runMs }) => runMs));
      const waited = summarize(beside.map(({ queuedMs }) => queuedMs));
      const runs = round(waited.p95 / run.p50);
      return {
        summaries: {
          "fairness, alone": summarize(alone.map(({ totalMs }) => totalMs)),
          "fairness, beside": summarize(beside.map(({ totalMs }) => totalMs)),
          "fairness, beside: wait": waited,
          "fairness, beside: run": run,
        },
        text: `Of the backlog of ${BACKLOG}, ${left} were still queued at the end.`,
        rows: [
          {
            name: `wait beside ${BACKLOG} of another tenant, p95`,
            neuron: `${ms(waited.p95)} ms`,
            bare: `${ms(run.p50)} ms (its run)`,
            ratio: runs,
            target: { most: 5, text: "<= 5 of its runs" },
          },
        ],
        details: { left },
      };
    } finally {
      connection?.close();
      await instance.stop();
    }
  },
};
