import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { workerName } from "../format.js";
import type { LiveWorker, Model, Place } from "../live/model.js";
import { Cell } from "./cell.js";
import { CellDetail } from "./cell-detail.js";
import { LOOK_NAMES, LOOKS, type Look, lookOf } from "./look.js";

/** Every sandbox of every worker. */
export const Sandboxes = ({ model }: { readonly model: Model }) => (
  <section class="panel sandboxes" aria-labelledby="sandboxes-title">
    <header class="panel-head">
      <h2 id="sandboxes-title">Sandboxes</h2>
      <Legend model={model} />
    </header>
    {model.workers.value.length === 0 && (
      <p class="empty">No worker is connected, so there are no sandboxes.</p>
    )}
    {model.workers.value.map((worker) => (
      <WorkerGrid key={worker.id} model={model} worker={worker} />
    ))}
  </section>
);

const countLooks = (places: Iterable<readonly Place[]>): Record<Look, number> => {
  const counts = { warm: 0, run: 0, upkeep: 0, booting: 0, dirty: 0, empty: 0 };
  for (const pool of places) for (const place of pool) counts[lookOf(place.peek()?.sandbox)]++;
  return counts;
};

/** What the colours mean, and how many there are of each: all that a reader who does not see the grid needs. */
const Legend = ({ model }: { readonly model: Model }) => {
  const counts = useComputed(() => {
    void model.changes.value;
    return countLooks(model.places.value.values());
  });
  return (
    <ul class="legend" aria-label="Sandboxes by state">
      {LOOKS.map((look) => (
        <li key={look}>
          <span class={`cell cell-key cell-${look}`} aria-hidden="true" />
          <span class="figure">{counts.value[look]}</span> {LOOK_NAMES[look]}
        </li>
      ))}
    </ul>
  );
};

/** One stop of the Tab key; the arrow keys move within. */
const WorkerGrid = ({ model, worker }: { readonly model: Model; readonly worker: LiveWorker }) => {
  const grid = useRef<HTMLDivElement>(null);
  const lookedAt = useSignal<number | null>(null);
  const places = model.places.value.get(worker.id) ?? [];
  const at = Math.min(lookedAt.value ?? 0, Math.max(0, places.length - 1));

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = target(event.key, at, places.length, columnsOf(grid.current));
    if (next === null) return;
    event.preventDefault();
    lookedAt.value = next;
    grid.current?.querySelectorAll("button")[next]?.focus();
  };

  return (
    <div class="worker-grid">
      <h3 class="worker-grid-name">{workerName(worker.id)}</h3>
      <div
        ref={grid}
        class="cells"
        role="toolbar"
        aria-label={`Sandboxes of ${workerName(worker.id)}`}
        onKeyDown={onKeyDown}
      >
        {places.map((place, index) => (
          <Cell key={index} index={index} place={place} inTabOrder={index === at} lookedAt={lookedAt} />
        ))}
      </div>
      <CellDetail model={model} index={lookedAt.value} place={places[at]} />
    </div>
  );
};

const columnsOf = (grid: HTMLElement | null): number =>
  grid === null ? 1 : getComputedStyle(grid).gridTemplateColumns.split(" ").length;

const target = (key: string, at: number, count: number, columns: number): number | null => {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || to < 0 || to >= count ? null : to;
};
