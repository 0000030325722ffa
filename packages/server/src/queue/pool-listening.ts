import type { PoolChange } from "./overview.js";
import type { RedisLink } from "./redis-link.js";

export const POOL_CHANNEL = "pool";

/** Listens to what workers tell of their sandboxes, as long as anybody in this process follows: workers count the listeners. */
export interface PoolListening {
  /** Who could not follow is told nothing later, either. */
  follow(listener: (change: PoolChange) => void): Promise<() => Promise<void>>;
}

export function createPoolListening(link: Pick<RedisLink, "subscribe" | "unsubscribe">): PoolListening {
  const listeners = new Set<(change: PoolChange) => void>();
  let listens = false;
  let changing: Promise<void> = Promise.resolve();

  const onMessage = (message: string): void => {
    // It could not be ended when the last one left, since there was no connection.
    if (listeners.size === 0) void adjust().catch(() => undefined);
    // By an empty one a heartbeat finds out whether anybody listens.
    if (message === "") return;
    const change = JSON.parse(message) as PoolChange;
    for (const listener of listeners) listener(change);
  };

  /** One step after the other: who comes while the last one leaves is not left without. */
  const adjust = (): Promise<void> => {
    const step = async (): Promise<void> => {
      const wanted = listeners.size > 0;
      if (wanted === listens) return;
      if (wanted) await link.subscribe(POOL_CHANNEL, onMessage);
      else await link.unsubscribe(POOL_CHANNEL, onMessage);
      listens = wanted;
    };
    const adjusted = changing.then(step);
    changing = adjusted.catch(() => undefined);
    return adjusted;
  };

  return {
    async follow(listener) {
      listeners.add(listener);
      try {
        await adjust();
      } catch (error) {
        listeners.delete(listener);
        throw error;
      }
      return async () => {
        listeners.delete(listener);
        await adjust().catch(() => undefined);
      };
    },
  };
}
