import type { Logger } from "pino";
import type { Lease, QueueWorker } from "../queue/types.js";
import { type Bell, createBackoff, pause } from "./waiting.js";

export interface ClaimLoopOptions {
  readonly queue: Pick<QueueWorker, "claim" | "waitForWork">;
  /** How many executions may start now. */
  readonly room: () => number;
  /** Called when there is no room: whoever makes some rings the bell. */
  readonly onNoRoom: () => void;
  readonly bell: Bell;
  /** Takes over a lease; must not throw. */
  readonly launch: (lease: Lease) => void;
  readonly logger: Logger;
}

/**
 * Claims what can run now, again and again, until aborted (ring the bell then). A claim that brought less than it
 * asked for means that the queue is empty: wait for its push. Ends with a claim of nothing, which ends the offers. When the queue cannot be reached, wait ever longer.
 */
export async function claimLoop(options: ClaimLoopOptions, signal: AbortSignal): Promise<void> {
  const { queue, logger } = options;
  const backoff = createBackoff(50, 2_000);
  while (!signal.aborted) {
    const room = options.room();
    if (room <= 0) {
      options.onNoRoom();
      await options.bell.wait();
      continue;
    }
    try {
      const leases = await queue.claim(room);
      for (const lease of leases) options.launch(lease);
      if (leases.length < room) await queue.waitForWork(signal);
      backoff.reset();
    } catch (error) {
      if (signal.aborted) return;
      const retryInMs = backoff.next();
      logger.warn({ err: error, retryInMs }, "could not claim executions");
      await pause(retryInMs, signal);
    }
  }
  try {
    await queue.claim(0);
  } catch (error) {
    // What is still offered goes back when we leave.
    logger.warn({ err: error }, "could not end the offers");
  }
}
