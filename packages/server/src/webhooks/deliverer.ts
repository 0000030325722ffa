import { setMaxListeners } from "node:events";
import type { Execution } from "@neuron/contract";
import type { Logger } from "pino";
import { type Tracing, traceIdOf } from "../platform/tracing/index.js";
import type { AddressPolicy } from "./address-policy.js";
import { type AttemptResult, attemptDelivery } from "./attempt.js";
import type { Resolve } from "./resolver.js";
import { retryDelayMs } from "./schedule.js";
import { signatureHeaders } from "./signature.js";
import type { AttemptReport, DeliveryQueue, DueDelivery } from "./types.js";

/**
 * Sends webhooks. Takes from the queue what is due and what it has room for, makes one attempt, and reports it. What is
 * to be tried again waits in the queue, not here. Any number may run side by side.
 *
 *     new -> running -> stopping (attempts under way may end until the deadline, then go back) -> stopped
 *
 * If this process dies, its attempts are somebody's again when their leases run out: their receivers may get them twice,
 * with the same `webhook-id`. While Redis is away nothing is taken, and what is under way is reported when it is back.
 */
export interface Deliverer {
  start(): Promise<void>;
  /** Idempotent. */
  stop(deadlineMs: number): Promise<void>;
}

export interface DelivererOptions {
  readonly queue: DeliveryQueue;
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  /** How an execution is told in another API's words; null, and by default: as it is, by POST. */
  readonly formatOf?: (execution: Execution) => { readonly method: "PUT"; readonly body: string } | null;
  readonly tracing?: Tracing | null;
  readonly logger: Logger;
  readonly tuning?: Partial<DelivererTuning>;
}

/** Defaults are right; tests change them. */
export interface DelivererTuning {
  readonly maxUnderWay: number;
  /** Of all results that are being sent. */
  readonly maxBytes: number;
  readonly attemptMs: number;
  /** How often to look although nobody said that there is something. */
  readonly lookMs: number;
  /** Undefined: the schedule. */
  readonly delaysMs?: readonly number[];
}

export const DELIVERER_DEFAULTS: DelivererTuning = {
  maxUnderWay: 256,
  maxBytes: 64 * 1024 * 1024,
  attemptMs: 10_000,
  lookMs: 2_000,
};

/** Beyond an attempt: for its report, also when Redis is away for a moment. */
export const LEASE_EXTRA_MS = 20_000;
/** After an error, and between looks for what should be there now. */
const PAUSE_MS = 20;
const ERROR_PAUSE_MS = 1_000;
/** Of the deadline of a stop: for giving back. */
const GIVE_BACK_MS = 500;

export const createDeliverer = (options: DelivererOptions): Deliverer => {
  const { queue, policy, resolve, formatOf = () => null, logger } = options;
  const tuning: DelivererTuning = { ...DELIVERER_DEFAULTS, ...options.tuning };
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const cutOff = new AbortController();
  // Every attempt listens.
  setMaxListeners(0, cutOff.signal);
  let bytes = 0;
  let loop: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | null = null;
  let news = false;
  let wake: () => void = () => undefined;

  const ring = (): void => {
    news = true;
    wake();
  };

  /** Until the bell rings or the time is over; at once when it rang meanwhile. */
  const sleep = (ms: number): Promise<void> =>
    new Promise((done) => {
      if (news || stopping.signal.aborted) return done();
      const timer = setTimeout(() => wake(), ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const count = tuning.maxUnderWay - underWay.size;
      news = false;
      const waitMs = count > 0 ? await takeSome(count) : tuning.lookMs;
      if (waitMs > 0) await sleep(waitMs);
    }
  };

  /** Gives how long to wait before the next look. */
  const takeSome = async (count: number): Promise<number> => {
    try {
      const maxBytes = Math.max(0, tuning.maxBytes - bytes);
      const { due, moreInMs } = await queue.take({ count, maxBytes, oneAnyway: underWay.size === 0 });
      for (const delivery of due) launch(delivery);
      return Math.max(PAUSE_MS, Math.min(moreInMs ?? tuning.lookMs, tuning.lookMs));
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn({ err: error }, "could not look for webhooks");
      return ERROR_PAUSE_MS;
    }
  };

  const launch = (delivery: DueDelivery): void => {
    bytes += delivery.bytes;
    const sending = send(delivery)
      .catch((error: unknown) =>
        logger.warn({ err: error, execution: delivery.id }, "a webhook is left to the end of its lease"),
      )
      .finally(() => {
        bytes -= delivery.bytes;
        underWay.delete(sending);
        ring();
      });
    underWay.add(sending);
  };

  const send = async (delivery: DueDelivery): Promise<void> => {
    const startedAt = Date.now();
    const from = performance.now();
    let result: AttemptResult;
    try {
      result = await attempt(delivery, startedAt);
    } catch (error) {
      if (!cutOff.signal.aborted) throw error;
      return queue.giveBack(delivery);
    }
    const report: AttemptReport = {
      startedAt,
      durationMs: Math.round(performance.now() - from),
      httpStatus: result.httpStatus,
      error: result.error,
      next: nextAfter(delivery, result, tuning.delaysMs),
    };
    trace(delivery, report);
    const inTime = await queue.report(delivery, report);
    // Neither the address nor the answer: both may hold what is nobody else's concern.
    logger.info(
      {
        execution: delivery.id,
        tenant: delivery.tenant,
        attempt: delivery.attempt,
        durationMs: report.durationMs,
        httpStatus: report.httpStatus,
        error: report.error,
        next: report.next,
        traceId: traceIdOf(delivery.traceparent),
        ...(inTime ? {} : { inTime }),
      },
      "webhook",
    );
  };

  /** The receiver is not told of the trace: it is no part of this service. */
  const trace = (
    delivery: DueDelivery,
    { startedAt, durationMs, httpStatus, error }: AttemptReport,
  ): void => {
    const { id, tenant, traceparent: parent } = delivery;
    options.tracing
      ?.begin("webhook", {
        parent,
        kind: "client",
        at: startedAt,
        attributes: {
          "http.request.method": "POST",
          "neuron.execution": id,
          "neuron.tenant": tenant,
          "neuron.attempt": delivery.attempt,
        },
      })
      .end({
        at: startedAt + durationMs,
        attributes: { "http.response.status_code": httpStatus },
        ...(error !== null && { error }),
      });
  };

  const attempt = async ({ id, tenant, url, execution }: DueDelivery, at: number): Promise<AttemptResult> => {
    const other = formatOf(execution);
    const body = other?.body ?? JSON.stringify(execution);
    const headers = {
      "content-type": "application/json",
      "user-agent": "Neuron-Webhooks",
      ...signatureHeaders(id, at, body, await queue.secrets(tenant)),
    };
    return attemptDelivery(url, headers, body, {
      method: other?.method ?? "POST",
      policy,
      resolve,
      timeoutMs: tuning.attemptMs,
      signal: cutOff.signal,
    });
  };

  const end = async (deadlineMs: number): Promise<void> => {
    stopping.abort();
    wake();
    await loop;
    const timer = setTimeout(
      () => cutOff.abort(new Error("The deliverer is stopping.")),
      Math.max(0, deadlineMs - GIVE_BACK_MS),
    );
    await Promise.all(underWay);
    clearTimeout(timer);
    await queue.stop();
  };

  return {
    async start() {
      queue.onNews(ring);
      await queue.start();
      loop = run();
    },
    stop(deadlineMs) {
      stopped ??= end(deadlineMs);
      return stopped;
    },
  };
};

const nextAfter = (
  { attempt }: DueDelivery,
  { error, retryAfterMs }: AttemptResult,
  delaysMs: readonly number[] | undefined,
): AttemptReport["next"] => {
  if (error === null) return "delivered";
  if (error === "gone") return "failed";
  const retryInMs = retryDelayMs(attempt, { retryAfterMs, ...(delaysMs && { delaysMs }) });
  return retryInMs === null ? "failed" : { retryInMs };
};
