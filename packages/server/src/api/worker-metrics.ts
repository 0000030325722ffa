import { Counter, Gauge, type Registry } from "prom-client";
import { STAGE_BUCKETS_MS, type WorkerReport } from "../queue/types.js";
import { addBucketMetric, type Buckets } from "./bucket-metric.js";

const STATES = ["booting", "warm", "busy", "dirty"] as const;
const BOUNDS = STAGE_BUCKETS_MS.map((ms) => ms / 1000);

/** The incarnation changes with every start; the name stays. */
const nameOf = (worker: WorkerReport): string => worker.id.split(":", 1)[0] ?? worker.id;

/** What workers say of themselves. One that is gone takes its figures with it, and one that is new begins at 0. */
export const createWorkerMetrics = (registry: Registry): ((workers: readonly WorkerReport[]) => void) => {
  const registers = [registry];
  const sandboxes = new Gauge({
    name: "neuron_sandboxes",
    help: "Sandboxes by worker and state.",
    labelNames: ["worker", "state"],
    registers,
  });
  const kinds = new Gauge({
    name: "neuron_sandboxes_warm",
    help: "Sandboxes that wait, by worker and kind of booted runtime.",
    labelNames: ["worker", "kind"],
    registers,
  });
  const deaths = new Counter({
    name: "neuron_sandboxes_destroyed_total",
    help: "Sandboxes destroyed, by worker and reason.",
    labelNames: ["worker", "reason"],
    registers,
  });
  const ready = new Gauge({
    name: "neuron_worker_ready",
    help: "1 when a first execution would be served warm.",
    labelNames: ["worker"],
    registers,
  });
  const draining = new Gauge({
    name: "neuron_worker_draining",
    help: "1 while it takes nothing new.",
    labelNames: ["worker"],
    registers,
  });
  const startTime = new Gauge({
    name: "neuron_worker_start_time_seconds",
    help: "When the worker began, in seconds since the epoch.",
    labelNames: ["worker"],
    registers,
  });
  const executions = new Counter({
    name: "neuron_worker_executions_total",
    help: "Executions that a worker has finished, by language and outcome.",
    labelNames: ["worker", "language", "outcome"],
    registers,
  });
  const givenBack = new Counter({
    name: "neuron_worker_given_back_total",
    help: "Executions that a worker gave back to the queue unfinished.",
    labelNames: ["worker"],
    registers,
  });
  let stages: readonly Buckets[] = [];
  addBucketMetric(
    registry,
    "neuron_execution_stage_seconds",
    "How long the stages of an execution took: queued, acquire (a sandbox), start (of the program), compile, run, settle.",
    () => stages,
  );

  return (workers) => {
    for (const metric of [sandboxes, kinds, deaths, ready, draining, startTime, executions, givenBack])
      metric.reset();
    stages = workers.flatMap(stagesOf);
    for (const report of workers) {
      const worker = nameOf(report);
      ready.set({ worker }, Number(report.ready));
      draining.set({ worker }, Number(report.draining));
      startTime.set({ worker }, report.startedAt / 1000);
      for (const state of STATES) sandboxes.set({ worker, state }, 0);
      for (const { state, kind } of report.sandboxes) {
        sandboxes.inc({ worker, state });
        if (state === "warm" && kind !== null) kinds.inc({ worker, kind });
      }
      for (const [reason, count] of Object.entries(report.deaths)) deaths.inc({ worker, reason }, count);
      if (report.figures === undefined) continue;
      givenBack.inc({ worker }, report.figures.givenBack);
      for (const [language, of] of Object.entries(report.figures.outcomes)) {
        for (const [outcome, count] of Object.entries(of))
          executions.inc({ worker, language, outcome }, count);
      }
    }
  };
};

const stagesOf = (report: WorkerReport): Buckets[] =>
  Object.entries(report.figures?.stages ?? {}).map(([stage, { counts, sumMs }]) => ({
    labels: { worker: nameOf(report), stage },
    bounds: BOUNDS,
    counts,
    sum: sumMs / 1000,
  }));
