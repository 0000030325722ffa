import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { QueueClient, QueueStats } from "../queue/types.js";
import type { WebhookClient, WebhookCounts } from "../webhooks/index.js";
import { createWebhookMetrics } from "./webhook-metrics.js";
import { createWorkerMetrics } from "./worker-metrics.js";

/**
 * Rate, errors and duration of every route are counted as they happen; everything else is read when it is asked for,
 * by one call to the queue and one for the webhooks. A queue that does not answer takes its own figures away (`neuron_queue_up 0`), not the
 * others.
 */
export const addMetrics = (
  app: FastifyInstance,
  queue: QueueClient,
  webhooks: WebhookClient,
  isRehearsal: (request: FastifyRequest) => boolean,
): void => {
  const registry = new Registry();
  addRequestMetrics(app, registry, isRehearsal);
  addProcessMetrics(registry);
  const showQueue = createQueueMetrics(registry);
  const showWorkers = createWorkerMetrics(registry);
  const showWebhooks = createWebhookMetrics(registry);

  app.get("/metrics", { config: { access: "watch" } }, async (_request, reply) => {
    const stats = await statsOrNull(queue);
    showQueue(stats);
    showWorkers(stats?.workers ?? []);
    showWebhooks(stats === null ? null : await countsOrNull(webhooks));
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};

/** The ping first, since it gives up sooner. */
const statsOrNull = async (queue: QueueClient): Promise<QueueStats | null> => {
  try {
    await queue.ping();
    return await queue.stats();
  } catch {
    return null;
  }
};

const countsOrNull = (webhooks: WebhookClient): Promise<WebhookCounts | null> =>
  webhooks.counts().catch(() => null);

const addRequestMetrics = (
  app: FastifyInstance,
  registry: Registry,
  isRehearsal: (request: FastifyRequest) => boolean,
): void => {
  const duration = new Histogram({
    name: "neuron_http_request_duration_seconds",
    help: "From the head of the request to the end of the answer, waits included.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unmatched";
    if (!isRehearsal(request))
      duration.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime / 1000);
    done();
  });
};

const addProcessMetrics = (registry: Registry): void => {
  const registers = [registry];
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Memory of the API process.",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: "process_cpu_seconds_total",
    help: "CPU time of the API process.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
};

const createQueueMetrics = (registry: Registry): ((stats: QueueStats | null) => void) => {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const up = gauge("neuron_queue_up", "1 when the queue answered.");
  const plain = {
    queued: gauge("neuron_queue_depth", "Executions that wait."),
    running: gauge("neuron_executions_running", "Executions that run."),
    deadLetters: gauge("neuron_dead_letters", "Executions given up after repeated failures of the service."),
  };
  const age = gauge("neuron_queue_oldest_seconds", "Age of the oldest execution that waits.");
  const workers = gauge("neuron_workers", "Workers that are alive.");
  const finished = new Counter({
    name: "neuron_executions_finished_total",
    help: "Finished executions by outcome.",
    labelNames: ["outcome"],
    registers,
  });
  const latency = new Gauge({
    name: "neuron_execution_latency_seconds",
    help: "Percentiles over a recent window, by phase.",
    labelNames: ["phase", "quantile"],
    registers,
  });

  return (stats) => {
    up.set(stats === null ? 0 : 1);
    // A figure that was not read now must not look as if it had been.
    for (const metric of [...Object.values(plain), age, workers]) metric.remove();
    for (const metric of [finished, latency]) metric.reset();
    if (stats === null) return;
    plain.queued.set(stats.queued);
    plain.running.set(stats.running);
    plain.deadLetters.set(stats.deadLetters);
    age.set(stats.oldestQueuedMs / 1000);
    workers.set(stats.workers.length);
    for (const [outcome, count] of Object.entries(stats.outcomes)) finished.inc({ outcome }, count);
    for (const [phase, percentiles] of Object.entries(stats.latency)) {
      latency.set({ phase, quantile: "0.5" }, percentiles.p50 / 1000);
      latency.set({ phase, quantile: "0.95" }, percentiles.p95 / 1000);
      latency.set({ phase, quantile: "0.99" }, percentiles.p99 / 1000);
    }
  };
};
