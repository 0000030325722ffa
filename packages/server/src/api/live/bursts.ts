import { setImmediate } from "node:timers/promises";
import { type Burst, type BurstRequest, MAX_BURST } from "@neuron/contract";
import type { Logger } from "pino";
import type { PublishedLanguage } from "../../languages/types.js";
import { Cancellation } from "../../platform/cancellation.js";
import type { QueueClient } from "../../queue/types.js";
import { admit, createJob, type JobContext } from "../admission.js";
import type { Catalog } from "../catalog.js";
import { ProblemError } from "../problem-error.js";
import { percentilesOf } from "./account-view.js";

/** Many executions at once, to see that the service bears it: as a tenant of their own, so that others take turns with them. */
export interface Bursts {
  /** Throws a `ProblemError` while one is under way. */
  start(request: BurstRequest): Burst;
  readonly latest: Burst | null;
  /** Called while one is under way, ten times a second at most, and at its end. */
  onChange(listener: (burst: Burst) => void): void;
  /** Sends nothing any more, and waits for nothing. What is queued goes on. */
  stop(): void;
}

export interface BurstsOptions extends JobContext {
  readonly queue: QueueClient;
  readonly catalog: Pick<Catalog, "all" | "choose">;
  readonly logger: Logger;
}

export const BURST_TENANT = "burst";

/** About 3 ms of work; then others have their turn. */
const AT_ONCE = 16;
const WAIT_MS = 120_000;
const TELL_EVERY_MS = 100;

export const createBursts = (options: BurstsOptions): Bursts => {
  const { queue, catalog, clock, newId, logger } = options;
  const listeners: ((burst: Burst) => void)[] = [];
  const stopped = new Cancellation();
  let latest: Burst | null = null;

  const tell = (burst: Burst): void => {
    latest = burst;
    for (const listener of listeners) listener(burst);
  };

  const run = async (first: Burst, { hello }: PublishedLanguage): Promise<void> => {
    const begun = performance.now();
    const elapsed = (): number => performance.now() - begun;
    const latencies: number[] = [];
    const counts = { accepted: 0, refused: 0, right: 0, lost: 0 };
    const outcomes: Record<string, number> = {};
    let acceptedMs = 0;

    const one = async (): Promise<void> => {
      const job = createJob(
        { language: first.language, source: hello.source, maxQueueMs: WAIT_MS },
        BURST_TENANT,
        options,
        undefined,
      );
      const given = new Cancellation();
      const giveUp = (): void => given.cancel();
      stopped.on(giveUp);
      const waited = queue.waitFor(job.id, WAIT_MS, given);
      waited.catch(() => undefined);
      try {
        await admit(queue, job);
        counts.accepted++;
        acceptedMs = elapsed();
      } catch (error) {
        if (!(error instanceof ProblemError)) logger.warn({ err: error }, "an execution of a burst failed");
        counts.refused++;
        stopped.off(giveUp);
        giveUp();
        return;
      }
      const execution = await waited.catch(() => null);
      stopped.off(giveUp);
      if (execution === null) {
        counts.lost++;
        return;
      }
      latencies.push(elapsed());
      const outcome = execution.outcome ?? "internal_error";
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (execution.outcome === "accepted" && execution.run?.stdout === hello.stdout) counts.right++;
    };

    const now = (over: boolean): Burst => ({
      ...first,
      ...counts,
      outcomes: { ...outcomes },
      over,
      finished: latencies.length,
      acceptedMs,
      elapsedMs: elapsed(),
      latencyMs: latencies.length === 0 ? null : percentilesOf(latencies),
    });

    const telling = setInterval(() => tell(now(false)), TELL_EVERY_MS);
    try {
      const all: Promise<void>[] = [];
      for (let sent = 0; sent < first.count; sent++) {
        if (sent % AT_ONCE === 0) await setImmediate();
        if (stopped.cancelled) {
          counts.refused += first.count - sent;
          break;
        }
        all.push(one());
      }
      await Promise.all(all);
    } finally {
      clearInterval(telling);
      tell(now(true));
    }
  };

  const choose = (language: string | undefined): PublishedLanguage => {
    if (language !== undefined) return catalog.choose(language);
    const [first] = catalog.all();
    return catalog.all().find(({ id }) => id === "python") ?? first ?? catalog.choose("python");
  };

  return {
    start({ count = MAX_BURST, language }) {
      if (latest?.over === false) {
        throw new ProblemError("burst_running", {
          detail: `${latest.finished} of ${latest.count} executions have finished.`,
        });
      }
      const chosen = choose(language);
      const first: Burst = {
        id: newId(),
        language: chosen.id,
        startedAt: new Date(clock()).toISOString(),
        over: false,
        count,
        ...{ accepted: 0, refused: 0, finished: 0, right: 0, lost: 0, acceptedMs: 0, elapsedMs: 0 },
        outcomes: {},
        latencyMs: null,
      };
      tell(first);
      run(first, chosen).catch((error: unknown) => logger.error({ err: error }, "a burst failed"));
      return first;
    },
    get latest() {
      return latest;
    },
    onChange(listener) {
      listeners.push(listener);
    },
    stop: () => stopped.cancel(),
  };
};
