import type { LiveStats } from "@neuron/contract";
import { latencyOf } from "../../queue/stats.js";
import type { ServiceOverview } from "../../queue/types.js";

type Counted = Pick<ServiceOverview, "now" | "outcomes" | "latency">;

/** What happened lately, from counts that only grow. */
export interface Window {
  /** Gives the rate over the last 2 s, and the percentiles of what finished in the last 5 s: null where nothing did. */
  add(counted: Counted): Pick<LiveStats, "perSecond" | "latencyMs">;
}

const LATENCY_MS = 5_000;
const RATE_MS = 2_000;

export const createWindow = (): Window => {
  /** The oldest first. */
  let seen: Counted[] = [];

  const before = (now: number, ms: number): Counted | undefined =>
    seen.findLast((each) => now - each.now >= ms) ?? seen[0];

  return {
    add(latest) {
      const { now } = latest;
      // A Redis that began anew, or whose clock was set, has other counts.
      if (seen.some((each) => each.now >= now || total(each) > total(latest))) seen = [];
      const rateFrom = before(now, RATE_MS);
      const latencyFrom = before(now, LATENCY_MS);
      seen = [...seen.filter((each) => now - each.now <= LATENCY_MS), latest];
      const perSecond =
        rateFrom === undefined ? 0 : ((total(latest) - total(rateFrom)) * 1000) / (now - rateFrom.now);
      const counts = grown(latest, latencyFrom);
      return { perSecond, latencyMs: counts.size === 0 ? null : latencyOf(counts) };
    },
  };
};

const total = ({ outcomes }: Counted): number => Object.values(outcomes).reduce((a, b) => a + b, 0);

/** Without an earlier look: of the present minute and the one before. */
const grown = ({ latency }: Counted, from: Counted | undefined): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { minute, counts } of latency) {
    const earlier = from?.latency.find((each) => each.minute === minute)?.counts;
    for (const [bucket, count] of counts) {
      const more = count - (earlier?.get(bucket) ?? 0);
      if (more > 0) sums.set(bucket, (sums.get(bucket) ?? 0) + more);
    }
  }
  return sums;
};
