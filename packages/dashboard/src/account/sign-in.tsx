import type { IssuedKey, NeuronError, NewAccount } from "@neuron/sdk";
import { useSignal } from "@preact/signals";
import { Problem } from "../parts/problem.js";
import { ask, asNeuronError } from "../service/client.js";
import { apiKey, rememberKey } from "../service/keys.js";
import { newKey, takeNewKey } from "./state.js";

/** For who has a key already. */
export const SignIn = () => {
  const key = useSignal("");
  return (
    <form
      class="panel card"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.value.trim() !== "") apiKey.value = key.value.trim();
      }}
    >
      <h2>Use a key</h2>
      <label class="field">
        <span>API key</span>
        <input
          class="input code-input"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={key.value}
          onInput={({ currentTarget }) => {
            key.value = currentTarget.value;
          }}
        />
      </label>
      <Remember />
      <button type="submit" class="button button-primary">
        Use it
      </button>
    </form>
  );
};

/** What is true: whoever can use this browser can read what it keeps. */
const Remember = () => (
  <label class="check">
    <input
      type="checkbox"
      checked={rememberKey.value}
      onChange={({ currentTarget }) => {
        rememberKey.value = currentTarget.checked;
      }}
    />
    <span>
      Keep it when this tab is closed
      <small>
        It lies in this browser, unencrypted: whoever uses it can read it there. On a machine that is not
        yours alone, leave this off.
      </small>
    </span>
  </label>
);

export const SignUpForm = () => {
  const name = useSignal("");
  const email = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<NeuronError | null>(null);

  const submit = async (): Promise<void> => {
    busy.value = true;
    error.value = null;
    try {
      const body = {
        ...(name.value.trim() !== "" && { name: name.value.trim() }),
        ...(email.value.trim() !== "" && { email: email.value.trim() }),
      };
      const { key } = await ask<NewAccount>("POST", "/v1/accounts", { body, key: null });
      takeNewKey(key, true);
    } catch (thrown) {
      error.value = asNeuronError(thrown);
    } finally {
      busy.value = false;
    }
  };

  return (
    <form
      class="panel card"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>Sign up</h2>
      <p class="hint">
        An account comes with a key and free executions. There is no password: the key is all there is.
      </p>
      <label class="field">
        <span>Name (optional)</span>
        <input
          class="input"
          maxLength={100}
          autocomplete="name"
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
      </label>
      <label class="field">
        <span>E-mail (optional, where the operator can reach you)</span>
        <input
          class="input"
          type="email"
          maxLength={254}
          autocomplete="email"
          value={email.value}
          onInput={({ currentTarget }) => {
            email.value = currentTarget.value;
          }}
        />
      </label>
      {error.value && <Problem error={error.value} />}
      <button type="submit" class="button" disabled={busy.value}>
        Make an account
      </button>
    </form>
  );
};

/** A secret, shown once. */
export const NewKeyNotice = ({ issued }: { readonly issued: IssuedKey }) => (
  <section class="panel card new-key" aria-label="New key" role="status">
    <h2>Your new key: {issued.name}</h2>
    <p>Write it down now. The service keeps only a hash of it and cannot show it again.</p>
    <input
      class="input code-input"
      readOnly
      aria-label="The key"
      value={issued.key}
      onFocus={({ currentTarget }) => currentTarget.select()}
    />
    <div class="card-actions">
      <button type="button" class="button" onClick={() => void navigator.clipboard?.writeText(issued.key)}>
        Copy
      </button>
      <button
        type="button"
        class="button button-plain"
        onClick={() => {
          newKey.value = null;
        }}
      >
        I have it
      </button>
    </div>
    <Remember />
  </section>
);
