import { setTimeout as delay } from "node:timers/promises";
import { Connection, execute, post } from "../client.mjs";
import { formatSummaries, ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { WAIT_PATH } from "./hellos.mjs";

const EVERY_MS = 100;
const WARM_UPS = 10;
const LOG_TIMEOUT_MS = 5_000;
/** What the program says is when its first statement ran, by the clock that also times the requests. */
const SOURCE = "import time\nprint(time.monotonic_ns())\n";

const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

/** The worker's log line of an execution, which may come a little after the answer. */
const logLineOf = async (instance, id, signal) => {
  const until = performance.now() + LOG_TIMEOUT_MS;
  for (;;) {
    const line = instance.logLineOf(id);
    if (line) return line;
    if (performance.now() > until) throw new Error(`the worker's log has no line for ${id}`);
    await delay(5, undefined, { signal });
  }
};

/**
 * How long an execution that was admitted waits until its program runs, on a machine that does nothing else; one each
 * 100 ms. Three views of it:
 * - claim: from admission to a worker's claim, both stamped by Redis (`timings.queuedMs`): 0 where the admission itself
 *   leases to a waiting worker;
 * - start: from admission, stamped by Redis, until the process that becomes the program says that it begins, stamped by
 *   itself: what the worker logs as `startedAfterMs`. On one machine both are one clock;
 * - statement: from the client's first byte to the program's first statement, by one clock. Nothing can hide in it; it has
 *   the HTTP request and the compilation of the source on top.
 */
export const start = {
  name: "start",
  title: "from enqueue to the program's start, on an idle machine",
  needsInstance: true,
  async run({ url, quick, progress, instance, signal }) {
    const request = post(url, WAIT_PATH, { language: "python", source: SOURCE });
    const samples = quick ? 50 : 300;
    const connection = await Connection.open(url);
    const views = { claim: [], start: [], statement: [] };
    const phases = { acquireMs: [], startMs: [], runMs: [], settleMs: [], transitMs: [], outsideMs: [] };
    const begun = performance.now();
    try {
      for (let i = 0; i < samples + WARM_UPS; i++) {
        progress.step(`start: ${Math.round((100 * i) / (samples + WARM_UPS))}%`);
        await delay(Math.max(0, begun + i * EVERY_MS - performance.now()), undefined, { signal });
        const sentAt = monotonicMs();
        const { ms: took, execution } = await execute(connection, request, /^\d+\n$/);
        if (i < WARM_UPS) continue;
        const statementAt = Number(execution.run.stdout) / 1e6;
        const { timings } = execution;
        const line = await logLineOf(instance, execution.id, signal);
        views.claim.push(timings.queuedMs);
        views.start.push(line.startedAfterMs);
        views.statement.push(statementAt - sentAt);
        for (const phase of ["acquireMs", "startMs", "runMs", "settleMs"]) phases[phase].push(line[phase]);
        phases.transitMs.push(timings.totalMs - timings.queuedMs - line.acquireMs - line.runMs);
        phases.outsideMs.push(took - timings.totalMs);
      }
    } finally {
      connection.close();
    }
    const summaries = Object.fromEntries(
      Object.entries(views).map(([view, values]) => [`start, ${view}`, summarize(values)]),
    );
    const enqueueToStart = summaries["start, start"];
    return {
      summaries,
      rows: [
        {
          name: "enqueue to start, p50",
          neuron: `${ms(enqueueToStart.p50)} ms`,
          value: enqueueToStart.p50,
          target: { most: 1 },
        },
        {
          name: "enqueue to start, p99",
          neuron: `${ms(enqueueToStart.p99)} ms`,
          value: enqueueToStart.p99,
          target: { most: 5 },
        },
      ],
      text: `Where the time of these goes (outside: client, API and admission; transit: claim's answer and settlement):\n${formatSummaries(
        Object.fromEntries(Object.entries(phases).map(([name, values]) => [name, summarize(values)])),
      )}`,
      details: {
        phases: Object.fromEntries(
          Object.entries(phases).map(([name, values]) => [name, summarize(values.map(round))]),
        ),
      },
    };
  },
};
