/** First bytes -> type, of what browsers show. A file's name is the program's word for it; these are what it is. */
const SIGNATURES: readonly (readonly [string, readonly number[], number])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ["image/jpeg", [0xff, 0xd8, 0xff], 0],
  ["image/gif", [0x47, 0x49, 0x46, 0x38], 0],
  ["image/webp", [0x57, 0x45, 0x42, 0x50], 8],
];

/** Null: this is no picture. */
export const pictureType = (bytes: Uint8Array): string | null => {
  for (const [type, signature, at] of SIGNATURES) {
    if (signature.every((byte, index) => bytes[at + index] === byte)) return type;
  }
  const head = new TextDecoder().decode(bytes.subarray(0, 512)).replace(/^\ufeff/, "");
  const isSvg = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(
    head,
  );
  return isSvg ? "image/svg+xml" : null;
};
