/** Shows steps on stderr: one line each, with a bar that is redrawn in place on a terminal. */
export const createProgress = (what: string) => {
  const startedAt = Date.now();
  const terminal = process.stderr.isTTY === true;
  return (step: string, done: number, total: number): void => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const filled = Math.round((done / total) * 20);
    const bar = `[${"#".repeat(filled)}${".".repeat(20 - filled)}]`;
    const line = `${what} ${bar} ${step}${done === total ? ` after ${seconds} s` : ""}`;
    if (!terminal) process.stderr.write(`${line}\n`);
    else process.stderr.write(`\r\x1b[K${line}${done === total ? "\n" : ""}`);
  };
};
