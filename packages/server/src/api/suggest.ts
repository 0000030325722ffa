/** Names that people know from other services, and what they are called here. */
const KNOWN_ELSEWHERE: Readonly<Record<string, string>> = {
  code: "source",
  content: "source",
  program: "source",
  script: "source",
  sourcecode: "source",
  lang: "language",
  languageid: "language",
  input: "stdin",
  arguments: "args",
  argv: "args",
  commandlinearguments: "args",
  environment: "env",
  compileroptions: "compileArgs",
  main: "entry",
  callback: "callbackUrl",
  cputimelimit: "cpuTimeMs",
  timelimit: "cpuTimeMs",
  cputime: "cpuTimeMs",
  runcputime: "cpuTimeMs",
  timeout: "wallTimeMs",
  runtimeout: "wallTimeMs",
  walltimelimit: "wallTimeMs",
  compiletimeout: "compileWallTimeMs",
  memory: "memoryBytes",
  memorylimit: "memoryBytes",
  runmemorylimit: "memoryBytes",
  compilememorylimit: "compileMemoryBytes",
  maxprocesses: "processes",
  maxprocessesandorthreads: "processes",
  maxfilesize: "diskBytes",
  name: "path",
  filename: "path",
  data: "content",
};

/**
 * The known names closest to what was written, best first, at most three; empty when nothing is near.
 * Case and separators do not count.
 */
const closest = (written: string, known: readonly string[]): string[] => {
  if (written.length > 64) return [];
  const plain = simplify(written);
  const elsewhere = KNOWN_ELSEWHERE[plain];
  if (elsewhere !== undefined && Object.hasOwn(KNOWN_ELSEWHERE, plain) && known.includes(elsewhere)) {
    return [elsewhere];
  }
  const allowed = Math.max(1, Math.floor(plain.length / 3));
  return known
    .map((name) => ({ name, distance: nearness(plain, simplify(name)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
};

/** `Did you mean "a" or "b"?`, or null when there is nothing to suggest. */
export const didYouMean = (written: string, known: readonly string[]): string | null => {
  const names = closest(written, known).map((name) => JSON.stringify(name));
  return names.length === 0 ? null : `Did you mean ${names.join(" or ")}?`;
};

const simplify = (name: string): string => name.toLowerCase().replaceAll(/[\s._-]/g, "");

/** Edit distance, where one name that continues the other (`python3`, `cpuTime`) counts as near. */
const nearness = (a: string, b: string): number => {
  if (a.length >= 3 && b.length >= 3 && (a.startsWith(b) || b.startsWith(a))) return 1;
  return editDistance(a, b);
};

/** Insertions, deletions, replacements and swaps of neighbours. */
const editDistance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
};
