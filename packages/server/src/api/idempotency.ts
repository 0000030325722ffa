import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Idempotency } from "../queue/types.js";
import { invalidField } from "./problem-error.js";

/** 144 bits: no two requests have the same by chance, and a tenant that makes them meet harms only itself. */
const HASH_CHARS = 24;

/**
 * The `Idempotency-Key` of a request, and the fingerprint of its body; undefined where there is none. What the fingerprint
 * sees is the JSON, not its spaces or the order of its names, so that another program's retry is the same request.
 */
export const idempotencyOf = (headers: IncomingHttpHeaders, body: unknown): Idempotency | undefined => {
  const key = headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !/^[!-~]{1,255}$/.test(key)) {
    throw invalidField(
      "Idempotency-Key",
      "The Idempotency-Key must be 1 to 255 visible ASCII characters without spaces.",
      "A UUID is a good key.",
    );
  }
  return { key: hash(key), fingerprint: hash(canonical(body)) };
};

/** That of one part of a request which has several: the same parts with the same key are the same. */
export const idempotencyOfPart = (
  headers: IncomingHttpHeaders,
  part: unknown,
  index: number,
): Idempotency | undefined => {
  const whole = idempotencyOf(headers, part);
  return whole && { ...whole, key: hash(`${whole.key} ${index}`) };
};

const hash = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, HASH_CHARS);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
