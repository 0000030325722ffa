const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/**
 * How long to wait before the next attempt. What the service asked for is kept and a little more, so that those who
 * were refused together do not come back together; otherwise twice as long each time, of which a random half.
 */
export const backoffMs = (
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number => {
  if (retryAfterMs !== undefined) return retryAfterMs + Math.min(1000, retryAfterMs / 4) * random();
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return full / 2 + (full / 2) * random();
};
