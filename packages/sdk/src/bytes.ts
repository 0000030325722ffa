/** What was printed, as bytes: of a run, or of an `stdout` or `stderr` event, with the encoding that it tells. */
export const toBytes = (text: string, encoding: "utf8" | "base64"): Uint8Array => {
  if (encoding === "utf8") return new TextEncoder().encode(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
};
