/** The two that a program prints to. */
export type OutputStream = "stdout" | "stderr";

/** How far somebody has read: bytes of each. */
export interface OutputPosition {
  readonly stdout: number;
  readonly stderr: number;
}

/** Printed in a row, to one of the two. */
export interface OutputPiece {
  readonly stream: OutputStream;
  readonly bytes: Buffer;
}

interface Kept {
  readonly bytes: Buffer;
  /** Bytes of its own stream before it. */
  readonly start: number;
  /** Its place among the pieces of both. */
  readonly turn: number;
}

const NOTHING = Buffer.alloc(0);

/**
 * What a program printed, in the order in which the agent read it. Kept for the report anyway; whoever looks at a run
 * while it goes on reads from here, so that nothing is sent anywhere unless somebody does.
 */
export class Transcript {
  readonly #kept: Record<OutputStream, Kept[]> = { stdout: [], stderr: [] };
  #turns = 0;
  /** Printed so far, to both. */
  bytes = 0;
  /** Called after each addition. */
  onAdded: (() => void) | null = null;

  add(stream: OutputStream, bytes: Buffer): void {
    const kept = this.#kept[stream];
    const last = kept.at(-1);
    kept.push({ bytes, start: last ? last.start + last.bytes.length : 0, turn: this.#turns++ });
    this.bytes += bytes.length;
    this.onAdded?.();
  }

  all(stream: OutputStream): Buffer {
    return Buffer.concat(this.#kept[stream].map(({ bytes }) => bytes));
  }

  /**
   * What comes after a position, `most` bytes of it at most; pieces of one stream in a row are one. A character of UTF-8 that
   * is not complete yet waits for its end.
   */
  read(from: OutputPosition, most: number): OutputPiece[] {
    const next = { stdout: this.#firstAfter("stdout", from), stderr: this.#firstAfter("stderr", from) };
    const split: Record<OutputStream, Buffer> = { stdout: NOTHING, stderr: NOTHING };
    const pieces: { readonly stream: OutputStream; readonly parts: Buffer[] }[] = [];
    for (let left = most; left > 0; ) {
      const stream = this.#earlier(next);
      const piece = this.#kept[stream][next[stream]++];
      if (!piece) break;
      const skip = Math.max(0, from[stream] - piece.start);
      const part = piece.bytes.subarray(skip, skip + left);
      left -= part.length;
      const bytes = split[stream].length > 0 ? Buffer.concat([split[stream], part]) : part;
      const whole = withoutSplitCharacter(bytes);
      split[stream] = bytes.subarray(whole.length);
      if (whole.length === 0) continue;
      const last = pieces.at(-1);
      if (last?.stream === stream) last.parts.push(whole);
      else pieces.push({ stream, parts: [whole] });
    }
    return pieces.map(({ stream, parts }) => ({ stream, bytes: Buffer.concat(parts) }));
  }

  /**
   * Bytes in a row, of stdout and stderr by turns, beginning with stdout. Null where it was one of them alone, or there were more
   * turns than `most`. A character that was never finished is in none of them.
   */
  turns(most: number): number[] | null {
    if (this.#kept.stdout.length === 0 || this.#kept.stderr.length === 0) return null;
    const turns: number[] = [];
    for (const { stream, bytes } of this.read({ stdout: 0, stderr: 0 }, this.bytes)) {
      if (turns.length === 0 && stream === "stderr") turns.push(0);
      turns.push(bytes.length);
    }
    return turns.length > most ? null : turns;
  }

  #earlier(next: Readonly<Record<OutputStream, number>>): OutputStream {
    const stdout = this.#kept.stdout[next.stdout]?.turn ?? Number.POSITIVE_INFINITY;
    const stderr = this.#kept.stderr[next.stderr]?.turn ?? Number.POSITIVE_INFINITY;
    return stdout <= stderr ? "stdout" : "stderr";
  }

  /** The first piece of a stream that goes beyond a position. */
  #firstAfter(stream: OutputStream, from: OutputPosition): number {
    const kept = this.#kept[stream];
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = kept[middle];
      if (piece && piece.start + piece.bytes.length <= from[stream]) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The same bytes without an incomplete UTF-8 sequence at the end. */
export function withoutSplitCharacter(bytes: Buffer): Buffer {
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
