import type { Work } from "./work.js";

/** A program to begin with. Its source is a file of its own in `examples`, which is loaded when it is opened. */
export interface Example {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  /** Name of its file in `examples`. */
  readonly source: string;
  /** Name of the file in the program. */
  readonly path: string;
  readonly work?: Partial<Omit<Work, "language" | "files">>;
}

const SUM_TESTS = [
  { name: "sample", stdin: "5\n3 1 4 1 5\n", expected: "14\n" },
  { name: "all below zero", stdin: "3\n-2 -7 -4\n", expected: "-2\n" },
  { name: "a dip inside", stdin: "6\n4 -1 2 1 -5 4\n", expected: "6\n" },
];

export const EXAMPLES: readonly Example[] = [
  { id: "python-picture", language: "python", title: "A picture", source: "picture.py", path: "main.py" },
  {
    id: "python-game",
    language: "python",
    title: "A guessing game (terminal)",
    source: "game.py",
    path: "main.py",
    work: { mode: "terminal" },
  },
  {
    id: "python-table",
    language: "python",
    title: "A table with pandas",
    source: "table.py",
    path: "main.py",
  },
  {
    id: "python-tests",
    language: "python",
    title: "Greatest sum (tests)",
    source: "greatest-sum.py",
    path: "main.py",
    work: { mode: "tests", tests: SUM_TESTS },
  },
  {
    id: "javascript-stream",
    language: "javascript",
    title: "Output over time",
    source: "over-time.js",
    path: "main.js",
  },
  {
    id: "javascript-words",
    language: "javascript",
    title: "Count words",
    source: "words.js",
    path: "main.js",
    work: { stdin: "the quick brown fox jumps over the lazy dog\nthe dog sleeps\n" },
  },
  {
    id: "cpp-tests",
    language: "cpp",
    title: "Greatest sum (tests)",
    source: "greatest-sum.cpp",
    path: "main.cpp",
    work: { mode: "tests", tests: SUM_TESTS },
  },
  {
    id: "cpp-sieve",
    language: "cpp",
    title: "Primes below 100 million",
    source: "sieve.cpp",
    path: "main.cpp",
  },
  { id: "c-life", language: "c", title: "Game of life", source: "life.c", path: "main.c" },
  { id: "bash-report", language: "bash", title: "A report by awk", source: "report.sh", path: "main.sh" },
  { id: "go-channels", language: "go", title: "Channels", source: "channels.go", path: "main.go" },
  {
    id: "rust-collatz",
    language: "rust",
    title: "Longest Collatz chain",
    source: "collatz.rs",
    path: "main.rs",
  },
  {
    id: "java-records",
    language: "java",
    title: "Records and streams",
    source: "Records.java",
    path: "Main.java",
  },
];
