import { useComputed } from "@preact/signals";
import { formatBytes } from "../../parts/units.js";
import { formatAge, formatAgo } from "../format.js";
import type { Model, Place } from "../live/model.js";
import { kindName } from "./kinds.js";
import { LOOK_MEANINGS, LOOK_NAMES, lookOf, reasonText } from "./look.js";

interface CellDetailProps {
  readonly model: Model;
  readonly index: number | null;
  readonly place: Place | undefined;
}

/** What there is to say of the place that is looked at. Keeps its height, so that nothing below it moves. */
export const CellDetail = ({ model, index, place }: CellDetailProps) => {
  const seen = place?.value;
  // Ages go on while nothing is told of them.
  const second = useComputed(() => model.stats.value?.at);
  void second.value;
  if (index === null || place === undefined) {
    return <p class="cell-detail muted">Point at a sandbox, or move to it with Tab and the arrow keys.</p>;
  }
  const sandbox = seen?.sandbox;
  const look = lookOf(sandbox);
  return (
    <dl class="cell-detail">
      <Item name={`Place ${index + 1}`} wide>
        <strong>{LOOK_NAMES[look]}</strong> <span class="muted">{LOOK_MEANINGS[look]}</span>
      </Item>
      {seen && (
        <>
          <Item name="Ready for">{kindName(seen.sandbox.kind)}</Item>
          <Item name="Runs">{seen.sandbox.uses}</Item>
          <Item name="Age">{formatAge(seen.sandbox.ageMs + performance.now() - seen.at)}</Item>
          <Item name="Memory">{formatBytes(seen.sandbox.memoryBytes)}</Item>
          <Item name="Last death here">
            {seen.sandbox.lastDeath
              ? `${reasonText(seen.sandbox.lastDeath.reason)}, ${formatAgo(seen.sandbox.lastDeath.at)}`
              : "none"}
          </Item>
          <Item name="Id">
            <code>{seen.sandbox.id}</code>
          </Item>
        </>
      )}
    </dl>
  );
};

interface ItemProps {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: preact.ComponentChildren;
}

const Item = ({ name, wide = false, children }: ItemProps) => (
  <div class={wide ? "item item-wide" : "item"}>
    <dt>{name}</dt>
    <dd class="figure">{children}</dd>
  </div>
);
