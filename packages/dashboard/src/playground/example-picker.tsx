import { EXAMPLES } from "./examples.js";
import { findLanguage, languages } from "./languages.js";
import { loadExample } from "./load-example.js";
import { helloOf, languageId, notice, openWork } from "./state.js";

const HELLO = "hello";

/** Programs to begin with: the language's hello, and some that show what can be done here. */
export const ExamplePicker = () => {
  const language = findLanguage(languageId.value);
  const installed = new Set((languages.value ?? []).map(({ id }) => id));
  const own = EXAMPLES.filter((example) => example.language === language?.id);
  const others = EXAMPLES.filter(
    (example) => example.language !== language?.id && installed.has(example.language),
  );

  const open = async (id: string): Promise<void> => {
    if (id === HELLO && language) {
      openWork(helloOf(language), `Opened the hello of ${language.name}.`);
      return;
    }
    const example = EXAMPLES.find((each) => each.id === id);
    if (example === undefined) return;
    try {
      openWork(await loadExample(example), `Opened “${example.title}”.`);
    } catch {
      notice.value = { text: `“${example.title}” could not be loaded: the service does not answer.` };
    }
  };

  return (
    <select
      class="input example-picker"
      aria-label="Open an example"
      value=""
      onChange={({ currentTarget }) => {
        void open(currentTarget.value);
        currentTarget.value = "";
      }}
    >
      <option value="" disabled>
        Examples
      </option>
      <optgroup label={language?.name ?? languageId.value}>
        {language && <option value={HELLO}>Hello, world</option>}
        {own.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </optgroup>
      {others.length > 0 && (
        <optgroup label="Other languages">
          {others.map(({ id, title, language: other }) => (
            <option key={id} value={id}>
              {findLanguage(other)?.name}: {title}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
};
