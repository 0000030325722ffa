import type { QueueStats, WorkerReport } from "./types.js";

const KINDS = { queued: "q", run: "r", total: "t" } as const;

/** Decodes the reply of the `stats` script. */
export function decodeStats(reply: unknown): QueueStats {
  const [queued, running, oldestUs, deadLetters, outcomes, finished, latencyNow, latencyBefore, reports] =
    reply as [number, number, string, number, string[], number, string[], string[], string[]];
  const counts = new Map<string, number>();
  for (const [bucket, count] of [...pairs(latencyNow), ...pairs(latencyBefore)]) {
    counts.set(bucket, (counts.get(bucket) ?? 0) + Number(count));
  }
  return {
    queued,
    running,
    oldestQueuedMs: Number(oldestUs) / 1000,
    deadLetters,
    outcomes: Object.fromEntries(pairs(outcomes).map(([outcome, count]) => [outcome, Number(count)])),
    perSecond: finished / 10,
    latency: latencyOf(counts),
    workers: reports.map((report) => JSON.parse(report) as WorkerReport),
  };
}

/** Of counts by kind and bucket, as `observe` keeps them (scripts/shared-transitions.ts). */
export const latencyOf = (counts: ReadonlyMap<string, number>): QueueStats["latency"] => ({
  queued: percentiles(counts, KINDS.queued),
  run: percentiles(counts, KINDS.run),
  total: percentiles(counts, KINDS.total),
});

/** Buckets grow by 2^(1/8), so a percentile is right to within about 5 %. 0 where nothing was measured. */
function percentiles(counts: ReadonlyMap<string, number>, kind: string) {
  const buckets = [...counts]
    .filter(([name]) => name.startsWith(kind))
    .map(([name, count]) => ({ bucket: Number(name.slice(1)), count }))
    .sort((a, b) => a.bucket - b.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const at = (share: number) => {
    let seen = 0;
    for (const { bucket, count } of buckets) {
      seen += count;
      if (seen >= total * share) return 2 ** ((bucket + 0.5) / 8) / 1000;
    }
    return 0;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function pairs(flat: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) result.push([flat[i] as string, flat[i + 1] as string]);
  return result;
}
