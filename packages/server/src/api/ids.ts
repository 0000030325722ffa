import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 10;
const COUNT_CHARS = 2;
const COUNTS = 32 ** COUNT_CHARS;
const RANDOM_CHARS = 14;
const DRAWN_AT_ONCE = 256 * RANDOM_CHARS;

/**
 * Makes ids of 26 characters that sort by time, those of one maker in the order of their making: 10 characters of the
 * millisecond, 2 that count within it, 14 random ones (70 bits, so that an id cannot be guessed). A clock that goes
 * back, or more than 1,024 ids in a millisecond, makes the time run ahead a little. Random bytes are drawn for many
 * ids at once.
 */
export const createIds = (clock: () => number): (() => string) => {
  const random = Buffer.alloc(DRAWN_AT_ONCE);
  let drawn = random.length;
  let time = 0;
  let count = 0;
  return () => {
    const now = clock();
    count = now > time ? 0 : count + 1;
    time = Math.max(now, count === COUNTS ? time + 1 : time);
    count %= COUNTS;
    if (drawn === random.length) {
      randomFillSync(random);
      drawn = 0;
    }
    let id = encode(time, TIME_CHARS) + encode(count, COUNT_CHARS);
    for (let i = 0; i < RANDOM_CHARS; i++) id += ALPHABET.charAt((random[drawn++] ?? 0) % 32);
    return id;
  };
};

const encode = (value: number, length: number): string => {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = ALPHABET.charAt(rest % 32) + text;
  return text;
};

/** How the ids of a millisecond begin: it sorts before all of them. */
export const idTime = (ms: number): string => encode(ms, TIME_CHARS);

/** What may be an id. Anything else is unknown without asking the store. */
export const looksLikeId = (text: string): boolean => /^[0-9A-Za-z_-]{1,64}$/.test(text);
