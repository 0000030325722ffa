/**
 * @typedef {{ count: number, min: number, p50: number, p95: number, p99: number, max: number }} Summary
 */

/** The smallest value that at least `share` of the sorted values do not exceed. */
export const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];

/**
 * @param {readonly number[]} values
 * @returns {Summary}
 */
export const summarize = (values) => {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    min: round(sorted[0]),
    p50: round(percentile(sorted, 0.5)),
    p95: round(percentile(sorted, 0.95)),
    p99: round(percentile(sorted, 0.99)),
    max: round(sorted[sorted.length - 1]),
  };
};

export const round = (value) => Math.round(value * 1000) / 1000;

export const sum = (values) => values.reduce((a, b) => a + b, 0);
