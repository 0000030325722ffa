import { isUtf8 } from "node:buffer";

/** What a program printed, as it came. */
export interface RawOutput {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly stdoutTruncated: boolean;
  readonly stderrTruncated: boolean;
}

export interface EncodedOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly encoding: "utf8" | "base64";
}

/**
 * Both as text when both are valid UTF-8, else both as base64. Where output was cut at the limit, a character that the
 * cut has split is dropped first, so that the limit does not turn text into base64.
 */
export function encodeOutput(raw: RawOutput): EncodedOutput {
  const stdout = raw.stdoutTruncated ? withoutSplitCharacter(raw.stdout) : raw.stdout;
  const stderr = raw.stderrTruncated ? withoutSplitCharacter(raw.stderr) : raw.stderr;
  if (isUtf8(stdout) && isUtf8(stderr)) {
    return { stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8"), encoding: "utf8" };
  }
  return { stdout: raw.stdout.toString("base64"), stderr: raw.stderr.toString("base64"), encoding: "base64" };
}

/** For what a compiler says: always text, with U+FFFD for what is none. */
export function decodeLossily(bytes: Buffer, truncated: boolean): string {
  return (truncated ? withoutSplitCharacter(bytes) : bytes).toString("utf8");
}

/** The same bytes without an incomplete UTF-8 sequence at the end. */
function withoutSplitCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < wanted ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
