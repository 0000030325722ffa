import type { Cancellation } from "../../platform/cancellation.js";
import type { Governor } from "../governor.js";

/** Room that was given. The governor counts it as taken until this is called: by then it knows who runs there. */
export type Place = () => void;

/**
 * Whose turn it is when an execution has many tests and others wait.
 *
 * An execution is a lane: it runs its tests one after another. Between two of them it goes on at once while nobody waits
 * for room. While somebody may wait, room is given in turn to the queue and to a lane that wants to go on, so an
 * execution with a hundred tests holds up the next one by a test, not by all of them.
 *
 * Further lanes of the same execution get only room that the queue has left over, and ask again for each test.
 */
export interface Turns {
  /** Resolves when a lane may go on; at once when cancelled. `onWait` is called when it has to wait. */
  next(cancellation: Cancellation, onWait: () => void): Promise<Place>;
  /** Resolves when there is room that nobody else wants; with null when cancelled or closed. */
  spare(cancellation: Cancellation): Promise<Place | null>;
  /** The claim loop may claim so many: what remains for it when the lanes have had their turn. */
  share(claimable: number): number;
  /** It found no room, and perhaps somebody waits. */
  full(): void;
  /** It claimed so many, and got as many as it wanted. */
  claimed(count: number): void;
  /** It got all that was queued, and so much room is left. False: lanes want more than that. */
  left(room: number): boolean;
  /** Nobody can be waited for: the queue cannot be reached, or nothing is to be claimed. */
  unknown(): void;
  /** For good: nothing is claimed any more. */
  close(): void;
}

export interface TurnsOptions {
  readonly governor: Pick<Governor, "started">;
  /** How many may start now, from the queue or not. */
  readonly room: () => number;
  /** A lane waits: the claim loop is to look at the room again. */
  readonly onWaiting: () => void;
}

/** Room turns up silently, as when a program falls asleep. */
const SPARE_POLL_MS = 10;

const NOTHING = (): number => 0;

export function createTurns({ governor, room, onWaiting }: TurnsOptions): Turns {
  /** What the claim loop knows: somebody may wait; nobody waits and there is room; neither. */
  let standing: "full" | "empty" | "unknown" = "unknown";
  let closed = false;
  let lanesFirst = false;
  const paused = new Set<(place: Place) => void>();
  const spares = new Set<(place: Place | null) => void>();
  let timer: NodeJS.Timeout | null = null;

  const place = (): Place => governor.started(NOTHING);

  const resume = (most: number): number => {
    let resumed = 0;
    for (const go of paused) {
      if (resumed >= most) break;
      paused.delete(go);
      resumed += 1;
      go(place());
    }
    return resumed;
  };

  const giveSpare = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    for (const go of spares) {
      if (standing !== "empty" || room() <= 0) break;
      spares.delete(go);
      go(place());
    }
    if (spares.size > 0) timer = setTimeout(giveSpare, SPARE_POLL_MS);
  };

  return {
    next(cancellation, onWait) {
      if (closed || standing !== "full" || cancellation.cancelled) return Promise.resolve(place());
      return new Promise((resolve) => {
        const onCancel = (): void => {
          if (paused.delete(go)) go(place());
        };
        const go = (given: Place): void => {
          cancellation.off(onCancel);
          resolve(given);
        };
        paused.add(go);
        cancellation.on(onCancel);
        onWait();
        onWaiting();
      });
    },
    spare(cancellation) {
      if (closed || cancellation.cancelled) return Promise.resolve(null);
      return new Promise((resolve) => {
        const onCancel = (): void => {
          if (spares.delete(go)) go(null);
        };
        const go = (given: Place | null): void => {
          cancellation.off(onCancel);
          resolve(given);
        };
        spares.add(go);
        cancellation.on(onCancel);
        giveSpare();
      });
    },
    share(claimable) {
      if (standing === "empty") standing = "unknown";
      if (paused.size === 0) return claimable;
      const free = room();
      // Where nothing may be claimed all the room is theirs: those that are paused are why there are so many.
      const turns = claimable <= 0 ? free : lanesFirst ? Math.min(1, free) : 0;
      if (turns <= 0) return claimable;
      lanesFirst = false;
      return Math.min(claimable, free - resume(turns));
    },
    full() {
      standing = "full";
    },
    claimed(count) {
      lanesFirst = count > 0 && paused.size > 0;
    },
    left(given) {
      resume(given);
      if (paused.size > 0) return false;
      standing = "empty";
      giveSpare();
      return true;
    },
    unknown() {
      standing = "unknown";
      resume(Number.POSITIVE_INFINITY);
    },
    close() {
      closed = true;
      resume(Number.POSITIVE_INFINITY);
      if (timer) clearTimeout(timer);
      timer = null;
      for (const go of spares) {
        spares.delete(go);
        go(null);
      }
    },
  };
}
