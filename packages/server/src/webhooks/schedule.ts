const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between attempts: together just under a day, which is how long a result is kept. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  9 * HOUR,
];

/** Receivers that come back are not met by all of their deliveries at once. */
const JITTER = 0.1;
/** The most that a receiver's `Retry-After` is followed. */
const MAX_RETRY_AFTER_MS = HOUR;

/** How long to wait after a failed attempt (1 for the first), or null when it was the last one. */
export const retryDelayMs = (
  attempt: number,
  { delaysMs = RETRY_DELAYS_MS, retryAfterMs = 0, random = Math.random } = {},
): number | null => {
  const delay = delaysMs[attempt - 1];
  if (delay === undefined) return null;
  const spread = delay * (1 - JITTER + 1.5 * JITTER * random());
  return Math.round(Math.max(spread, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)));
};
