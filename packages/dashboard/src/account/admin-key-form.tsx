import { useSignal } from "@preact/signals";
import { adminKey } from "../service/keys.js";

/** The operator's key opens more of the dashboard. It is kept for this tab alone. */
export const AdminKeyForm = () => {
  const key = useSignal("");
  return (
    <section class="panel card">
      <h2>For the operator</h2>
      {adminKey.value === null ? (
        <form
          class="new-key-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (key.value.trim() !== "") adminKey.value = key.value.trim();
            key.value = "";
          }}
        >
          <input
            class="input code-input"
            type="password"
            autocomplete="off"
            aria-label="Admin key"
            placeholder="Admin key (neuron admin key shows it)"
            value={key.value}
            onInput={({ currentTarget }) => {
              key.value = currentTarget.value;
            }}
          />
          <button type="submit" class="button">
            Use it in this tab
          </button>
        </form>
      ) : (
        <p class="card-head">
          The admin key is in use, until this tab is closed.
          <button
            type="button"
            class="button"
            onClick={() => {
              adminKey.value = null;
            }}
          >
            Forget it
          </button>
        </p>
      )}
    </section>
  );
};
