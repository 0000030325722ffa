import { computed, signal } from "@preact/signals";

/** The views, by what stands behind `#/` in the address: the service knows one page, whatever a proxy calls it. */
export const VIEWS = ["playground", "dashboard", "account"] as const;
export type View = (typeof VIEWS)[number];

const hash = signal(location.hash);
window.addEventListener("hashchange", () => {
  hash.value = location.hash;
});

/** `#/dashboard` -> `dashboard`; what is unknown, and a shared program (`#/code/..`), is the playground's. */
export const view = computed<View>(() => {
  const name = /^#\/(\w+)/.exec(hash.value)?.[1];
  return VIEWS.find((each) => each === name) ?? "playground";
});

/** The rest of the address: `#/code/abc` -> `code/abc`. */
export const fragment = computed<string>(() => hash.value.replace(/^#\/?/, ""));

export const addressOf = (name: View): string => (name === "playground" ? "#/" : `#/${name}`);

/** Puts another address in the place of this one, without a step back to it. */
export const replaceFragment = (text: string): void => {
  history.replaceState(null, "", `#/${text}`);
  hash.value = location.hash;
};
