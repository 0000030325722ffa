import type { ApiKey, IssuedKey, NeuronError } from "@neuron/sdk";
import { useSignal } from "@preact/signals";
import { Problem } from "../parts/problem.js";
import { ask, asNeuronError } from "../service/client.js";
import { apiKey } from "../service/keys.js";
import { accountKeys, loadAccount, takeNewKey } from "./state.js";

const day = (text: string | null): string => (text === null ? "never" : new Date(text).toLocaleString());

/** The account's keys: what each is for, and a way to make and to revoke them. */
export const KeyList = () => {
  const name = useSignal("");
  const error = useSignal<NeuronError | null>(null);
  const asked = useSignal<string | null>(null);

  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    error.value = null;
    try {
      await action();
    } catch (thrown) {
      error.value = asNeuronError(thrown);
    }
    await loadAccount();
  };

  const make = (): Promise<void> =>
    attempt(async () => {
      const body = name.value.trim() === "" ? {} : { name: name.value.trim() };
      takeNewKey(await ask<IssuedKey>("POST", "/v1/account/keys", { body }), false);
      name.value = "";
    });

  const revoke = ({ id, start }: ApiKey): Promise<void> =>
    attempt(async () => {
      asked.value = null;
      await ask("DELETE", `/v1/account/keys/${encodeURIComponent(id)}`);
      if (apiKey.value?.startsWith(start)) apiKey.value = null;
    });

  return (
    <section class="panel card">
      <h2>Keys</h2>
      <p class="hint">One for each program that uses the service, so that each can be revoked alone.</p>
      {error.value && <Problem error={error.value} />}
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Begins with</th>
              <th scope="col">Last used</th>
              <th scope="col">
                <span class="visually-hidden">Revoke</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {accountKeys.value.map((key) => (
              <tr key={key.id}>
                <td>
                  {key.name}
                  {apiKey.value?.startsWith(key.start) && (
                    <span class="badge badge-busy own-key">this page</span>
                  )}
                </td>
                <td>
                  <code>{key.start}</code>
                </td>
                <td class="figure">{day(key.lastUsedAt)}</td>
                <td class="number">
                  {asked.value === key.id ? (
                    <button type="button" class="button button-danger" onClick={() => void revoke(key)}>
                      Really revoke
                    </button>
                  ) : (
                    <button
                      type="button"
                      class="button button-plain"
                      aria-label={`Revoke ${key.name}`}
                      onClick={() => {
                        asked.value = key.id;
                      }}
                    >
                      Revoke
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form
        class="new-key-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <input
          class="input"
          aria-label="Name of a new key"
          placeholder="What the new key is for"
          maxLength={100}
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          Make a key
        </button>
      </form>
    </section>
  );
};
