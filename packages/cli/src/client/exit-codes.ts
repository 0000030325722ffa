import { constants } from "node:os";
import type { Execution, NeuronError } from "@neuron/sdk";

/** As sysexits(3), timeout(1) and shells have them. docs/guides/cli.md lists them. */
export const EXIT = {
  wrongAnswer: 1,
  usage: 64,
  compileError: 65,
  unavailable: 69,
  internal: 70,
  tryLater: 75,
  noPermission: 77,
  timeLimit: 124,
  cancelled: 130,
  memoryLimit: 137,
  /** Nobody reads what is printed any more: 128 + SIGPIPE. */
  brokenPipe: 141,
  outputLimit: 153,
} as const;

/** The program's own code where it ended by itself. */
export const exitCodeOf = ({ outcome, run }: Pick<Execution, "outcome"> & { run: Ended | null }): number => {
  switch (outcome) {
    case "time_limit":
      return EXIT.timeLimit;
    case "memory_limit":
      return EXIT.memoryLimit;
    case "output_limit":
      return EXIT.outputLimit;
    case "compile_error":
      return EXIT.compileError;
    case "wrong_answer":
      return EXIT.wrongAnswer;
    case "cancelled":
      return EXIT.cancelled;
    case "expired":
      return EXIT.tryLater;
    case "accepted":
    case "runtime_error":
      if (run === null) return outcome === "accepted" ? 0 : EXIT.wrongAnswer;
      return run.exitCode ?? 128 + numberOf(run.signal);
    default:
      return EXIT.internal;
  }
};

interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

const numberOf = (signal: string | null): number =>
  signal === null ? 0 : (constants.signals[signal as NodeJS.Signals] ?? 0);

export const exitCodeOfError = ({ code, status, retryable }: NeuronError): number => {
  if (code === "unreachable" || code === "timeout" || code === "unexpected_answer") return EXIT.unavailable;
  if (status === 401 || status === 402 || status === 403) return EXIT.noPermission;
  if (status === 500) return EXIT.internal;
  return retryable ? EXIT.tryLater : EXIT.usage;
};
