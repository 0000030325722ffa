import type { Outcome } from "@neuron/sdk";
import { OUTCOME_WORDS, type Tone } from "../parts/outcome.js";
import { formatCount, formatShare } from "./format.js";
import type { Model } from "./live/model.js";
import { reasonText } from "./sandboxes/look.js";

interface Share {
  readonly name: string;
  readonly count: number;
  readonly tone: Tone;
}

const MOST_SHOWN = 8;

/** How executions ended. */
export const Outcomes = ({ model }: { readonly model: Model }) => {
  const stats = model.stats.value;
  const shares = sorted(stats?.outcomes ?? {}).map(([outcome, count]): Share => {
    const { name, tone } = OUTCOME_WORDS[outcome as Outcome] ?? { name: outcome, tone: "quiet" };
    return { name, count, tone };
  });
  return (
    <ShareList
      title="Outcomes"
      note={stats?.scope === "account" ? "of your latest hundred" : "since the store began"}
      shares={shares}
      none="Nothing has finished yet."
    />
  );
};

/** What was run. */
export const Languages = ({ model }: { readonly model: Model }) => {
  const stats = model.stats.value;
  const shares = sorted(stats?.languages ?? {}).map(
    ([name, count]): Share => ({ name, count, tone: "busy" }),
  );
  return (
    <ShareList
      title="Languages"
      note={stats?.scope === "account" ? "of your latest hundred" : "since the workers began"}
      shares={shares}
      none="Nothing has been run yet."
    />
  );
};

/** Why sandboxes were destroyed. */
export const Deaths = ({ model }: { readonly model: Model }) => {
  const sums: Record<string, number> = {};
  for (const { deaths } of model.workers.value) {
    for (const [reason, count] of Object.entries(deaths)) sums[reason] = (sums[reason] ?? 0) + count;
  }
  const shares = sorted(sums).map(
    ([reason, count]): Share => ({ name: reasonText(reason), count, tone: "warn" }),
  );
  return (
    <ShareList
      title="Why sandboxes died"
      note="since the workers began"
      shares={shares}
      none="None has been destroyed."
    />
  );
};

const sorted = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);

interface ShareListProps {
  readonly title: string;
  readonly note: string;
  readonly shares: readonly Share[];
  readonly none: string;
}

const ShareList = ({ title, note, shares, none }: ShareListProps) => {
  const whole = shares.reduce((sum, { count }) => sum + count, 0);
  const rest = shares.slice(MOST_SHOWN).reduce((sum, { count }) => sum + count, 0);
  const others: Share[] = rest > 0 ? [{ name: "others", count: rest, tone: "quiet" }] : [];
  return (
    <section class="panel shares">
      <header class="panel-head">
        <h2>{title}</h2>
        <span class="muted">{note}</span>
      </header>
      {whole === 0 ? (
        <p class="empty">{none}</p>
      ) : (
        <ul>
          {[...shares.slice(0, MOST_SHOWN), ...others].map(({ name, count, tone }) => (
            <li key={name} class="share">
              <span class="share-name">{name}</span>
              <span class="share-count figure">{formatCount(count)}</span>
              <span class="share-part figure muted">{formatShare(count, whole)}</span>
              <svg
                class={`share-bar tone-${tone}`}
                viewBox="0 0 100 4"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect class="share-track" width="100" height="4" />
                <rect class="share-fill" width={(100 * count) / whole} height="4" />
              </svg>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
