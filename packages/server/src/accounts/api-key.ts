import { createHash, randomBytes } from "node:crypto";

/**
 * `nrn_`, 256 random bits in base 62, and a checksum of them: recognised by secret scanners, and a key that was cut or
 * mistyped is told apart without asking the store.
 */
const PREFIX = "nrn_";
const SECRET_CHARS = 43;
const CHECK_CHARS = 6;
/** Enough to tell one's keys apart, far from enough to guess one. */
const SHOWN_CHARS = PREFIX.length + 6;
const FORM = new RegExp(`^${PREFIX}([0-9A-Za-z]{${SECRET_CHARS}})([0-9A-Za-z]{${CHECK_CHARS}})$`);
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export interface MadeKey {
  /** The secret. Given to its owner, kept nowhere. */
  readonly key: string;
  readonly hash: string;
  readonly start: string;
}

export const makeKey = (): MadeKey => {
  const secret = base62(randomBytes(32), SECRET_CHARS);
  const key = PREFIX + secret + checksum(secret);
  return { key, hash: hashKey(key), start: key.slice(0, SHOWN_CHARS) };
};

/**
 * What is stored, and looked up. One round of SHA-256 is enough and a slow hash would be a mistake: 256 random bits cannot
 * be guessed at any speed, while a slow hash would cost every request what protects only passwords. Looking the hash
 * up leaks nothing by its timing either: whoever sends keys does not choose their hashes.
 */
export const hashKey = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Whether it can be a key at all. */
export const looksLikeKey = (text: string): boolean => {
  const [, secret, check] = FORM.exec(text) ?? [];
  return secret !== undefined && check === checksum(secret);
};

const checksum = (secret: string): string =>
  base62(createHash("sha256").update(secret).digest().subarray(0, 4), CHECK_CHARS);

const base62 = (bytes: Uint8Array, length: number): string => {
  let rest = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  while (text.length < length) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
};
