import { QueueUnavailableError } from "./errors.js";
import type { RedisLink } from "./redis-link.js";
import { sweep } from "./scripts/index.js";

export interface SweepOptions {
  readonly sweepIntervalMs: number;
  readonly workerTtlMs: number;
  readonly maxResultBytes: number;
}

/** Runs the sweep script at start and then about every `sweepIntervalMs`; one sweep at a time. */
export function createSweeper(link: RedisLink, options: SweepOptions, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  const args = [
    String(Math.floor(options.sweepIntervalMs / 2)),
    String(options.sweepIntervalMs * 3),
    String(options.workerTtlMs),
    String(options.maxResultBytes),
  ];

  async function turn(): Promise<void> {
    try {
      await link.run(sweep, args, { deadlineMs: options.sweepIntervalMs });
    } catch (error) {
      // An outage has been told of by the link, and the next turn makes up for this one.
      if (!(error instanceof QueueUnavailableError)) onError(error);
    }
    if (running) timer = setTimeout(turn, options.sweepIntervalMs).unref();
  }

  return {
    start(): void {
      if (running) return;
      running = true;
      void turn();
    },
    stop(): void {
      running = false;
      clearTimeout(timer);
    },
  };
}
