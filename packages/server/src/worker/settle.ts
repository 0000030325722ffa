import type { Logger } from "pino";
import type { Lease, QueueWorker, Settlement } from "../queue/types.js";
import { createBackoff, pause } from "./waiting.js";

/** `done`: ours is the result. `superseded`: the lease was someone else's by then. `failed`: the queue was not reached. */
export type Settled = "done" | "superseded" | "failed";

export interface SettleOptions {
  readonly queue: Pick<QueueWorker, "settle" | "giveBack">;
  readonly logger: Logger;
  /** Ends the retries. */
  readonly signal: AbortSignal;
  /** Retries for this long: longer than a restart of the store, shorter than anybody would wait. */
  readonly retryForMs: number;
  readonly now: () => number;
}

/** Ends a lease with its result, trying again while the queue cannot be reached. Never rejects. */
export async function settleSurely(
  lease: Lease,
  result: Settlement,
  options: SettleOptions,
): Promise<Settled> {
  const done = await surely("settle", lease, options, () => options.queue.settle(lease, result));
  return done === null ? "failed" : done ? "done" : "superseded";
}

/** Gives a lease back, trying again while the queue cannot be reached. Never rejects. */
export async function giveBackSurely(lease: Lease, reason: string, options: SettleOptions): Promise<void> {
  await surely("give back", lease, options, async () => {
    await options.queue.giveBack(lease, reason);
    return true;
  });
}

async function surely<T>(
  what: string,
  lease: Lease,
  { logger, signal, retryForMs, now }: SettleOptions,
  attempt: () => Promise<T>,
): Promise<T | null> {
  const backoff = createBackoff(50, 2_000);
  const until = now() + retryForMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const retryInMs = backoff.next();
      const last = signal.aborted || now() + retryInMs > until;
      const fields = { err: error, execution: lease.job.id, attempt: lease.attempt };
      if (last) {
        // The lease runs out and the queue reclaims the execution: it is late, but not lost.
        logger.error(fields, `could not ${what} an execution; left to the queue's reclaim`);
        return null;
      }
      logger.warn({ ...fields, retryInMs }, `could not ${what} an execution; trying again`);
      await pause(retryInMs, signal);
    }
  }
}
