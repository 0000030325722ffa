import { change, work } from "./state.js";
import { TestsPanel } from "./tests-panel.js";
import { MODES, type Mode } from "./work.js";

const NAMES: Readonly<Record<Mode, string>> = { input: "Input", terminal: "Terminal", tests: "Tests" };

/** What the program gets: input at once, a terminal to talk in, or tests. The tab that is open is what Run does. */
export const InputPanel = () => {
  const { mode, stdin, args, tests } = work.value;
  return (
    <section class="input-panel" aria-label="What the program gets">
      <div class="tabs" role="tablist" aria-label="How to run">
        {MODES.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`mode-${each}`}
            aria-selected={mode === each}
            aria-controls="mode-panel"
            tabIndex={mode === each ? 0 : -1}
            class={`tab tab-button ${mode === each ? "tab-active" : ""}`}
            onClick={() => change({ mode: each })}
            onKeyDown={(event) => moveTab(event, each)}
          >
            {NAMES[each]}
            {each === "tests" && tests.length > 0 && <span class="count">{tests.length}</span>}
          </button>
        ))}
      </div>
      <div class="input-content" role="tabpanel" id="mode-panel" aria-labelledby={`mode-${mode}`}>
        {mode === "input" && (
          <textarea
            class="input stdin"
            aria-label="Standard input"
            placeholder="Standard input: what the program reads"
            spellcheck={false}
            value={stdin}
            onInput={({ currentTarget }) => change({ stdin: currentTarget.value })}
          />
        )}
        {mode === "terminal" && (
          <p class="hint">The program gets a terminal, beside this. Run it, and type when it asks.</p>
        )}
        {mode === "tests" && <TestsPanel />}
        {mode !== "tests" && (
          <input
            class="input arguments"
            aria-label="Arguments"
            placeholder="Arguments, as in a shell"
            spellcheck={false}
            autocapitalize="off"
            value={args}
            onInput={({ currentTarget }) => change({ args: currentTarget.value })}
          />
        )}
      </div>
    </section>
  );
};

const moveTab = (event: KeyboardEvent, from: Mode): void => {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const next = MODES[(MODES.indexOf(from) + step + MODES.length) % MODES.length];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  change({ mode: next });
  document.getElementById(`mode-${next}`)?.focus();
};
