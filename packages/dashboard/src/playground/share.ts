import { parseWork, type Work } from "./work.js";

/**
 * A program as text that an address can hold: its JSON, deflated, in base64url, behind the version of the form. It stays behind
 * the `#`, which browsers never send: nobody but those who have the link has the program.
 */
const FORM = "1.";

/** Of the JSON, before it is parsed: a short link could hold gigabytes. */
const MOST_BYTES = 4 * 1024 * 1024;

export const encodeWork = async (work: Work): Promise<string> => {
  const bytes = await pass(
    new TextEncoder().encode(JSON.stringify(work)),
    new CompressionStream("deflate-raw"),
  );
  if (bytes === null) throw new Error("The program is too large for a link.");
  return FORM + toBase64Url(bytes);
};

/** Null: this is no such text, or what it holds makes no sense. */
export const decodeWork = async (text: string): Promise<Work | null> => {
  if (!text.startsWith(FORM)) return null;
  try {
    const compressed = fromBase64Url(text.slice(FORM.length));
    const bytes = await pass(compressed, new DecompressionStream("deflate-raw"));
    if (bytes === null) return null;
    return parseWork(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
};

/** All that comes out of a stream; null when it is too much, of which the rest is never made. */
const pass = async (
  bytes: Uint8Array<ArrayBuffer>,
  stream: { readonly readable: ReadableStream<Uint8Array>; readonly writable: WritableStream<BufferSource> },
): Promise<Uint8Array | null> => {
  const writer = stream.writable.getWriter();
  // What is wrong is told to the reader as well.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      return null;
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const toBase64Url = (bytes: Uint8Array): string => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
};
