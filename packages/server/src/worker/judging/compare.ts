import { setImmediate } from "node:timers/promises";
import type { Checker } from "@neuron/contract";

/** Says what is wrong with what was printed, for people; null when nothing is. */
export type Compare = (expected: Buffer, actual: Buffer) => Promise<string | null>;

/** What a checker without a program does. Bytes are compared as they are: what a program prints need not be text. */
export function createCompare(checker: Exclude<Checker, { type: "program" }>): Compare {
  switch (checker.type) {
    case "exact":
      return compareExactly;
    case "tokens":
      return (expected, actual) => compareTokens(expected, actual, sameBytes);
    case "float":
      return (expected, actual) => compareTokens(expected, actual, nearly(tolerance(checker)));
    default:
      return compareLines;
  }
}

async function compareExactly(expected: Buffer, actual: Buffer): Promise<string | null> {
  if (expected.equals(actual)) return null;
  const at = firstDifference(whole(expected), whole(actual));
  const start = at === 0 ? 0 : expected.lastIndexOf(NEWLINE, at - 1) + 1;
  let line = 1;
  for (let i = 0; i < start; i++) if (expected[i] === NEWLINE) line += 1;
  return `line ${line}: ${difference(lineFrom(expected, start), lineFrom(actual, start))}`;
}

/** Whitespace at the ends of lines, and empty lines at the end of all, mean nothing. */
async function compareLines(expected: Buffer, actual: Buffer): Promise<string | null> {
  const [wanted, got] = [whole(expected), whole(actual)];
  for (let line = 1; wanted.next < expected.length || got.next < actual.length; line++) {
    nextLine(wanted);
    nextLine(got);
    if (!same(wanted, got)) return `line ${line}: ${difference(wanted, got)}`;
    if (line % BREATHE_AFTER === 0) await setImmediate();
  }
  return null;
}

async function compareTokens(expected: Buffer, actual: Buffer, equal: Equal): Promise<string | null> {
  const [wanted, got] = [whole(expected), whole(actual)];
  for (let token = 1; ; token++) {
    nextToken(wanted);
    nextToken(got);
    const wants = wanted.end > wanted.start;
    const has = got.end > got.start;
    if (!wants && !has) return null;
    if (!has) return `token ${token}: expected ${quote(wanted)}, but the output ends there`;
    if (!wants) return `token ${token}: ${quote(got)} is more than was expected`;
    if (!same(wanted, got) && !equal(wanted, got)) return `token ${token}: ${difference(wanted, got)}`;
    if (token % BREATHE_AFTER === 0) await setImmediate();
  }
}

/** Outputs of many megabytes must not hold up everybody else's: about 5 ms of them at a time. */
const BREATHE_AFTER = 16_384;

const NEWLINE = 0x0a;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);

/** A piece of some bytes, and where to look for the next one. */
interface Piece {
  readonly data: Buffer;
  next: number;
  start: number;
  end: number;
}

/** Without whitespace at its end. Beyond the last line: an empty one. */
function nextLine(piece: Piece): void {
  const { data, next } = piece;
  const newline = data.indexOf(NEWLINE, next);
  let end = newline === -1 ? data.length : newline;
  piece.start = Math.min(next, data.length);
  piece.next = newline === -1 ? data.length : newline + 1;
  while (end > piece.start && isSpace(data[end - 1])) end -= 1;
  piece.end = end;
}

/** Empty when there is none. */
function nextToken(piece: Piece): void {
  const { data } = piece;
  let at = piece.next;
  while (at < data.length && isSpace(data[at])) at += 1;
  piece.start = at;
  while (at < data.length && !isSpace(data[at])) at += 1;
  piece.end = at;
  piece.next = at;
}

function same(a: Piece, b: Piece): boolean {
  const length = a.end - a.start;
  if (length !== b.end - b.start) return false;
  if (length > SHORT) return a.data.compare(b.data, b.start, b.end, a.start, a.end) === 0;
  for (let i = 0; i < length; i++) if (a.data[a.start + i] !== b.data[b.start + i]) return false;
  return true;
}

/** Up to here a loop is quicker than a call out of JavaScript. */
const SHORT = 32;

type Equal = (wanted: Piece, got: Piece) => boolean;

const sameBytes: Equal = () => false;

interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** Where none is given, each is this; one that is given stands alone. */
const DEFAULT_TOLERANCE = 1e-6;

function tolerance({ absolute, relative }: Checker): Tolerance {
  if (absolute === undefined && relative === undefined)
    return { absolute: DEFAULT_TOLERANCE, relative: DEFAULT_TOLERANCE };
  return { absolute: absolute ?? 0, relative: relative ?? 0 };
}

/** Of numbers; anything else has to be the same, upper and lower case of `nan` and `inf` aside. */
const nearly =
  ({ absolute, relative }: Tolerance): Equal =>
  (wanted, got) => {
    const [wantedText, gotText] = [textOf(wanted), textOf(got)];
    const [a, b] = [numberIn(wantedText), numberIn(gotText)];
    if (a === null || b === null) return NAMED.test(wantedText) && sameName(wantedText, gotText);
    const apart = Math.abs(a - b);
    return a === b || apart <= absolute || apart <= relative * Math.abs(a);
  };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NAMED = /^[+-]?(?:nan|inf|infinity)$/i;
/** Longer ones are no numbers: nobody prints them, and reading them takes long. */
const NUMBER_BYTES = 1024;

const textOf = ({ data, start, end }: Piece): string =>
  end - start > NUMBER_BYTES ? "" : data.toString("latin1", start, end);

const numberIn = (text: string): number | null => (NUMBER.test(text) ? Number(text) : null);

/** `+Inf` and `infinity` are the same. */
const sameName = (a: string, b: string): boolean => nameOf(a) === nameOf(b);
const nameOf = (text: string): string =>
  text.toLowerCase().replace(/^\+/, "").replace("infinity", "inf").replace("-nan", "nan");

const SHOWN_BYTES = 60;
/** Of what is the same, before the first difference. */
const CONTEXT_BYTES = 20;

/** Both from a little before where they differ. */
function difference(wanted: Piece, got: Piece): string {
  const cut = firstDifference(wanted, got) - CONTEXT_BYTES;
  return `expected ${quote(wanted, cut)}, got ${quote(got, cut)}`;
}

function firstDifference(a: Piece, b: Piece): number {
  const length = Math.min(a.end - a.start, b.end - b.start);
  let at = 0;
  while (at < length && a.data[a.start + at] === b.data[b.start + at]) at += 1;
  return at;
}

/** Without the first `cut` bytes, where that is worth it. */
function quote({ data, start, end }: Piece, cut = 0): string {
  const from = cut > CONTEXT_BYTES ? start + cut : start;
  const shown = JSON.stringify(data.toString("utf8", from, Math.min(end, from + SHOWN_BYTES)));
  return `${from > start ? "..." : ""}${shown}${end - from > SHOWN_BYTES ? "..." : ""}`;
}

const whole = (data: Buffer): Piece => ({ data, next: 0, start: 0, end: data.length });

/** With its end. */
function lineFrom(data: Buffer, start: number): Piece {
  const newline = data.indexOf(NEWLINE, start);
  return { data, next: 0, start, end: newline === -1 ? data.length : newline + 1 };
}
