import { formatMs } from "../parts/units.js";
import { formatCount, formatRate } from "./format.js";
import type { Model } from "./live/model.js";

/** The figures that one looks for first. */
export const Figures = ({ model }: { readonly model: Model }) => {
  const stats = model.stats.value;
  const latency = stats?.latencyMs?.total;
  const account = stats?.scope === "account";
  return (
    <dl class="tiles" aria-label="Now">
      <Tile name="Running" value={stats && formatCount(stats.running)} />
      <Tile
        name="Waiting"
        value={stats && formatCount(stats.queued)}
        note={stats && stats.queued > 0 ? `oldest ${formatMs(stats.oldestQueuedMs)}` : "nobody waits"}
      />
      <Tile
        name={account ? "Submitted per second" : "Finished per second"}
        value={stats && formatRate(stats.perSecond)}
      />
      <Tile
        name="Half are done in"
        value={latency ? formatMs(latency.p50) : "–"}
        note={account ? "of the latest hundred" : "of the last seconds"}
      />
      <Tile name="99 of 100 in" value={latency ? formatMs(latency.p99) : "–"} note="with the wait" />
      {account ? (
        <Tile
          name="Credits"
          value={stats.credits === null ? "unlimited" : formatCount(stats.credits.available)}
          note={stats.credits === null ? "" : `of ${formatCount(stats.credits.granted)}`}
        />
      ) : (
        <Tile
          name="Dead letters"
          value={stats && formatCount(stats.deadLetters)}
          note={stats?.deadLetters ? "they took workers down" : "none was given up"}
        />
      )}
    </dl>
  );
};

interface TileProps {
  readonly name: string;
  readonly value: string | null;
  readonly note?: string;
}

const Tile = ({ name, value, note = "" }: TileProps) => (
  <div class="tile panel">
    <dt>{name}</dt>
    <dd>
      <span class="tile-value figure">{value ?? "–"}</span>
      <span class="tile-note">{note}</span>
    </dd>
  </div>
);
