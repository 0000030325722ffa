import type { Logger } from "pino";
import type { Lease, QueueWorker } from "../queue/types.js";
import type { Turns } from "./judging/turns.js";
import { type Bell, createBackoff, pause } from "./waiting.js";

export interface ClaimLoopOptions {
  readonly queue: Pick<QueueWorker, "claim" | "waitForWork">;
  /** How many executions may start now. */
  readonly room: () => number;
  /** Called when there is no room: whoever makes some rings the bell. */
  readonly onNoRoom: () => void;
  readonly bell: Bell;
  /** Executions with many tests take turns with those that are queued. */
  readonly turns: Pick<Turns, "share" | "full" | "claimed" | "left" | "unknown" | "close">;
  /** Takes over a lease; must not throw. */
  readonly launch: (lease: Lease) => void;
  readonly logger: Logger;
}

/**
 * Claims what can run now, again and again, until aborted (ring the bell then). A claim that brought less than it
 * asked for means that the queue is empty: wait for its push. Ends with a claim of nothing, which ends the offers. When the queue cannot be reached, wait ever longer.
 */
export async function claimLoop(options: ClaimLoopOptions, signal: AbortSignal): Promise<void> {
  const { queue, logger, turns } = options;
  const backoff = createBackoff(50, 2_000);
  while (!signal.aborted) {
    const room = turns.share(options.room());
    if (room <= 0) {
      turns.full();
      options.onNoRoom();
      await options.bell.wait();
      continue;
    }
    try {
      const leases = await queue.claim(room);
      for (const lease of leases) options.launch(lease);
      if (leases.length === room) turns.claimed(room);
      else if (turns.left(room - leases.length)) await queue.waitForWork(signal);
      backoff.reset();
    } catch (error) {
      if (signal.aborted) return;
      turns.unknown();
      const retryInMs = backoff.next();
      logger.warn({ err: error, retryInMs }, "could not claim executions");
      await pause(retryInMs, signal);
    }
  }
  turns.close();
  try {
    await queue.claim(0);
  } catch (error) {
    // What is still offered goes back when we leave.
    logger.warn({ err: error }, "could not end the offers");
  }
}
