export interface Turnstile {
  /** Calls `pass` at once or in a later turn of the event loop, first come first served. */
  enter(pass: () => void): void;
  /** A connection was accepted in this turn. */
  noteConnection(): void;
}

/**
 * Keeps the event loop free for small requests when a thousand large ones come at once.
 *
 * libuv accepts one connection per turn, and a turn lasts as long as the work in it. A client that only asks for the
 * health therefore stands in the kernel's queue behind every connection that came before it, and waits for as much
 * work as is done between two accepts. So work waits while there are connections to accept, `maxHoldMs` at most, and
 * then passes in slices of `perTurn`, or of `perCrowdedTurn` while there still are: then each accept waits for little
 * work only. Without a crowd nothing waits: neither a few requests on open connections, nor one on a new connection,
 * which is read in the turn after its accept.
 */
export const createTurnstile = (options: {
  readonly perTurn: number;
  readonly perCrowdedTurn: number;
  readonly maxHoldMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}): Turnstile => {
  const { perTurn, perCrowdedTurn, maxHoldMs, now } = options;
  const waiting: (() => void)[] = [];
  let heldSince = 0;
  let passed = 0;
  let connected = false;
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(nextTurn);
  };

  const nextTurn = (): void => {
    scheduled = false;
    passed = 0;
    const crowded = connected;
    connected = false;
    if (waiting.length === 0) return;
    schedule();
    if (crowded && now() - heldSince < maxHoldMs) return;
    const slice = waiting.splice(0, crowded ? perCrowdedTurn : perTurn);
    passed = slice.length;
    if (!crowded) heldSince = now();
    for (const pass of slice) pass();
  };

  return {
    enter(pass) {
      schedule();
      if (!connected && passed < perTurn && waiting.length === 0) {
        passed++;
        pass();
        return;
      }
      if (waiting.length === 0) heldSince = now();
      waiting.push(pass);
    },
    noteConnection() {
      connected = true;
      schedule();
    },
  };
};
