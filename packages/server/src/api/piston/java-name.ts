const PUBLIC_TYPE =
  /(?:^|[;}\s])public\s+(?:(?:abstract|final|sealed|non-sealed|strictfp)\s+)*(?:class|interface|enum|record)\s+([A-Za-z_$][\w$]{0,199})/;

/**
 * The name that Java wants of a file: that of the public type in it, or null. Piston starts a source as it is, where the name
 * does not matter.
 */
export const publicTypeOf = (source: string): string | null =>
  PUBLIC_TYPE.exec(topLevelOf(source))?.[1] ?? null;

/** What stands outside of braces, comments and literals. Reads each character once: a source is whatever a client sends. */
const topLevelOf = (source: string): string => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  const leave = (at: number): void => {
    if (depth === 0) parts.push(source.slice(start, at));
  };
  for (let at = 0; at < source.length; at++) {
    const end = endOfSkipped(source, at);
    if (end > at) {
      leave(at);
      at = end - 1;
      start = end;
    } else if (source[at] === "{") {
      leave(at);
      depth++;
    } else if (source[at] === "}") {
      depth = Math.max(0, depth - 1);
      if (depth === 0) start = at;
    }
  }
  leave(source.length);
  return parts.join(" ");
};

/** Where the comment or literal that begins there ends; the same place when none does. */
const endOfSkipped = (source: string, at: number): number => {
  if (source.startsWith("//", at)) return after(source, "\n", at + 2);
  if (source.startsWith("/*", at)) return after(source, "*/", at + 2);
  if (source.startsWith('"""', at)) return after(source, '"""', at + 3);
  const quote = source[at];
  if (quote !== '"' && quote !== "'") return at;
  for (let next = at + 1; next < source.length; next++) {
    if (source[next] === "\\") next++;
    else if (source[next] === quote || source[next] === "\n") return next + 1;
  }
  return source.length;
};

const after = (source: string, mark: string, from: number): number => {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found + mark.length;
};
