import { Header } from "./header.js";
import { LazyView } from "./lazy-view.js";
import { view } from "./route.js";

/** Each view is a chunk of its own, loaded when it is first looked at. */
const LOADERS = {
  playground: async () => (await import("../playground/playground.js")).Playground,
  dashboard: async () => (await import("../dashboard/dashboard.js")).Dashboard,
  account: async () => (await import("../account/account-view.js")).AccountView,
};

export const App = () => (
  <>
    <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
      Skip to the content
    </button>
    <Header />
    <LazyView key={view.value} load={LOADERS[view.value]} />
  </>
);
