import type { Account } from "@neuron/sdk";
import { signOut } from "./state.js";

/** Credits, limits and use. */
export const AccountDetails = ({ account }: { readonly account: Account }) => {
  const { credits, limits, usage } = account;
  const facts: readonly (readonly [string, string])[] = [
    ["Queued now", `${usage.queued}${limits.maxQueued === null ? "" : ` of ${limits.maxQueued}`}`],
    ["Running now", `${usage.running}${limits.maxRunning === null ? "" : ` of ${limits.maxRunning}`}`],
    ["Requests a second", limits.requestsPerSecond === null ? "no limit" : String(limits.requestsPerSecond)],
    ["Share beside others", String(limits.weight)],
  ];
  return (
    <section class="panel card">
      <div class="card-head">
        <div>
          <h2>{account.name ?? "Account without a name"}</h2>
          <p class="hint">
            <code>{account.id}</code>
            {account.email !== null && ` · ${account.email}`}
          </p>
        </div>
        <button type="button" class="button" onClick={signOut}>
          Forget the key
        </button>
      </div>
      {credits === null ? (
        <p>There is no limit to its executions.</p>
      ) : (
        <div class="credits">
          <p>
            <strong class="figure credits-left">{credits.available}</strong> of {credits.granted} executions
            left
            {credits.reserved > 0 && `, ${credits.reserved} under way`}
          </p>
          <meter
            class="credits-bar"
            aria-label="Executions left"
            min={0}
            max={Math.max(1, credits.granted)}
            value={credits.available}
          />
        </div>
      )}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="figure">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
