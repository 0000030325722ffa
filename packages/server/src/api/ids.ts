import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const RANDOM_BYTES = 16;
const POOL = 256;

/**
 * Makes ids of 26 characters that sort by time (the layout of a ULID): 10 of the millisecond, 16 random ones (80 bits,
 * so that an id cannot be guessed). Random bytes are drawn for many ids at once.
 */
export const createIds = (clock: () => number): (() => string) => {
  const pool = Buffer.alloc(RANDOM_BYTES * POOL);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    let id = "";
    let time = clock();
    for (let i = 0; i < 10; i++) {
      id = ALPHABET.charAt(time % 32) + id;
      time = Math.floor(time / 32);
    }
    for (let i = 0; i < RANDOM_BYTES; i++) id += ALPHABET.charAt((pool[next + i] ?? 0) % 32);
    next += RANDOM_BYTES;
    return id;
  };
};

/** What may be an id. Anything else is unknown without asking the store. */
export const looksLikeId = (text: string): boolean => /^[0-9A-Za-z_-]{1,64}$/.test(text);
