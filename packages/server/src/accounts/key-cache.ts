import { LRUCache } from "lru-cache";
import type { Identity } from "./types.js";

export interface KeyCacheOptions {
  /** By the key's hash. */
  readonly lookUp: (hash: string) => Promise<Identity | null>;
  readonly now: () => number;
}

interface Known {
  readonly identity: Identity;
  readonly at: number;
}

/** Long after a change was told of by push: only for one whose push was lost. */
const GOOD_FOR_MS = 10_000;
/** From then on it is asked for again beside the request, which does not wait for it. */
const REFRESH_AFTER_MS = 5_000;
const MOST = 10_000;

/**
 * What is known of keys that are in use, so that a request costs no round trip. A change (a key revoked, an account
 * disabled) is pushed and forgets them at once; a look that was under way at that moment is used by its request, but
 * not kept. Unknown keys are not kept, or anybody could fill the cache with them.
 */
export const createKeyCache = ({ lookUp, now }: KeyCacheOptions) => {
  const known = new LRUCache<string, Known>({ max: MOST });
  const underWay = new Map<string, Promise<Identity | null>>();
  let changes = 0;

  const ask = (hash: string): Promise<Identity | null> => {
    const same = underWay.get(hash);
    if (same !== undefined) return same;
    const before = changes;
    const asked = lookUp(hash)
      .then((identity) => {
        if (identity === null) known.delete(hash);
        else if (before === changes) known.set(hash, { identity, at: now() });
        return identity;
      })
      .finally(() => {
        if (underWay.get(hash) === asked) underWay.delete(hash);
      });
    underWay.set(hash, asked);
    return asked;
  };

  return {
    ask,
    /** Null where it has to be asked for. */
    find(hash: string): Identity | null {
      const found = known.get(hash);
      if (found === undefined) return null;
      const age = now() - found.at;
      if (age > GOOD_FOR_MS) return null;
      // When it fails, the next one tries again; at the end of its time the failure is told.
      if (age > REFRESH_AFTER_MS) ask(hash).catch(() => undefined);
      return found.identity;
    },
    forget(hash: string): void {
      begin();
      known.delete(hash);
    },
    forgetTenant(tenant: string): void {
      begin();
      for (const [hash, { identity }] of known.entries()) if (identity.tenant === tenant) known.delete(hash);
    },
    clear(): void {
      begin();
      known.clear();
    },
  };

  /** Who asks from now on must not be given what was asked before. */
  function begin(): void {
    changes++;
    underWay.clear();
  }
};
