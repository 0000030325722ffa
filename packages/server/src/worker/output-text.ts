import { isUtf8 } from "node:buffer";
import { withoutSplitCharacter } from "../sandbox/transcript.js";

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
