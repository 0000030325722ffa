import type { Execution } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import { QueueUnavailableError } from "./errors.js";
import { decodeRecord } from "./record.js";
import type { RedisLink } from "./redis-link.js";
import { watch } from "./scripts/index.js";

/** Ids looked up by one script call after a lost connection. */
const BATCH = 100;

interface Waiter {
  resolve(execution: Execution | null): void;
  reject(error: unknown): void;
}

/**
 * Those who wait in this process, by execution.
 *
 * An execution admitted by this same client after the wait began carries our name from its admission on, which saves
 * a round trip; so a wait is announced to Redis only at the end of the present turn of the event loop, and not at
 * all when `admit` comes first. A message can be lost only with its connection: `lookAgain` makes up for that.
 */
export function createWaiters(link: RedisLink, apiId: string, onError: (error: unknown) => void) {
  const waiters = new Map<string, Set<Waiter>>();
  const unannounced = new Set<string>();
  let scheduled = false;

  function finish(execution: Execution): void {
    const group = waiters.get(execution.id);
    waiters.delete(execution.id);
    for (const waiter of group ?? []) waiter.resolve(execution);
  }

  function fail(ids: readonly string[], error: unknown): void {
    for (const id of ids) {
      const group = waiters.get(id);
      waiters.delete(id);
      for (const waiter of group ?? []) waiter.reject(error);
    }
  }

  async function announce(ids: readonly string[]): Promise<void> {
    try {
      const replies = (await link.run(watch, [apiId, ...ids])) as string[];
      for (const reply of replies) if (reply !== "") finish(decodeRecord(reply));
    } catch (error) {
      // Unavailable without a deadline: the link was stopped, and the waiters end with it.
      if (!(error instanceof QueueUnavailableError)) fail(ids, error);
    }
  }

  function announceAll(ids: readonly string[]): void {
    for (let i = 0; i < ids.length; i += BATCH) void announce(ids.slice(i, i + BATCH));
  }

  function schedule(id: string): void {
    unannounced.add(id);
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      const ids = [...unannounced].filter((waiting) => waiters.has(waiting));
      unannounced.clear();
      announceAll(ids);
    });
  }

  return {
    wait(id: string, timeoutMs: number, cancellation?: Cancellation): Promise<Execution | null> {
      if (cancellation?.cancelled) return Promise.resolve(null);
      return new Promise((resolvePromise, rejectPromise) => {
        const timer = setTimeout(() => end(null), timeoutMs);
        const onCancel = () => end(null);
        const waiter: Waiter = {
          resolve: (execution) => {
            dispose();
            resolvePromise(execution);
          },
          reject: (error) => {
            dispose();
            rejectPromise(error);
          },
        };
        function dispose(): void {
          clearTimeout(timer);
          cancellation?.off(onCancel);
        }
        function end(execution: null): void {
          const group = waiters.get(id);
          group?.delete(waiter);
          if (group?.size === 0) waiters.delete(id);
          waiter.resolve(execution);
        }
        cancellation?.on(onCancel);
        const group = waiters.get(id);
        if (group) group.add(waiter);
        else waiters.set(id, new Set([waiter]));
        schedule(id);
      });
    },

    /** About to admit `id`: true when somebody here waits for it, whom the admission then announces. */
    claimAnnouncement(id: string): boolean {
      unannounced.delete(id);
      return waiters.has(id);
    },

    /** The admission did not come about, so it announced nobody. */
    returnAnnouncement(id: string): void {
      if (waiters.has(id)) schedule(id);
    },

    /** A message of the API's channel: the whole record, or only the id of a large one. */
    onMessage(message: string): void {
      const lineEnd = message.indexOf("\n");
      const id = lineEnd < 0 ? message : message.slice(0, lineEnd);
      if (!waiters.has(id)) return;
      if (lineEnd < 0) {
        announceAll([id]);
        return;
      }
      try {
        finish(decodeRecord(message));
      } catch (error) {
        onError(error);
        fail([id], error);
      }
    },

    lookAgain(): void {
      announceAll([...waiters.keys()]);
    },

    /** Everybody gets null. */
    stop(): void {
      for (const group of [...waiters.values()]) for (const waiter of [...group]) waiter.resolve(null);
      waiters.clear();
    },
  };
}
