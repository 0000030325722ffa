import type { Outcome } from "@neuron/sdk";

/** An outcome's name for people, and which of the quiet colours it has. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly name: string; readonly tone: Tone }>> = {
  accepted: { name: "Accepted", tone: "good" },
  wrong_answer: { name: "Wrong answer", tone: "bad" },
  runtime_error: { name: "Runtime error", tone: "bad" },
  time_limit: { name: "Time limit", tone: "warn" },
  memory_limit: { name: "Memory limit", tone: "warn" },
  output_limit: { name: "Output limit", tone: "warn" },
  compile_error: { name: "Compile error", tone: "bad" },
  cancelled: { name: "Stopped", tone: "quiet" },
  expired: { name: "Expired in the queue", tone: "quiet" },
  internal_error: { name: "The service failed", tone: "bad" },
};
export type Tone = "good" | "bad" | "warn" | "quiet" | "busy";

export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome }) => {
  const { name, tone } = OUTCOME_WORDS[outcome];
  return <span class={`badge badge-${tone}`}>{name}</span>;
};
