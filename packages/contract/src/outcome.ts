/** How an execution, or one run inside it, ended. */
export const OUTCOMES = [
  "accepted",
  "wrong_answer",
  "runtime_error",
  "time_limit",
  "memory_limit",
  "output_limit",
  "compile_error",
  "cancelled",
  "expired",
  "internal_error",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Where an execution is on its way. `finished` is final; the outcome says how. */
export const STATUSES = ["queued", "running", "finished"] as const;
export type Status = (typeof STATUSES)[number];
