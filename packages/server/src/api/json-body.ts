import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { ProblemError, quote } from "./problem-error.js";

/** `curl -d` sends this type unasked; JSON under it is taken as JSON. */
const FORM = "application/x-www-form-urlencoded";

/**
 * Reads a body as JSON, whatever its declared type: a body that parses is clear enough. The declared type only decides
 * which fault is named for one that does not. Cross-site forms are refused before, by origin and not by type.
 */
export const parseJsonBody = (body: unknown, headers: IncomingHttpHeaders): unknown => {
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
