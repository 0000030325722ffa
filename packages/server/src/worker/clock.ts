/** Time as the worker sees it, in milliseconds. */
export interface Clock {
  /** Since the epoch. For people. */
  now(): number;
  /** Since some moment in the past; never jumps. For differences. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

const ANCHORINGS = 3;
/** As far as `Date.now()` may be behind, and a little. Beyond it somebody has set the clock. */
const SET_BY_MS = 2;

/**
 * What `performance.now()` was at some moment of late, as milliseconds since the epoch, with fractions: to compare with the
 * clocks of other processes. Anchored to the moments at which `Date.now()` ticks, since `performance.timeOrigin` can be
 * milliseconds off for the whole life of a process.
 */
export function createWallClock(): (at: number) => number {
  let offset = anchor();
  return (at) => {
    if (Math.abs(offset + performance.now() - Date.now()) > SET_BY_MS) offset = anchor();
    return offset + at;
  };
}

function anchor(): number {
  let offset = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < ANCHORINGS; i++) {
    const before = Date.now();
    let tick = before;
    while (tick === before) tick = Date.now();
    // Whoever is interrupted in between looks late: the largest is the truest.
    offset = Math.max(offset, tick - performance.now());
  }
  return offset;
}
