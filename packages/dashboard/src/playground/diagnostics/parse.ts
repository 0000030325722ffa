import type { Diagnostic } from "./diagnostic.js";
import { PATTERNS } from "./patterns.js";

/** What is shown beside lines; who has thousands of errors looks at the first. */
const MOST = 100;
/** Of what was printed: a program may print anything, also megabytes that look like errors. */
const MOST_TEXT = 64 * 1024;
const MOST_LINE = 2_000;

/**
 * Finds in what a compiler or a runtime printed the places of the user's files that it names. It is text of an untrusted program:
 * all that can come out of it is a line to mark in a file that is there, and a message that is shown as text.
 */
export const parseDiagnostics = (text: string, paths: readonly string[]): Diagnostic[] => {
  const lines = text
    .slice(0, MOST_TEXT)
    .split("\n")
    .map((line) => stripColours(line.slice(0, MOST_LINE).replace(/\r$/, "")));
  const known = (path: string): string | null => {
    const plain = path.replace(/^\.\//, "");
    return paths.find((each) => plain === each || plain.endsWith(`/${each}`)) ?? null;
  };
  const found: Diagnostic[] = [];
  for (let at = 0; at < lines.length && found.length < MOST; at++) {
    for (const pattern of PATTERNS) {
      const diagnostic = pattern(lines, at, known);
      if (diagnostic === null) continue;
      if (!found.some((each) => same(each, diagnostic))) found.push(diagnostic);
      break;
    }
  }
  return found;
};

const same = (a: Diagnostic, b: Diagnostic): boolean =>
  a.path === b.path && a.line === b.line && a.message === b.message;

const stripColours = (line: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals begin with one
  line.replace(/\u001b\[[\d;]*[mK]/g, "");
