import { signal } from "@preact/signals";

export type StreamName = "stdout" | "stderr";

export interface OutputPiece {
  readonly stream: StreamName;
  readonly text: string;
}

/** What is shown; a browser could hold more, but nobody reads it. The rest can be downloaded. */
const MOST_SHOWN = 4 * 1024 * 1024;
/** A longer line is broken for show: editors and browsers lay out a line as a whole. */
const MOST_LINE = 4_000;

/**
 * What a program printed: its bytes as they came, and text to show. Bytes that are no UTF-8 become U+FFFD there, as do
 * the halves of a character that never became whole.
 */
export const createOutputLog = () => {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const bytes: Record<StreamName, Uint8Array<ArrayBuffer>[]> = { stdout: [], stderr: [] };
  const sizes = { stdout: 0, stderr: 0 };
  let pieces: OutputPiece[] = [];
  let shown = 0;
  let column = 0;
  /** A carriage return at the end of a piece may be half of a line's end. */
  const held = { stdout: "", stderr: "" };
  /** Grows with each change. */
  const version = signal(0);
  const state = signal({ sizeBytes: 0, hidden: false, broken: false });

  const show = (stream: StreamName, text: string): void => {
    if (text === "") return;
    if (shown >= MOST_SHOWN) {
      if (!state.value.hidden) state.value = { ...state.value, hidden: true };
      return;
    }
    const { broken, lines } = breakLines(text.slice(0, MOST_SHOWN - shown), column);
    column = lines.length - 1 - lines.lastIndexOf("\n");
    shown += lines.length;
    pieces.push({ stream, text: lines });
    if (broken && !state.value.broken) state.value = { ...state.value, broken };
  };

  const decode = (stream: StreamName, data: Uint8Array | undefined): void => {
    const decoded =
      held[stream] + (data ? decoders[stream].decode(data, { stream: true }) : decoders[stream].decode());
    held[stream] = data && decoded.endsWith("\r") ? "\r" : "";
    show(stream, decoded.slice(0, decoded.length - held[stream].length).replaceAll("\r\n", "\n"));
  };

  return {
    version,
    state,
    /** One array that grows, and another one after each `clear`. */
    pieces: (): readonly OutputPiece[] => pieces,
    append(stream: StreamName, data: Uint8Array<ArrayBuffer>): void {
      bytes[stream].push(data);
      sizes[stream] += data.length;
      decode(stream, data);
      state.value = { ...state.value, sizeBytes: sizes.stdout + sizes.stderr };
      version.value++;
    },
    /** Nothing more comes. */
    end(): void {
      for (const stream of ["stdout", "stderr"] as const) decode(stream, undefined);
      version.value++;
    },
    clear(): void {
      for (const stream of ["stdout", "stderr"] as const) {
        decoders[stream] = new TextDecoder();
        bytes[stream] = [];
        sizes[stream] = 0;
        held[stream] = "";
      }
      pieces = [];
      shown = 0;
      column = 0;
      state.value = { sizeBytes: 0, hidden: false, broken: false };
      version.value++;
    },
    bytesOf: (stream: StreamName): readonly Uint8Array<ArrayBuffer>[] => bytes[stream],
    sizeOf: (stream: StreamName): number => sizes[stream],
    /** The last of a stream's text, for what looks for errors in it. */
    tailOf(stream: StreamName, characters: number): string {
      let text = "";
      for (let at = pieces.length - 1; at >= 0 && text.length < characters; at--) {
        const piece = pieces[at];
        if (piece?.stream === stream) text = piece.text + text;
      }
      return text.slice(-characters);
    },
  };
};
export type OutputLog = ReturnType<typeof createOutputLog>;

/** Puts line ends into lines that are too long; `column` is where the text begins. */
export const breakLines = (
  text: string,
  column: number,
): { readonly lines: string; readonly broken: boolean } => {
  let start = 0;
  let room = MOST_LINE - column;
  let broken = false;
  const parts: string[] = [];
  for (let end = text.indexOf("\n"); ; end = text.indexOf("\n", start)) {
    const stop = end === -1 ? text.length : end + 1;
    const length = end === -1 ? stop - start : end - start;
    if (length <= room) {
      parts.push(text.slice(start, stop));
      start = stop;
      room = MOST_LINE;
      if (end === -1) break;
      continue;
    }
    // Not within a pair of surrogates.
    const unit = room > 0 ? text.charCodeAt(start + room - 1) : 0;
    const cut = start + (unit >= 0xd800 && unit < 0xdc00 ? room - 1 : room);
    parts.push(text.slice(start, cut), "\n");
    start = cut;
    room = MOST_LINE;
    broken = true;
  }
  return { lines: parts.join(""), broken };
};
