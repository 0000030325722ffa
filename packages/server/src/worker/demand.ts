import type { JailKind } from "../sandbox/types.js";

/**
 * How many waiting jails of each kind the pool should hold.
 *
 * Arrivals of each kind are counted with exponential decay, so the share follows what is asked for now and forgets
 * it again. One imaginary arrival per kind keeps the shares of a quiet pool even. Every kind keeps a reserve, so that
 * a language nobody used today is still served warm.
 *
 * Occasional kinds, which cost much memory and long boots, have neither: one that nobody asked for has no place. Each doubling
 * of its late arrivals gives it another one, the last is kept for some minutes, and all together have a part of the pool.
 */
export interface Demand {
  arrived(kind: JailKind): void;
  /** Sums to the pool size. */
  targets(): ReadonlyMap<JailKind, number>;
  /** None of the standing kinds should have fewer than this. */
  readonly reserve: number;
}

const RESERVE_SHARE = 0.1;
const OCCASIONAL_SHARE = 0.25;
/** An arrival is forgotten when this is left of it: after ten half-lives. */
const FORGOTTEN = 0.5 ** 10;

export function createDemand(options: {
  readonly kinds: readonly JailKind[];
  readonly occasional?: readonly JailKind[];
  readonly poolSize: number;
  readonly halfLifeMs: number;
  readonly now: () => number;
}): Demand {
  const { poolSize, now } = options;
  const kinds = [...new Set(options.kinds)];
  const rare = new Map<JailKind, number>(options.occasional?.map((kind) => [kind, 0]));
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
    for (const all of [weights, rare]) for (const [kind, weight] of all) all.set(kind, weight * factor);
    decayedAt += elapsedMs;
  };

  return {
    reserve,
    arrived(kind) {
      decay();
      const all = rare.has(kind) ? rare : weights;
      all.set(kind, (all.get(kind) ?? 0) + 1);
    },
    targets() {
      decay();
      const places = occasionalPlaces(rare, weights, poolSize - reserve * weights.size);
      const taken = [...places.values()].reduce((sum, count) => sum + count, 0);
      return new Map([...shareOut(weights, poolSize - taken, reserve), ...places]);
    },
  };
}

/** By weight, of the `free` places beyond all reserves. */
function occasionalPlaces(
  rare: ReadonlyMap<JailKind, number>,
  weights: ReadonlyMap<JailKind, number>,
  free: number,
): Map<JailKind, number> {
  let sum = 0;
  for (const weight of weights.values()) sum += weight + 1;
  for (const weight of rare.values()) sum += weight;
  const places = new Map<JailKind, number>();
  let left = Math.max(0, Math.min(free - 1, Math.ceil(free * OCCASIONAL_SHARE)));
  for (const [kind, weight] of [...rare].sort((a, b) => b[1] - a[1])) {
    const share = Math.max(1, Math.round((free * weight) / sum));
    const count = weight < FORGOTTEN ? 0 : Math.min(left, share, Math.ceil(Math.log2(1 + weight)));
    places.set(kind, count);
    left -= count;
  }
  return places;
}

/** The reserve for each, the rest by weight; whole numbers by largest remainder. */
function shareOut(
  weights: ReadonlyMap<JailKind, number>,
  total: number,
  reserve: number,
): Map<JailKind, number> {
  const effectiveReserve = Math.min(reserve, Math.floor(total / Math.max(1, weights.size)));
  const free = total - effectiveReserve * weights.size;
  let sum = 0;
  for (const weight of weights.values()) sum += weight + 1;
  const shares = [...weights].map(([kind, weight]) => {
    const exact = (free * (weight + 1)) / sum;
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
