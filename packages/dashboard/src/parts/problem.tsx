import type { NeuronError } from "@neuron/sdk";

interface ProblemProps {
  readonly error: NeuronError;
  /** What the user can do about it here. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** What went wrong, in the service's own words, and what to do about it. */
export const Problem = ({ error, action }: ProblemProps) => (
  <div class="problem" role="alert">
    <p class="problem-detail">{error.detail}</p>
    {error.hint !== undefined && <p class="problem-hint">{error.hint}</p>}
    <p class="problem-code">
      {error.code}
      {error.status > 0 && ` · ${error.status}`}
      {error.retryAfterMs !== undefined && ` · come back in ${Math.ceil(error.retryAfterMs / 1000)} s`}
    </p>
    {action && (
      <button type="button" class="button" onClick={action.run}>
        {action.label}
      </button>
    )}
  </div>
);
