/** Collects checks, prints each, and sums up. */
export const createReport = () => {
  let passed = 0;
  let failed = 0;
  const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  return {
    say,
    /** @param {string} name @param {boolean} good @param {string | readonly string[]} [detail] */
    check(name, good, detail = "") {
      if (good) passed += 1;
      else failed += 1;
      const lines = typeof detail === "string" ? (detail === "" ? [] : [detail]) : detail;
      say(`${good ? "ok    " : "FAILED"} ${name}${lines.length === 1 ? `: ${lines[0]}` : ""}`);
      if (lines.length > 1) for (const line of lines.slice(0, 20)) say(`         ${line}`);
      if (lines.length > 20) say(`         ... and ${lines.length - 20} more`);
    },
    /** Prints the last line; gives the exit code. */
    end() {
      say(`\n${passed} passed, ${failed} failed`);
      return failed === 0 && passed > 0 ? 0 : 1;
    },
  };
};

/** @param {readonly number[]} values @param {number} share 0 to 1 */
export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
};
