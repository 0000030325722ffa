/**
 * Columns as wide as their widest cell, those of numbers set to the right; what a cell holds of control characters is shown as
 * a question mark.
 */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string => {
  const lines = [head, ...rows].map((line) => line.map(printable));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const format = (texts: readonly string[]) =>
    texts
      .map((text, i) => (numbers.includes(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return `${lines.map(format).join("\n")}\n`;
};

/** A name that somebody else chose must not move the cursor of who reads it. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, "?");

export const mebibytes = (bytes: number): string =>
  `${(bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0)} MiB`;
