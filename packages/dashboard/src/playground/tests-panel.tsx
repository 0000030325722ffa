import { change, work } from "./state.js";
import { CHECKERS, type Checker, MOST_TESTS, type WorkTest } from "./work.js";

const CHECKER_NAMES: Readonly<Record<Checker, string>> = {
  lines: "same lines",
  exact: "same bytes",
  tokens: "same words",
  float: "same numbers, nearly",
};

/** Compiled once, run once for each of these. */
export const TestsPanel = () => {
  const { tests, checker } = work.value;
  const set = (index: number, changes: Partial<WorkTest>): void => {
    const test = tests[index];
    if (test) change({ tests: tests.with(index, { ...test, ...changes }) });
  };
  return (
    <div class="tests">
      {tests.map((test, index) => (
        <fieldset key={index} class="test">
          <legend class="visually-hidden">Test {index + 1}</legend>
          <div class="test-head">
            <input
              class="input test-name"
              aria-label="Name"
              placeholder={`Test ${index + 1}`}
              value={test.name}
              maxLength={128}
              onInput={({ currentTarget }) => set(index, { name: currentTarget.value })}
            />
            <button
              type="button"
              class="icon-button"
              aria-label={`Remove test ${index + 1}`}
              onClick={() => change({ tests: tests.toSpliced(index, 1) })}
            >
              ×
            </button>
          </div>
          <textarea
            class="input"
            rows={2}
            aria-label="Input"
            placeholder="Input"
            spellcheck={false}
            value={test.stdin}
            onInput={({ currentTarget }) => set(index, { stdin: currentTarget.value })}
          />
          <textarea
            class="input"
            rows={2}
            aria-label="Expected output"
            placeholder="Expected output (empty: anything)"
            spellcheck={false}
            value={test.expected ?? ""}
            onInput={({ currentTarget }) =>
              set(index, { expected: currentTarget.value === "" ? null : currentTarget.value })
            }
          />
        </fieldset>
      ))}
      <div class="tests-foot">
        <button
          type="button"
          class="button"
          disabled={tests.length >= MOST_TESTS}
          onClick={() => change({ tests: [...tests, { name: "", stdin: "", expected: null }] })}
        >
          Add a test
        </button>
        <label class="inline-field">
          <span>Right when it prints the</span>
          <select
            class="input"
            value={checker}
            onChange={({ currentTarget }) => change({ checker: currentTarget.value as Checker })}
          >
            {CHECKERS.map((each) => (
              <option key={each} value={each}>
                {CHECKER_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
};
