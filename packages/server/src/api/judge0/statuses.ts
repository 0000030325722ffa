/** Judge0's statuses by id, which begin at 1. */
export const STATUS_NAMES = [
  "In Queue",
  "Processing",
  "Accepted",
  "Wrong Answer",
  "Time Limit Exceeded",
  "Compilation Error",
  "Runtime Error (SIGSEGV)",
  "Runtime Error (SIGXFSZ)",
  "Runtime Error (SIGFPE)",
  "Runtime Error (SIGABRT)",
  "Runtime Error (NZEC)",
  "Runtime Error (Other)",
  "Internal Error",
  "Exec Format Error",
] as const;

export const STATUS = {
  queued: 1,
  processing: 2,
  accepted: 3,
  wrongAnswer: 4,
  timeLimit: 5,
  compilationError: 6,
  segmentationFault: 7,
  fileSize: 8,
  floatingPoint: 9,
  abort: 10,
  nonZeroExit: 11,
  other: 12,
  internalError: 13,
  execFormat: 14,
} as const;

export const describeStatus = (id: number): { readonly id: number; readonly description: string } => ({
  id,
  description: STATUS_NAMES[id - 1] ?? "",
});

const SIGNAL_STATUS: Readonly<Record<string, number>> = {
  SIGSEGV: STATUS.segmentationFault,
  SIGXFSZ: STATUS.fileSize,
  SIGFPE: STATUS.floatingPoint,
  SIGABRT: STATUS.abort,
};

export const statusOfSignal = (signal: string): number => SIGNAL_STATUS[signal] ?? STATUS.other;
