import type { FinishedEvent } from "@neuron/sdk";
import { formatMs } from "../parts/units.js";

const PARTS = [
  { key: "queuedMs", name: "queue", tone: "queue" },
  { key: "compileMs", name: "compile", tone: "compile" },
  { key: "runMs", name: "run", tone: "run" },
] as const;

/** Where the time went, from the request's arrival to the result: each part as wide as it was long. */
export const TimingBar = ({ timings }: { readonly timings: FinishedEvent["timings"] }) => {
  const parts = PARTS.map((part) => ({ ...part, ms: timings[part.key] })).filter(
    (part): part is typeof part & { ms: number } => part.ms !== null,
  );
  const known = parts.reduce((sum, { ms }) => sum + ms, 0);
  const total = Math.max(timings.totalMs ?? known, known);
  const rest = total - known;
  const all = [...parts, { key: "rest", name: "service", tone: "rest", ms: rest }].filter(({ ms }) => ms > 0);
  if (total <= 0) return null;
  return (
    <div class="timing">
      <div class="timing-bar" aria-hidden="true">
        {all.map(({ key, tone, ms }) => (
          <span key={key} class={`timing-${tone}`} style={{ flexGrow: ms / total }} />
        ))}
      </div>
      <ul class="timing-legend">
        {all.map(({ key, name, tone, ms }) => (
          <li key={key}>
            <span class={`timing-dot timing-${tone}`} aria-hidden="true" />
            {name} <span class="figure">{formatMs(ms)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
