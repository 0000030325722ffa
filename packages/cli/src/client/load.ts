import { setMaxListeners } from "node:events";
import { type ExecutionRequest, type Neuron, NeuronError } from "@neuron/sdk";

export interface Load {
  /** Milliseconds of each execution that was answered, from the sending of its request to its answer. */
  readonly latencies: readonly number[];
  /** Outcome, or code of the refusal or fault -> how many. */
  readonly endings: ReadonlyMap<string, number>;
  readonly elapsedMs: number;
  /** CPU time of this process in proportion to the time that passed. */
  readonly ownCpu: number;
}

export interface LoadOptions {
  readonly neuron: Neuron;
  readonly request: ExecutionRequest;
  readonly clients: number;
  readonly durationMs: number;
  readonly signal: AbortSignal;
  /** About twice a second. */
  readonly onProgress: (soFar: Load) => void;
}

const PROGRESS_MS = 500;
const SHORTEST_PAUSE_MS = 50;

/** So many clients, each of which runs one program after the other until the time is over. */
export const putLoad = async (options: LoadOptions): Promise<Load> => {
  const { neuron, request, clients, durationMs, signal, onProgress } = options;
  const latencies: number[] = [];
  const endings = new Map<string, number>();
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const over = new AbortController();
  // Each client listens: that is no leak.
  setMaxListeners(0, over.signal);
  const end = (): void => over.abort();
  const timer = setTimeout(end, durationMs);
  signal.addEventListener("abort", end, { once: true });

  const soFar = (): Load => {
    const elapsedMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    return { latencies, endings, elapsedMs, ownCpu: (user + system) / 1000 / elapsedMs };
  };

  const count = (ending: string): void => {
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  };

  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const at = performance.now();
      try {
        const { outcome } = await neuron.run(request, { signal: over.signal });
        latencies.push(performance.now() - at);
        count(outcome ?? "unfinished");
      } catch (error) {
        if (over.signal.aborted) return;
        if (!(error instanceof NeuronError)) throw error;
        if (!error.retryable) throw error;
        count(error.code);
        await pause(Math.max(SHORTEST_PAUSE_MS, error.retryAfterMs ?? 0), over.signal);
      }
    }
  };

  const progress = setInterval(() => onProgress(soFar()), PROGRESS_MS);
  try {
    await Promise.all(Array.from({ length: clients }, client));
    return soFar();
  } finally {
    over.abort();
    clearTimeout(timer);
    clearInterval(progress);
    signal.removeEventListener("abort", end);
  }
};

/** Ends early, without an error, when the signal is aborted. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });

/** Values at these shares of the sorted whole, by the nearest rank; null of nothing. */
export const percentiles = (
  values: readonly number[],
  shares: readonly number[],
): readonly (number | null)[] => {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null);
};
