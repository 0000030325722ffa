export interface Progress {
  /** A step began; `done` of `total` are behind. */
  (step: string, done: number, total: number): void;
  /** How far it is: a line of its own only on a terminal, where the one before is drawn over. */
  redraw(step: string, done: number, total: number): void;
  /** Something to keep. */
  tell(line: string): void;
  /** Nothing more comes. */
  end(): void;
}

/** Shows steps on stderr: one line each, with a bar that is redrawn in place on a terminal. */
export const createProgress = (what: string): Progress => {
  const startedAt = Date.now();
  const terminal = process.stderr.isTTY === true;
  let drawn = false;
  let said = "";
  const write = (step: string, done: number, total: number): void => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const filled = Math.round((done / total) * 20);
    const bar = `[${"#".repeat(filled)}${".".repeat(20 - filled)}]`;
    const line = `${what} ${bar} ${step}${done === total ? ` after ${seconds} s` : ""}`;
    if (!terminal) process.stderr.write(`${line}\n`);
    else process.stderr.write(`\r\x1b[K${line}${done === total ? "\n" : ""}`);
    drawn = terminal && done !== total;
  };
  const clear = (): void => {
    if (drawn) process.stderr.write("\r\x1b[K");
    drawn = false;
  };
  return Object.assign(write, {
    redraw(step: string, done: number, total: number) {
      // Without a terminal each step is told once, not each percent of it.
      const name = step.replace(/ \d+ %$/, "");
      if (terminal || name !== said) write(terminal ? step : name, done, total);
      said = name;
    },
    tell(line: string) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    end: clear,
  });
};
