import type { Execution, RunResult } from "@neuron/contract";

/** Why an execution ended without a result, for the clients of APIs that have no words for it. */
export const whyNot = (
  { outcome }: Pick<Execution, "outcome">,
  run: Pick<RunResult, "message"> | null | undefined,
): string => {
  if (run?.message) return run.message;
  if (outcome === "expired") return "It waited in the queue for too long.";
  return outcome === "cancelled" ? "It was cancelled." : "The service failed to run it.";
};
