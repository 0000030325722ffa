import type { JailKind } from "../sandbox/types.js";

/**
 * How many waiting jails of each kind the pool should hold.
 *
 * Arrivals of each kind are counted with exponential decay, so the share follows what is asked for now and forgets
 * it again. One imaginary arrival per kind keeps the shares of a quiet pool even. Every kind keeps a reserve, so that
 * a language nobody used today is still served warm. What is booted ahead for one use is dear to make and to hold, and a
 * crowd uses it up as fast as the CPU makes it anew: of those there is the reserve, whatever is asked for.
 */
export interface Demand {
  arrived(kind: JailKind): void;
  /** Sums to the pool size. */
  targets(): ReadonlyMap<JailKind, number>;
  /** No kind should have fewer than this. */
  readonly reserve: number;
}

const RESERVE_SHARE = 0.1;

export function createDemand(options: {
  readonly kinds: readonly JailKind[];
  /** Those of them that are booted ahead for one use. */
  readonly aheadKinds?: ReadonlySet<JailKind>;
  readonly poolSize: number;
  readonly halfLifeMs: number;
  readonly now: () => number;
}): Demand {
  const { poolSize, now, aheadKinds = new Set() } = options;
  const kinds = [...new Set(options.kinds)];
  const weights = new Map<JailKind, number>(kinds.map((kind) => [kind, 0]));
  const reserve = Math.min(
    Math.max(1, Math.round(poolSize * RESERVE_SHARE)),
    Math.floor(poolSize / Math.max(1, kinds.length)),
  );
  let decayedAt = now();

  const decay = (): void => {
    const elapsedMs = now() - decayedAt;
    if (elapsedMs < 1) return;
    const factor = 0.5 ** (elapsedMs / options.halfLifeMs);
    for (const [kind, weight] of weights) weights.set(kind, weight * factor);
    decayedAt += elapsedMs;
  };

  return {
    reserve,
    arrived(kind) {
      decay();
      weights.set(kind, (weights.get(kind) ?? 0) + 1);
    },
    targets() {
      decay();
      return shareOut(weights, aheadKinds, poolSize, reserve);
    },
  };
}

/** The reserve for each, the rest, for all but the `dear` ones, by weight; whole numbers by largest remainder. */
function shareOut(
  weights: ReadonlyMap<JailKind, number>,
  dear: ReadonlySet<JailKind>,
  total: number,
  reserve: number,
): Map<JailKind, number> {
  const effectiveReserve = Math.min(reserve, Math.floor(total / Math.max(1, weights.size)));
  const free = total - effectiveReserve * weights.size;
  const wanted = [...weights].map(([kind, weight]) => ({ kind, weight: dear.has(kind) ? 0 : weight + 1 }));
  const sum = wanted.reduce((all, { weight }) => all + weight, 0);
  const shares = wanted.map(({ kind, weight }) => {
    const exact = (free * weight) / sum;
    return { kind, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  let left = free - shares.reduce((count, share) => count + share.whole, 0);
  const result = new Map<JailKind, number>();
  for (const share of [...shares].sort((a, b) => b.rest - a.rest)) {
    const extra = left > 0 ? 1 : 0;
    left -= extra;
    result.set(share.kind, effectiveReserve + share.whole + extra);
  }
  return result;
}
