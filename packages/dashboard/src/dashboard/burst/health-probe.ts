/** How quickly the API answers while it has much to do, as this page sees it. */
export interface HealthProbe {
  /** Milliseconds of each answer, in their order. */
  readonly took: readonly number[];
  readonly failed: number;
  stop(): void;
}

const EVERY_MS = 100;
/** As long as a burst may take: no more are asked for. */
const MOST = 1500;
/** A connection that is dead says nothing. */
const ANSWER_MS = 10_000;

/** Asks again and again; one at a time, since a browser has few connections. */
export const probeHealth = (url: string, onAnswer: () => void): HealthProbe => {
  const took: number[] = [];
  const stopped = new AbortController();
  const probe = { took, failed: 0, stop: () => stopped.abort() };
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted && took.length + probe.failed < MOST) {
      const begun = performance.now();
      try {
        const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(ANSWER_MS)]);
        const response = await fetch(`${url}/healthz`, { cache: "no-store", signal });
        await response.text();
        if (response.ok) took.push(performance.now() - begun);
        else probe.failed++;
      } catch {
        if (stopped.signal.aborted) return;
        probe.failed++;
      }
      onAnswer();
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, EVERY_MS - (performance.now() - begun))),
      );
    }
  };
  void run();
  return probe;
};
