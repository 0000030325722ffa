import type { Account, ApiKey, IssuedKey, NeuronError } from "@neuron/sdk";
import { batch, signal } from "@preact/signals";
import { ask, asNeuronError } from "../service/client.js";
import { apiKey } from "../service/keys.js";

/** What is known of the service: `open` has no accounts, `key-needed` has, and knows no key of ours. */
export const service = signal<"unknown" | "open" | "key-needed" | "signed-in">("unknown");
export const account = signal<Account | null>(null);
export const accountKeys = signal<readonly ApiKey[]>([]);
export const accountError = signal<NeuronError | null>(null);
/** One that was just made: the only time that its secret is seen. */
export const newKey = signal<IssuedKey | null>(null);

const KEY_PROBLEMS: readonly string[] = ["key_missing", "key_invalid", "account_disabled"];

let latest = 0;

/** Asks who the given key belongs to. */
export const loadAccount = async (): Promise<void> => {
  const own = ++latest;
  try {
    const found = await ask<Account>("GET", "/v1/account");
    // Whoever was let in by a key has one at least: it is an open service that tells of an account without any.
    const keys =
      found.usage.keys === 0 ? null : (await ask<{ keys: ApiKey[] }>("GET", "/v1/account/keys")).keys;
    if (own !== latest) return;
    batch(() => {
      accountError.value = null;
      account.value = keys === null ? null : found;
      accountKeys.value = keys ?? [];
      service.value = keys === null ? "open" : "signed-in";
    });
  } catch (thrown) {
    if (own !== latest) return;
    const error = asNeuronError(thrown);
    batch(() => {
      account.value = null;
      accountKeys.value = [];
      if (KEY_PROBLEMS.includes(error.code)) service.value = "key-needed";
      accountError.value = error.code === "key_missing" ? null : error;
    });
  }
};

/** Takes a key that was just made: the page uses it from now on, and shows it once. */
export const takeNewKey = (issued: IssuedKey, use: boolean): void => {
  newKey.value = issued;
  if (use) apiKey.value = issued.key;
};

export const signOut = (): void => {
  batch(() => {
    apiKey.value = null;
    newKey.value = null;
    accountError.value = null;
  });
};
