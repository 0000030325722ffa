import type { Language } from "@neuron/sdk";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../parts/dialog.js";
import { findLanguage, languages, languagesError, loadLanguages } from "./languages.js";
import { searchLanguages } from "./search-languages.js";
import { chooseLanguage, languageId } from "./state.js";

/** The chosen language, and behind it all that are installed, to be searched by name, alias or version. */
export const LanguagePicker = () => {
  const open = useSignal(false);
  const current = findLanguage(languageId.value);
  return (
    <>
      <button
        type="button"
        class="button picker-button"
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
          void loadLanguages(true);
        }}
      >
        <span class="picker-name">{current?.name ?? languageId.value}</span>
        <span class="picker-version">{current?.version ?? ""}</span>
        <span class="picker-arrow" aria-hidden="true" />
      </button>
      <Dialog open={open} label="Choose a language" class="picker-dialog">
        <LanguageList
          onChoose={(language) => {
            open.value = false;
            chooseLanguage(language);
          }}
        />
      </Dialog>
    </>
  );
};

const LanguageList = ({ onChoose }: { readonly onChoose: (language: Language) => void }) => {
  const query = useSignal("");
  const at = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useComputed(() => searchLanguages(languages.value ?? [], query.value));
  const chosen = found.value[at.value];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = found.value.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: at.value + 1,
      ArrowUp: at.value - 1,
      PageDown: at.value + 8,
      PageUp: at.value - 8,
    };
    const next = moves[event.key];
    if (next !== undefined) at.value = Math.max(0, Math.min(last, next));
    else if (event.key === "Enter" && chosen) onChoose(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <div class="picker">
      <input
        class="input picker-search"
        type="text"
        role="combobox"
        aria-label="Search languages"
        aria-expanded="true"
        aria-controls="picker-list"
        aria-activedescendant={chosen && `language-${chosen.id}`}
        placeholder="Search by name, alias or version"
        autocomplete="off"
        spellcheck={false}
        value={query.value}
        onInput={({ currentTarget }) => {
          query.value = currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div class="picker-list" id="picker-list" role="listbox" aria-label="Languages" ref={list}>
        {found.value.map((language, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the search field's
          // biome-ignore lint/a11y/useFocusableInteractive: likewise
          <div
            key={language.id}
            id={`language-${language.id}`}
            role="option"
            aria-selected={index === at.value}
            class="picker-option"
            onClick={() => onChoose(language)}
          >
            <span>{language.name}</span>
            <span class="picker-id">{language.id}</span>
            <span class="picker-version figure">{language.version}</span>
          </div>
        ))}
      </div>
      {found.value.length === 0 && (
        <p class="empty">
          {languages.value === null
            ? (languagesError.value?.detail ?? "Asking the service …")
            : "No installed language is called that. More come with: npx neuron languages add"}
        </p>
      )}
    </div>
  );
};
