import type { JailKind } from "../sandbox/types.js";

/**
 * How many waiting jails of each kind the pool should hold.
 *
 * Arrivals of each kind are counted with exponential decay, so the share follows what is asked for now and forgets it again.
 * A part of an imaginary arrival for each kind shares out a quiet pool: the more, the less memory a jail of that kind takes.
 * Every kind keeps a reserve, so that a language nobody used today is still served warm. All together they stay within a
 * budget of memory, as far as they are not in use: beyond it, jails of the kind that takes most give way to the cheapest.
 */
export interface Demand {
  arrived(kind: JailKind): void;
  /** What an idle sandbox of that kind was seen to take. */
  seen(kind: JailKind, bytes: number): void;
  /** Sums to the pool size. */
  targets(): ReadonlyMap<JailKind, number>;
  /** No kind should have fewer than this. */
  readonly reserve: number;
}

export interface DemandOptions {
  readonly kinds: readonly JailKind[];
  readonly poolSize: number;
  /** Of all idle sandboxes together. */
  readonly budgetBytes: number;
  /** What is assumed of a kind until it was seen. */
  readonly idleBytes: (kind: JailKind) => number;
  readonly halfLifeMs: number;
  readonly now: () => number;
}

/** How much a new reading counts: the first of a kind is also charged for what all of them share. */
const NEW_READING = 0.2;

interface Kind {
  weight: number;
  bytes: number;
}

export function createDemand(options: DemandOptions): Demand {
  const { poolSize, now } = options;
  const kinds = new Map<JailKind, Kind>();
  let decayedAt = now();

  const known = (kind: JailKind): Kind => {
    let found = kinds.get(kind);
    if (!found) {
      found = { weight: 0, bytes: Math.max(1, options.idleBytes(kind)) };
      kinds.set(kind, found);
    }
    return found;
  };
  for (const kind of options.kinds) known(kind);
  const reserve = poolSize >= kinds.size ? 1 : 0;

  const decay = (): void => {
    const elapsedMs = now() - decayedAt;
    if (elapsedMs < 1) return;
    const factor = 0.5 ** (elapsedMs / options.halfLifeMs);
    for (const one of kinds.values()) one.weight *= factor;
    decayedAt += elapsedMs;
  };

  return {
    reserve,
    arrived(kind) {
      decay();
      known(kind).weight += 1;
    },
    seen(kind, bytes) {
      const one = known(kind);
      one.bytes += NEW_READING * (Math.max(1, bytes) - one.bytes);
    },
    targets() {
      decay();
      const shares = shareOut(kinds, poolSize, kinds.size <= poolSize ? reserve : 0);
      return withinBudget(shares, kinds, options.budgetBytes, reserve);
    },
  };
}

type Kinds = ReadonlyMap<JailKind, Kind>;
type Shares = Map<JailKind, number>;

const cheapestOf = (kinds: Kinds): JailKind | undefined =>
  [...kinds].reduce<[JailKind, Kind] | null>((a, b) => (a && a[1].bytes <= b[1].bytes ? a : b), null)?.[0];

/** The reserve for each, the rest by weight; whole numbers by largest remainder. */
function shareOut(kinds: Kinds, total: number, reserve: number): Shares {
  const free = total - reserve * kinds.size;
  const least = Math.min(...[...kinds.values()].map(({ bytes }) => bytes));
  const weights = [...kinds].map(([kind, one]) => ({
    kind,
    // By the root, so that costly kinds keep some places as well.
    weight: one.weight + Math.sqrt(least / one.bytes),
  }));
  const sum = weights.reduce((all, { weight }) => all + weight, 0);
  const shares = weights.map(({ kind, weight }) => {
    const exact = (free * weight) / sum;
    return { kind, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  let left = free - shares.reduce((count, share) => count + share.whole, 0);
  const result: Shares = new Map();
  for (const share of [...shares].sort((a, b) => b.rest - a.rest)) {
    const extra = left > 0 ? 1 : 0;
    left -= extra;
    result.set(share.kind, reserve + share.whole + extra);
  }
  return result;
}

/** Takes from the kind that takes most memory in all, and gives to the cheapest, until it fits: the reserves go last. */
function withinBudget(shares: Shares, kinds: Kinds, budgetBytes: number, reserve: number): Shares {
  const cheapest = cheapestOf(kinds);
  const costOf = (kind: JailKind): number => kinds.get(kind)?.bytes ?? 0;
  let cost = [...shares].reduce((sum, [kind, count]) => sum + count * costOf(kind), 0);
  for (const spared of [reserve, 0]) {
    while (cheapest !== undefined && cost > budgetBytes) {
      const [kind] = [...shares]
        .filter(([one, count]) => one !== cheapest && count > spared)
        .sort(([a, n], [b, m]) => m * costOf(b) - n * costOf(a))[0] ?? [null];
      if (kind === null) break;
      shares.set(kind, (shares.get(kind) ?? 0) - 1);
      shares.set(cheapest, (shares.get(cheapest) ?? 0) + 1);
      cost -= costOf(kind) - costOf(cheapest);
    }
  }
  return shares;
}
