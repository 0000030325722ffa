import { LRUCache } from "lru-cache";
import type { RateLimit, RateVerdict } from "./types.js";

export const toRateLimit = (perSecond: number, burst: number): RateLimit => ({
  perSecond,
  burst,
  policy: `"requests";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`,
});

/** What a bucket gave. */
export interface TakenRequests {
  readonly taken: number;
  readonly left: number;
  readonly retryAfterMs: number;
}

export interface RateCounterOptions {
  /** From the bucket that all API processes share. */
  readonly take: (tenant: string, rate: RateLimit, wanted: number) => Promise<TakenRequests>;
  readonly now: () => number;
}

/** Taken from the bucket, and not used yet. */
interface Slice {
  own: number;
  /** In the bucket, when it was taken. */
  readonly left: number;
  readonly until: number;
  readonly rate: RateLimit;
}

/** A tenth of a second's requests are taken at once: ten calls a second to Redis, however fast requests come. */
const SLICES_PER_SECOND = 10;
const GOOD_FOR_MS = 1_000;
const MOST_TENANTS = 10_000;

/**
 * Counts requests against one bucket per tenant in Redis, of which each process takes slices. So all of them together
 * never let more pass than the bucket gave, while most requests are counted here. What is left of a slice after a
 * second is let go.
 */
export const createRateCounter = ({ take, now }: RateCounterOptions) => {
  const slices = new LRUCache<string, Slice>({ max: MOST_TENANTS });
  /** Who comes while a slice is being taken waits for it, and then has a look. */
  const taking = new Map<string, Promise<TakenRequests>>();

  const fromSlice = (tenant: string, rate: RateLimit): RateVerdict | null => {
    const slice = slices.get(tenant);
    if (slice === undefined || slice.own < 1 || now() > slice.until || slice.rate.policy !== rate.policy)
      return null;
    slice.own--;
    return { passed: true, left: slice.own + slice.left, retryAfterMs: 0 };
  };

  const takeSlice = async (tenant: string, rate: RateLimit): Promise<TakenRequests> => {
    const wanted = Math.max(1, Math.min(rate.burst, Math.ceil(rate.perSecond / SLICES_PER_SECOND)));
    try {
      const result = await take(tenant, rate, wanted);
      const { taken: own, left } = result;
      if (own > 0) slices.set(tenant, { own, left, until: now() + GOOD_FOR_MS, rate });
      return result;
    } finally {
      taking.delete(tenant);
    }
  };

  const wait = async (tenant: string, rate: RateLimit): Promise<RateVerdict> => {
    for (;;) {
      let next = taking.get(tenant);
      if (next === undefined) {
        next = takeSlice(tenant, rate);
        taking.set(tenant, next);
      }
      const { taken, retryAfterMs } = await next;
      if (taken < 1) return { passed: false, left: 0, retryAfterMs };
      const verdict = fromSlice(tenant, rate);
      if (verdict !== null) return verdict;
    }
  };

  return {
    count: (tenant: string, rate: RateLimit): RateVerdict | Promise<RateVerdict> =>
      fromSlice(tenant, rate) ?? wait(tenant, rate),
  };
};
