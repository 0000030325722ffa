import type { InstalledLanguage } from "../languages/types.js";
import { kindIn } from "../sandbox/kinds.js";
import { isCostly } from "../sandbox/primes.js";
import type { JailKind } from "../sandbox/types.js";
import type { PoolKinds } from "./pool.js";

/** Of the pool's places, what standing kinds may take: the rest is for those in demand. */
const STANDING_SHARE = 0.5;

/**
 * What kinds of jails the languages need. Those of the image itself always stand ready. Those of layers do as long as there is
 * room, first those that gain most, which have a runtime to boot; the others come when they are asked for.
 */
export const poolKinds = (languages: Iterable<InstalledLanguage>, poolSize: number): PoolKinds => {
  const own = new Set<JailKind>(["launcher"]);
  const booted = new Set<JailKind>();
  const launched = new Set<JailKind>();
  const preloaded = new Set<JailKind>();
  for (const { root, prime, compilePrime, preload } of languages) {
    for (const one of compilePrime === undefined ? [prime] : [prime, compilePrime]) {
      const kind = kindIn(root, one);
      if (root === null) own.add(kind);
      else (one === "launcher" ? launched : booted).add(kind);
    }
    for (const { kind } of preload) preloaded.add(kindIn(root, kind));
  }
  const layered = [...booted, ...launched];
  const room = Math.max(0, Math.floor(poolSize * STANDING_SHARE) - own.size);
  return {
    standing: [...own, ...layered.slice(0, room)],
    occasional: [...layered.slice(room), ...preloaded],
    costly: [...preloaded, ...[...own, ...booted].filter(isCostly)],
  };
};
