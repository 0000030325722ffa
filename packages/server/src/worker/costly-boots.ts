import type { JailKind } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import type { Member } from "./pool-member.js";
import type { Remake } from "./remake.js";

/** After the boot of a costly runtime under load no other one for so many times as long: a quarter of a core goes there. */
const REST = 3;

/**
 * The boots of runtimes that take as much as many runs. Without a core to spare there is one at a time, with rests between
 * them: the CPU of ten boots is that of hundreds of runs, which would wait for it.
 */
export interface CostlyBoots {
  /** One more may begin now. */
  may(): boolean;
  /** Makes a jail as `remake` does. Where that takes the boot of a costly runtime, a rest follows. */
  readonly make: Remake;
}

export interface CostlyBootsOptions {
  readonly kinds: ReadonlySet<JailKind>;
  readonly members: Iterable<Member>;
  readonly remake: Remake;
  /** Cores that executions leave over now. */
  readonly spareCores: () => number;
  readonly clock: Clock;
}

export function createCostlyBoots(options: CostlyBootsOptions): CostlyBoots {
  const { kinds, members, remake, spareCores, clock } = options;
  const now = (): number => clock.monotonicMs();
  let restUntil = now();

  const isUnderWay = (): boolean => {
    for (const { state, activity, kind, runtime } of members) {
      if (!kinds.has(kind)) continue;
      if (state === "booting" || activity === "renew" || (state === "busy" && runtime !== kind)) return true;
    }
    return false;
  };

  return {
    may: () => spareCores() >= 1 || (now() >= restUntil && !isUnderWay()),
    make(member, how, kind) {
      if (!kinds.has(kind) || member.runtime === kind) return remake(member, how, kind);
      const from = now();
      return remake(member, how, kind).finally(() => {
        restUntil = now() + (now() - from) * REST;
      });
    },
  };
}
