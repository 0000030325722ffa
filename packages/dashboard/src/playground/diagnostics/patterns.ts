import type { Diagnostic } from "./diagnostic.js";

/**
 * Looks at one line, and those around it; null when it says nothing of a known file. `known` gives a file's own path for the
 * path that a tool printed. No pattern nests repetitions over the same characters: lines are chosen by untrusted programs.
 */
export type Pattern = (
  lines: readonly string[],
  at: number,
  known: (path: string) => string | null,
) => Diagnostic | null;

const severityOf = (word: string): Diagnostic["severity"] => {
  if (/error|fatal/i.test(word)) return "error";
  return /warn/i.test(word) ? "warning" : "info";
};

const lineAt = (lines: readonly string[], at: number): string => lines[at] ?? "";

/** The column under which a tool put a caret, from 1. */
const caretBelow = (lines: readonly string[], at: number): number | null => {
  for (const line of lines.slice(at + 1, at + 4)) {
    const caret = /^(\s*)\^/.exec(line);
    if (caret) return (caret[1] ?? "").length + 1;
  }
  return null;
};

/** `main.cpp:3:5: error: expected ';'` (gcc, clang, go vet, ghc, nasm), `main.go:4:2: undefined: x`. */
const withColumn: Pattern = (lines, at, known) => {
  const match =
    /^\s*([^\s:()][^:()]*):(\d+):(\d+):? ?(?:(fatal error|error|warning|note|info)(?:\[\w+\])?: ?)?(.*)$/i.exec(
      lineAt(lines, at),
    );
  const path = known(match?.[1] ?? "");
  if (!match || path === null || match[5] === "") return null;
  const severity = severityOf(match[4] ?? "error");
  return { path, line: Number(match[2]), column: Number(match[3]), severity, message: match[5] ?? "" };
};

/** `error[E0425]: cannot find value` and, below, ` --> main.rs:2:5` (rustc). */
const rust: Pattern = (lines, at, known) => {
  const place = /^\s*--> ([^:]+):(\d+):(\d+)$/.exec(lineAt(lines, at));
  const path = known(place?.[1] ?? "");
  if (!place || path === null) return null;
  const head = /^(error|warning|note|help)(\[\w+\])?: (.*)$/.exec(lineAt(lines, at - 1));
  return {
    path,
    line: Number(place[2]),
    column: Number(place[3]),
    severity: severityOf(head?.[1] ?? "error"),
    message: head ? `${head[3]}${head[2] === undefined ? "" : ` ${head[2]}`}` : "here",
  };
};

/** `main.ts(2,7): error TS2322: Type ..` (tsc, csc, fpc). */
const parenthesised: Pattern = (lines, at, known) => {
  const match = /^([^\s()][^()]*)\((\d+),(\d+)\):? (?:(error|warning|fatal|note|info)\b[^:]*: ?)?(.*)$/i.exec(
    lineAt(lines, at),
  );
  const path = known(match?.[1] ?? "");
  if (!match || path === null) return null;
  const severity = severityOf(match[4] ?? "error");
  return { path, line: Number(match[2]), column: Number(match[3]), severity, message: match[5] ?? "" };
};

/** `  File "main.py", line 3, in f` and, at the end, `ValueError: ..` (Python): the last place is the one that failed. */
const python: Pattern = (lines, at, known) => {
  const place = /^\s*File "([^"]+)", line (\d+)/.exec(lineAt(lines, at));
  const path = known(place?.[1] ?? "");
  if (!place || path === null) return null;
  let message = "";
  for (let below = at + 1; below < lines.length; below++) {
    const line = lineAt(lines, below);
    const next = /^\s*File "([^"]+)"/.exec(line);
    if (next && known(next[1] ?? "") !== null) return null;
    if (/^[A-Za-z_][\w.]*(?::|$)/.test(line)) {
      message = line;
      break;
    }
  }
  return { path, line: Number(place[2]), column: null, severity: "error", message: message || "raised here" };
};

/** `main.js:3`, the line, a caret, and further down `SyntaxError: ..` (Node). */
const node: Pattern = (lines, at, known) => {
  const place = /^(?:file:\/\/)?(\/?[^\s:]+):(\d+)$/.exec(lineAt(lines, at));
  const path = known(place?.[1] ?? "");
  if (!place || path === null) return null;
  const message = lines
    .slice(at + 1, at + 12)
    .find((line) => /^(?:Uncaught )?\w*(?:Error|Exception)\b/.test(line));
  return {
    path,
    line: Number(place[2]),
    column: caretBelow(lines, at),
    severity: "error",
    message: message ?? "thrown here",
  };
};

/** `.. in main.php on line 3` (PHP). */
const php: Pattern = (lines, at, known) => {
  const match = /^(?:PHP )?([\w ]+):\s+(.*) in (\S+?)(?: on line |:)(\d+)$/.exec(lineAt(lines, at));
  const path = known(match?.[3] ?? "");
  if (!match || path === null) return null;
  const severity = severityOf(match[1] ?? "error");
  return { path, line: Number(match[4]), column: null, severity, message: match[2] ?? "" };
};

/** `.. at main.pl line 3, near ".."` (Perl). */
const perl: Pattern = (lines, at, known) => {
  const match = /^(.*) at (\S+) line (\d+)(?:[.,]|$)/.exec(lineAt(lines, at));
  const path = known(match?.[2] ?? "");
  if (!match || path === null) return null;
  return { path, line: Number(match[3]), column: null, severity: "error", message: match[1] ?? "" };
};

/** `main.sh: line 3: foo: command not found` (shells). */
const shell: Pattern = (lines, at, known) => {
  const match = /^([^\s:]+): (?:line )?(\d+): (.*)$/.exec(lineAt(lines, at));
  const path = known(match?.[1] ?? "");
  if (!match || path === null) return null;
  return { path, line: Number(match[2]), column: null, severity: "error", message: match[3] ?? "" };
};

/** `Main.java:3: error: ..` with a caret two lines below (javac), `lua: main.lua:2: ..`, `main.rb:2:in 'f': ..`. */
const withLine: Pattern = (lines, at, known) => {
  const line = lineAt(lines, at);
  const match =
    /^(?:[\w.]+: )?([^\s:()]+):(\d+):(?:in [`'"][^'"`]*[`'"]:)? ?(?:(error|warning|note)s?: )?(.+)$/i.exec(
      line,
    );
  const path = known(match?.[1] ?? "");
  if (!match || path === null) return null;
  return {
    path,
    line: Number(match[2]),
    column: match[3] === undefined ? null : caretBelow(lines, at),
    severity: severityOf(match[3] ?? "error"),
    message: match[4] ?? "",
  };
};

/** `	at Main.main(Main.java:5)` below an exception (Java and its relatives): the first place in the user's files. */
const java: Pattern = (lines, at, known) => {
  const place = /^\s+at [^(]*\(([^():]+):(\d+)\)$/.exec(lineAt(lines, at));
  const path = known(place?.[1] ?? "");
  if (!place || path === null) return null;
  for (let above = at - 1; above >= 0; above--) {
    const line = lineAt(lines, above);
    const earlier = /^\s+at [^(]*\(([^():]+):\d+\)$/.exec(line);
    if (!earlier) {
      const message = line.replace(/^Exception in thread "[^"]*" /, "");
      return { path, line: Number(place[2]), column: null, severity: "error", message };
    }
    if (known(earlier[1] ?? "") !== null) return null;
  }
  return null;
};

/** In the order in which they are tried: those that say most come first. */
export const PATTERNS: readonly Pattern[] = [
  withColumn,
  rust,
  parenthesised,
  python,
  java,
  node,
  php,
  withLine,
  perl,
  shell,
];
