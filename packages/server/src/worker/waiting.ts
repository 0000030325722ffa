/** Thrown when something took longer than its deadline. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** `work`, or a `DeadlineError` after `ms`. The work itself goes on; its late failure is not an unhandled rejection. */
export function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineError(`${what} took longer than ${ms} ms`)), ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** Resolves after `ms`, or at once when aborted. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** A bell that remembers: a ring while nobody listens lets the next `wait` through at once. One waiter. */
export interface Bell {
  ring(): void;
  wait(): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      if (wake) {
        const resolve = wake;
        wake = null;
        resolve();
      } else {
        rung = true;
      }
    },
    wait() {
      if (rung) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
}

/** Delays between attempts: doubling from `firstMs` to `maxMs`, back to the start after a success. */
export interface Backoff {
  /** Counts a failure and says how long to wait. */
  next(): number;
  reset(): void;
  readonly failures: number;
}

export function createBackoff(firstMs: number, maxMs: number): Backoff {
  let failures = 0;
  return {
    next() {
      const delay = Math.min(maxMs, firstMs * 2 ** Math.min(failures, 30));
      failures += 1;
      return delay;
    },
    reset() {
      failures = 0;
    },
    get failures() {
      return failures;
    },
  };
}

/** Resolves when `work` has, or after `ms`. For work that never rejects. */
export function soonest(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
