/** Ctrl-C and its like, for a command that has something to undo. */
export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What to do then; at once when it has come already. */
  onSignal(undo: () => Promise<unknown>): void;
  /** As if a signal had come. */
  trigger(): void;
  /** When that is done. */
  done(): Promise<void>;
  release(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The second signal ends the process as if nobody had listened. */
export const untilInterrupt = (): Interrupt => {
  const controller = new AbortController();
  const undone: Promise<unknown>[] = [];
  const undo: (() => Promise<unknown>)[] = [];
  const begin = (each: () => Promise<unknown>): void => {
    undone.push(each().catch(() => undefined));
  };
  const onSignal = (): void => {
    release();
    for (const each of undo) begin(each);
    controller.abort();
  };
  const release = (): void => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    onSignal(each) {
      if (controller.signal.aborted) begin(each);
      else undo.push(each);
    },
    trigger: onSignal,
    async done() {
      await Promise.all(undone);
    },
    release,
  };
};
