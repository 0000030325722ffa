import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { ProblemError, quote } from "./problem-error.js";

/** `curl -d` sends this type unasked; JSON under it is taken as JSON. */
const FORM = "application/x-www-form-urlencoded";

/**
 * A body of 4 MiB that is all brackets, commas or names keeps JSON.parse, and with it every other request, busy for 100
 * to 260 ms (measured). No real request has more than about 2,000 values, so one with many is refused before.
 */
const MAX_VALUES = 10_000;
/** Below this it is not worth looking: parsing takes a few milliseconds at worst. */
const UNCHECKED_BYTES = 64 * 1024;

/**
 * Reads a body as JSON, whatever its declared type: a body that parses is clear enough. The declared type only decides
 * which fault is named for one that does not. Cross-site forms are refused before, by origin and not by type.
 */
export const parseJsonBody = (
  body: unknown,
  headers: IncomingHttpHeaders,
  maxValues: number = MAX_VALUES,
): unknown => {
  const contentType = headers["content-type"];
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new ProblemError("unsupported_media_type", {
      detail: `The Content-Encoding ${quote(encoding)} is not supported.`,
      hint: "Send the body uncompressed.",
    });
  }
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new ProblemError("malformed_json", {
      detail: "The body is empty.",
      hint: 'Send a JSON object such as {"language": "python", "source": "print(1)"}.',
    });
  }
  if (body.length > UNCHECKED_BYTES && hasManyValues(body, maxValues)) {
    throw new ProblemError("invalid_field", {
      detail: `The body has more than ${maxValues} values, which is more than any request can use.`,
      hint: "Send one execution in each request.",
    });
  }
  if (!isUtf8(body)) throw notJson(contentType, "The body is not valid UTF-8.");
  const text = body.toString("utf8");
  try {
    // Windows tools like to begin a file with a byte order mark.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw notJson(contentType, `The body is not valid JSON: ${reason(error)}.`);
  }
};

const notJson = (contentType: string | undefined, detail: string): ProblemError => {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === undefined || type === "" || type === "application/json" || type.endsWith("+json")) {
    return new ProblemError("malformed_json", { detail });
  }
  return new ProblemError("unsupported_media_type", {
    detail: `${detail} Its Content-Type is ${type.slice(0, 100)}.`,
    ...(type === FORM && {
      hint: "Send JSON with the header Content-Type: application/json (curl: -H 'Content-Type: application/json').",
    }),
  });
};

/** V8's message without the excerpt of the body that it may carry. */
const reason = (error: unknown): string => {
  const message = error instanceof Error ? error.message : "unreadable";
  const excerpt = message.indexOf(', "');
  const short = excerpt === -1 ? message : message.slice(0, excerpt);
  return short.replace(/ in JSON/, "").replace(/ is not valid JSON$/, "");
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Counts what separates or opens values, outside of strings; ends as soon as there are too many. */
const hasManyValues = (body: Buffer, most: number): boolean => {
  let values = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) {
      at = endOfString(body, at + 1);
      if (at === -1) return false;
    } else if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values++;
      if (values > most) return true;
    }
  }
  return false;
};

/** Where the string that begins at `start` has its closing quote, or -1. */
const endOfString = (body: Buffer, start: number): number => {
  let end = body.indexOf(QUOTE, start);
  while (end !== -1) {
    let escapes = 0;
    while (end - 1 - escapes >= start && body[end - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
    end = body.indexOf(QUOTE, end + 1);
  }
  return -1;
};
