import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { NotLoaded } from "../parts/not-loaded.js";

interface LazyViewProps {
  readonly load: () => Promise<ComponentType>;
}

/** A view whose code comes when it is needed. Nothing is shown before, so that nothing flickers. */
export const LazyView = ({ load }: LazyViewProps) => {
  const loaded = useSignal<{ readonly Component: ComponentType } | { readonly failed: true } | null>(null);
  useEffect(() => {
    load().then(
      (Component) => {
        loaded.value = { Component };
      },
      () => {
        loaded.value = { failed: true };
      },
    );
  }, [load, loaded]);
  const state = loaded.value;
  if (state === null) return <main id="main" tabIndex={-1} class="view" aria-busy="true" />;
  if ("failed" in state) {
    return (
      <main id="main" tabIndex={-1} class="view view-failed">
        <h1>This part could not be loaded</h1>
        <NotLoaded />
      </main>
    );
  }
  return (
    <main id="main" tabIndex={-1} class="view">
      <state.Component />
    </main>
  );
};
