/** Columns as wide as their widest cell; what a cell holds of control characters is shown as a question mark. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const lines = [head, ...rows].map((line) => line.map(printable));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const format = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return `${lines.map(format).join("\n")}\n`;
};

/** A name that somebody else chose must not move the cursor of who reads it. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, "?");
