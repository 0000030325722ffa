/**
 * Numbers that a seed repeats (mulberry32).
 * @typedef {{ next(): number, between(low: number, high: number): number, pick<T>(items: readonly T[]): T }} Random
 * @param {number} seed @returns {Random}
 */
export const createRandom = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (items) => items[Math.floor(next() * items.length)],
  };
};

/**
 * One of the items, the heavier the likelier.
 * @template {{ weight: number }} T @param {Random} random @param {readonly T[]} items @returns {T}
 */
export const pickWeighted = (random, items) => {
  let place = random.between(
    0,
    items.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (const item of items) {
    place -= item.weight;
    if (place < 0) return item;
  }
  return items[0];
};
