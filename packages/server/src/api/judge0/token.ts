const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS = new Map([...ALPHABET].map((digit, value) => [digit, BigInt(value)]));
const ID_CHARS = 26;
const HEX_CHARS = 32;

/** An execution's id in the form of a UUID, which typed clients expect of a token. 26 characters of 5 bits hold its 128. */
export const tokenOf = (id: string): string => {
  let bits = 0n;
  for (const digit of id) bits = (bits << 5n) | (DIGITS.get(digit) ?? 0n);
  const hex = bits.toString(16).padStart(HEX_CHARS, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/** Null for what is no token. */
export const idOf = (token: string): string | null => {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(token)) return null;
  let bits = BigInt(`0x${token.replaceAll("-", "")}`);
  let id = "";
  for (; id.length < ID_CHARS; bits >>= 5n) id = ALPHABET.charAt(Number(bits & 31n)) + id;
  return id;
};
