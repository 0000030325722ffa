import { effect, signal } from "@preact/signals";

/**
 * The keys that the user has given, and for how long the browser keeps them: an account's key for this tab or until it is
 * forgotten, the operator's admin key for this tab alone.
 */
const KEY = "neuron.key";
const ADMIN_KEY = "neuron.adminKey";

/** A browser that keeps nothing (private windows, blocked storage) is one where keys last as long as the page. */
const read = (storage: "localStorage" | "sessionStorage", name: string): string | null => {
  try {
    return window[storage].getItem(name);
  } catch {
    return null;
  }
};

const write = (storage: "localStorage" | "sessionStorage", name: string, value: string | null): void => {
  try {
    if (value === null) window[storage].removeItem(name);
    else window[storage].setItem(name, value);
  } catch {
    // It lasts as long as the page, then.
  }
};

/** Null: none is given; an open service needs none. */
export const apiKey = signal<string | null>(read("sessionStorage", KEY) ?? read("localStorage", KEY));
export const adminKey = signal<string | null>(read("sessionStorage", ADMIN_KEY));
/** Whether the API key stays when the tab is closed. */
export const rememberKey = signal(read("localStorage", KEY) !== null);

effect(() => {
  write("sessionStorage", KEY, apiKey.value);
  write("localStorage", KEY, rememberKey.value ? apiKey.value : null);
});
effect(() => write("sessionStorage", ADMIN_KEY, adminKey.value));
