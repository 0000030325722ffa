/** Time as the worker sees it, in milliseconds. */
export interface Clock {
  /** Since the epoch. For people. */
  now(): number;
  /** Since some moment in the past; never jumps. For differences. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
