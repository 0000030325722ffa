import { NeuronError } from "./error.js";

export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the call with a `NeuronError` of code `timeout`, retries included. Default: none. */
  readonly timeoutMs?: number | undefined;
}

/** One end for a call, by its signal or its time. To be released however the call ends. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Infinity when there is none. */
  leftMs(): number;
  release(): void;
}

/** A call inside another one knows by the signal how long the outer one has. */
const ends = new WeakMap<AbortSignal, number>();

export const createDeadline = ({ signal, timeoutMs }: CallOptions): Deadline => {
  const controller = new AbortController();
  const outer = (signal && ends.get(signal)) ?? Number.POSITIVE_INFINITY;
  const end = Math.min(outer, timeoutMs === undefined ? outer : performance.now() + timeoutMs);
  ends.set(controller.signal, end);
  const forward = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) forward();
  else signal?.addEventListener("abort", forward, { once: true });
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          controller.abort(
            new NeuronError("timeout", {
              status: 0,
              detail: `The call took longer than its ${timeoutMs} ms.`,
              hint: "Give it a longer timeoutMs.",
            }),
          );
        }, timeoutMs);
  return {
    signal: controller.signal,
    leftMs: () => Math.max(0, end - performance.now()),
    release() {
      signal?.removeEventListener("abort", forward);
      clearTimeout(timer);
    },
  };
};

/** Rejects with the signal's reason when that comes first. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
