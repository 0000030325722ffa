import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

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
        <p>The service does not answer, or it was updated meanwhile.</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </main>
    );
  }
  return (
    <main id="main" tabIndex={-1} class="view">
      <state.Component />
    </main>
  );
};
