const tty = process.stderr.isTTY === true;

/** What is being done right now: one line that is written over on a terminal, and nothing elsewhere but each new step. */
export const createProgress = () => {
  let last = "";
  return {
    step(text) {
      if (tty) process.stderr.write(`\r\x1b[K${text}`);
      else if (stepOf(text) !== last) process.stderr.write(`${text}\n`);
      last = stepOf(text);
    },
    clear() {
      if (tty) process.stderr.write("\r\x1b[K");
      last = "";
    },
  };
};

const stepOf = (text) => text.replace(/\d+%$/, "");

export const say = (text) => process.stdout.write(`${text}\n`);

/** Columns as wide as their widest cell; the first is flush left, all others right. */
export const formatTable = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row
      .map((cell, column) =>
        column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]),
      )
      .join("  ")
      .trimEnd();
  return [
    line(rows[0]),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.slice(1).map(line),
  ].join("\n");
};

/** Milliseconds with as many digits as mean something. */
export const ms = (value) =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);

export const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

const SUMMARY_HEAD = ["ms", "p50", "p95", "p99", "min", "samples"];

/** A table of summaries by name. */
export const formatSummaries = (summaries) =>
  formatTable([
    SUMMARY_HEAD,
    ...Object.entries(summaries).map(([name, s]) => [
      name,
      ms(s.p50),
      ms(s.p95),
      ms(s.p99),
      ms(s.min),
      s.count,
    ]),
  ]);
