import { Counter, Gauge, type Registry } from "prom-client";
import type { WebhookCounts } from "../webhooks/index.js";

export const createWebhookMetrics = (registry: Registry): ((counts: WebhookCounts | null) => void) => {
  const registers = [registry];
  const pending = new Gauge({
    name: "neuron_webhooks_pending",
    help: "Webhooks that are neither delivered nor given up.",
    registers,
  });
  const oldest = new Gauge({
    name: "neuron_webhooks_oldest_seconds",
    help: "Age of the oldest webhook that is pending.",
    registers,
  });
  const underWay = new Gauge({
    name: "neuron_webhooks_under_way",
    help: "Attempts to deliver a webhook that are being made now.",
    registers,
  });
  const attempts = new Counter({
    name: "neuron_webhook_attempts_total",
    help: "Attempts to deliver a webhook, by what they came to: ok, or an error.",
    labelNames: ["result"],
    registers,
  });
  const ends = new Counter({
    name: "neuron_webhooks_total",
    help: "Webhooks that are done: delivered, failed, or dropped together with their result.",
    labelNames: ["end"],
    registers,
  });

  return (counts) => {
    // A figure that was not read now must not look as if it had been.
    for (const metric of [pending, oldest, underWay]) metric.remove();
    for (const metric of [attempts, ends]) metric.reset();
    if (counts === null) return;
    pending.set(counts.pending);
    oldest.set(counts.oldestPendingMs / 1000);
    underWay.set(counts.underWay);
    for (const [result, count] of Object.entries(counts.attempts)) attempts.inc({ result }, count);
    for (const [end, count] of Object.entries(counts.ends)) ends.inc({ end }, count);
  };
};
