import { computed, effect, signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED = "neuron.theme";

const stored = (): Theme => {
  try {
    return THEMES.find((each) => each === localStorage.getItem(STORED)) ?? "system";
  } catch {
    return "system";
  }
};

/** What the user has chosen. */
export const theme = signal<Theme>(stored());

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(systemIsDark.matches);
systemIsDark.addEventListener("change", ({ matches }) => {
  systemDark.value = matches;
});

/** What that means now, for what is drawn and not styled: charts, terminals. */
export const isDark = computed(() => (theme.value === "system" ? systemDark.value : theme.value === "dark"));

/** Keeps the document in the chosen theme. */
export const applyTheme = (): void => {
  effect(() => {
    document.documentElement.dataset.theme = isDark.value ? "dark" : "light";
    try {
      if (theme.value === "system") localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, theme.value);
    } catch {
      // It lasts as long as the page, then.
    }
  });
};

/** A design token's value now, as what draws on a canvas needs it. Read it inside an effect that reads `isDark`, too. */
export const token = (name: `--${string}`): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
