import type { Tracing } from "../platform/tracing/index.js";
import type { Lease } from "../queue/types.js";
import type { Executed } from "./execute.js";

/** The stages of an execution that ended. Milliseconds since the epoch. */
export interface Stages {
  readonly queuedAt: number;
  readonly claimedAt: number;
  readonly acquireMs: number | null;
  readonly runAt: number | null;
  /** When the result was known, and when it was delivered. */
  readonly settleAt: number;
  readonly settledAt: number;
}

/** Told at the end, so that nothing is done for it while an execution runs. */
export const traceExecution = (
  tracing: Tracing,
  { job, attempt }: Lease,
  executed: Executed,
  sandbox: string | null,
  stages: Stages,
): void => {
  const { queuedAt, claimedAt, acquireMs, settleAt, settledAt } = stages;
  const { traceparent } = job;
  const language = job.language.id;
  const part = (name: string, from: number, to: number, parent: string | undefined): void =>
    tracing.begin(name, { parent, at: from }).end({ at: Math.max(from, to) });

  const execution = tracing.begin(`execute ${language}`, {
    parent: traceparent,
    kind: "consumer",
    at: Math.min(queuedAt, claimedAt),
    attributes: {
      "neuron.execution": job.id,
      "neuron.tenant": job.tenant,
      "neuron.language": language,
      "neuron.attempt": attempt,
      "neuron.sandbox": sandbox,
      "neuron.outcome": executed.outcome,
      "neuron.primed": executed.primed,
      "neuron.compile.cached": executed.compile?.cached,
    },
  });
  const within = execution.traceparent;
  part("queued", Math.min(queuedAt, claimedAt), claimedAt, within);
  if (acquireMs !== null) part("acquire", claimedAt, claimedAt + acquireMs, within);
  const { compileMs, runMs } = executed;
  const startedAt = stages.runAt ?? claimedAt;
  if (compileMs !== null) part("compile", startedAt, startedAt + compileMs, within);
  if (runMs !== null) part("run", settleAt - runMs, settleAt, within);
  part("settle", settleAt, settledAt, within);
  execution.end({ at: settledAt });
};
