import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../live/model.js";
import { kindMark, kindName } from "./kinds.js";
import { LOOK_NAMES, lookOf, reasonText } from "./look.js";

interface CellProps {
  readonly index: number;
  readonly place: Place;
  /** The one of the grid that the Tab key comes to. */
  readonly inTabOrder: boolean;
  /** The index of the one that is looked at. A signal and no callback, which would draw every cell anew with the grid. */
  readonly lookedAt: Signal<number | null>;
}

const FLASH_MS = 700;

/** One place. A run may be over before anybody could see it: the cell flashes for each that was counted. */
export const Cell = ({ index, place, inTabOrder, lookedAt }: CellProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const sandbox = place.value?.sandbox;
  const look = lookOf(sandbox);
  const uses = sandbox?.uses ?? 0;
  const lookAt = (): void => {
    lookedAt.value = index;
  };
  const before = useRef({ id: sandbox?.id, uses });
  useEffect(() => {
    const { current } = before;
    if (current.id === sandbox?.id && uses > current.uses) flash(button.current);
    before.current = { id: sandbox?.id, uses };
  }, [sandbox?.id, uses]);
  return (
    <button
      ref={button}
      type="button"
      class={`cell cell-${look}`}
      tabIndex={inTabOrder ? 0 : -1}
      aria-label={describe(index, place)}
      data-mark={look === "dirty" ? "×" : kindMark(sandbox?.kind ?? null)}
      onFocus={lookAt}
      onPointerEnter={lookAt}
    />
  );
};

const describe = (index: number, place: Place): string => {
  const sandbox = place.value?.sandbox;
  const name = `Place ${index + 1}: ${LOOK_NAMES[lookOf(sandbox)]}`;
  if (sandbox === undefined) return name;
  const died =
    sandbox.state === "dirty" && sandbox.lastDeath ? `, ${reasonText(sandbox.lastDeath.reason)}` : "";
  return `${name}${died}, ${kindName(sandbox.kind)}`;
};

const still = matchMedia("(prefers-reduced-motion: reduce)");

const flash = (button: HTMLButtonElement | null): void => {
  if (button === null || still.matches || document.hidden) return;
  for (const running of button.getAnimations()) if (running.id === "flash") running.cancel();
  const color = getComputedStyle(button).getPropertyValue("--cell-flash");
  button.animate([{ boxShadow: `0 0 0 2.5px ${color}` }, { boxShadow: "0 0 0 2.5px transparent" }], {
    id: "flash",
    duration: FLASH_MS,
    easing: "ease-out",
  });
};
