import icon from "./icon.svg";
import { addressOf, VIEWS, view } from "./route.js";
import { THEMES, theme } from "./theme.js";

const NAMES = { playground: "Playground", dashboard: "Dashboard", account: "Account" };

export const Header = () => (
  <header class="header">
    <a class="brand" href={addressOf("playground")} aria-label="Neuron">
      <img src={icon} alt="" width="24" height="24" />
      <span>neuron</span>
    </a>
    <nav class="nav" aria-label="Views">
      {VIEWS.map((name) => (
        <a key={name} href={addressOf(name)} aria-current={view.value === name ? "page" : undefined}>
          {NAMES[name]}
        </a>
      ))}
    </nav>
    <div class="header-end">
      <a class="header-link" href="docs">
        API
      </a>
      <ThemeButton />
    </div>
  </header>
);

const GLYPHS = { system: "◐", light: "☀", dark: "☾" };

/** One button that goes round: as the system, light, dark. */
const ThemeButton = () => {
  const current = theme.value;
  const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length] ?? "system";
  const label = `Theme: ${current}. Switch to ${next}`;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        theme.value = next;
      }}
    >
      <span aria-hidden="true">{GLYPHS[current]}</span>
    </button>
  );
};
