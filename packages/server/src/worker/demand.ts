import type { JailKind } from "../sandbox/types.js";

/**
 * How many waiting jails of each kind the pool should hold.
 *
 * What counts is how many of a kind were in use at once, or waited for, or being made ready again: that many, and half as
 * many more, should be there. The most that there were is forgotten with time. What is left over is shared out to all: the
 * more, the less memory a jail of a kind takes. Every kind keeps a reserve, so that a language nobody used today is still
 * served warm; but occasional kinds, which cost much memory and long boots, have a place only for as long as somebody is
 * remembered who asked for them. All together they stay within a budget of memory, as far as they are not in use: beyond
 * it, jails of the kind that takes most give way to the cheapest.
 */
export interface Demand {
  /** These are all kinds from now on, beside those in use. */
  setKinds(standing: readonly JailKind[], occasional: readonly JailKind[]): void;
  /** Somebody wants one of that kind: it is in use until it is ready for the next one. */
  began(kind: JailKind): void;
  ended(kind: JailKind): void;
  /** What an idle sandbox of that kind was seen to take. */
  seen(kind: JailKind, bytes: number): void;
  /** Sums to the pool size. */
  targets(): ReadonlyMap<JailKind, number>;
  /** None of the standing kinds should have fewer than this. */
  readonly reserve: number;
}

export interface DemandOptions {
  readonly kinds: readonly JailKind[];
  readonly occasional?: readonly JailKind[];
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
/** Beside those in use: for those who come a little sooner than they did. */
const SPARE = 0.5;
/** Nobody is remembered when this is left: one at once, after ten half-lives. */
const FORGOTTEN = 0.5 ** 10;

interface Kind {
  occasional: boolean;
  inUse: number;
  /** The most in use at once, as far as it is not forgotten. */
  peak: number;
  bytes: number;
}

type Kinds = ReadonlyMap<JailKind, Kind>;
type Shares = Map<JailKind, number>;

export function createDemand(options: DemandOptions): Demand {
  const { poolSize, now } = options;
  const kinds = new Map<JailKind, Kind>();
  let decayedAt = now();
  /** The shares of what was wanted when they were last asked for, which is after every run. */
  let last: { readonly wants: string; readonly shares: Shares } | null = null;

  const known = (kind: JailKind, occasional = false): Kind => {
    let found = kinds.get(kind);
    if (!found) {
      found = { occasional, inUse: 0, peak: 0, bytes: Math.max(1, options.idleBytes(kind)) };
      kinds.set(kind, found);
      last = null;
    }
    return found;
  };
  let reserve = 0;
  const setKinds = (standing: readonly JailKind[], occasional: readonly JailKind[]): void => {
    const all = new Set([...standing, ...occasional]);
    for (const [kind, { inUse }] of kinds) if (!all.has(kind) && inUse === 0) kinds.delete(kind);
    for (const kind of standing) known(kind).occasional = false;
    for (const kind of occasional) known(kind, true).occasional = true;
    reserve = poolSize >= new Set(standing).size ? 1 : 0;
    last = null;
  };
  setKinds(options.kinds, options.occasional ?? []);

  const decay = (): void => {
    const elapsedMs = now() - decayedAt;
    if (elapsedMs < 1) return;
    const factor = 0.5 ** (elapsedMs / options.halfLifeMs);
    for (const one of kinds.values()) one.peak = one.inUse + (one.peak - one.inUse) * factor;
    decayedAt += elapsedMs;
  };

  return {
    setKinds,
    get reserve() {
      return reserve;
    },
    began(kind) {
      decay();
      const one = known(kind);
      one.inUse += 1;
      one.peak = Math.max(one.peak, one.inUse);
    },
    ended(kind) {
      decay();
      known(kind).inUse -= 1;
    },
    seen(kind, bytes) {
      const one = known(kind);
      one.bytes += NEW_READING * (Math.max(1, bytes) - one.bytes);
      last = null;
    },
    targets() {
      decay();
      const wants = [...kinds.values()].map(wanted).join();
      if (last?.wants !== wants) {
        const shares = withinBudget(shareOut(kinds, poolSize, reserve), kinds, options.budgetBytes, reserve);
        last = { wants, shares };
      }
      return last.shares;
    },
  };
}

const wanted = ({ peak }: Kind): number => (peak < FORGOTTEN ? 0 : Math.ceil(peak * (1 + SPARE)));

/** The reserve for each, then what each wants or its part of that, then the rest by what they cost. */
function shareOut(kinds: Kinds, total: number, reserve: number): Shares {
  const standing = [...kinds].filter(([, { occasional }]) => !occasional);
  // One that was not known at first may be one too many.
  const each = standing.length <= total ? reserve : 0;
  const shares: Shares = new Map([...kinds].map(([kind, { occasional }]) => [kind, occasional ? 0 : each]));
  const wants = new Map(
    [...kinds].map(([kind, one]) => [kind, Math.max(0, wanted(one) - (shares.get(kind) ?? 0))]),
  );
  const free = total - each * standing.length;
  const sum = [...wants.values()].reduce((a, b) => a + b, 0);
  if (sum >= free) return addByWeight(shares, free, wants);
  for (const [kind, count] of wants) shares.set(kind, (shares.get(kind) ?? 0) + count);
  const least = Math.min(...standing.map(([, { bytes }]) => bytes));
  // By the root, so that costly kinds keep some places as well.
  const roots = new Map(standing.map(([kind, { bytes }]) => [kind, Math.sqrt(least / bytes)]));
  return addByWeight(shares, free - sum, roots);
}

/** Whole numbers, by largest remainder. */
function addByWeight(shares: Shares, count: number, weights: ReadonlyMap<JailKind, number>): Shares {
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  if (sum === 0) return shares;
  const parts = [...weights].map(([kind, weight]) => {
    const exact = (count * weight) / sum;
    return { kind, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  let left = count - parts.reduce((all, { whole }) => all + whole, 0);
  for (const { kind, whole } of [...parts].sort((a, b) => b.rest - a.rest)) {
    const extra = left > 0 ? 1 : 0;
    left -= extra;
    shares.set(kind, (shares.get(kind) ?? 0) + whole + extra);
  }
  return shares;
}

/** Takes from the kind that takes most memory in all, and gives to the cheapest, until it fits: the reserves go last. */
function withinBudget(shares: Shares, kinds: Kinds, budgetBytes: number, reserve: number): Shares {
  const costOf = (kind: JailKind): number => kinds.get(kind)?.bytes ?? 0;
  const [cheapest] = [...kinds.keys()].sort((a, b) => costOf(a) - costOf(b));
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
