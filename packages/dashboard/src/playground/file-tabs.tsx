import { useSignal } from "@preact/signals";
import { findLanguage } from "./languages.js";
import { activeFile, change, languageId, paths, work } from "./state.js";
import { isPath, MOST_FILES } from "./work.js";

/** The program's files. The first is the one to start. */
export const FileTabs = () => {
  const renaming = useSignal<number | null>(null);
  const names = paths.value.split("\n");

  const add = (): void => {
    const extension = findLanguage(languageId.value)?.extensions[0] ?? ".txt";
    let path = `file${names.length + 1}${extension}`;
    for (let at = names.length + 2; names.includes(path); at++) path = `file${at}${extension}`;
    change({ files: [...work.value.files, { path, content: "" }] });
    activeFile.value = names.length;
    renaming.value = names.length;
  };

  const remove = (index: number): void => {
    change({ files: work.value.files.toSpliced(index, 1) });
    if (activeFile.value >= index && activeFile.value > 0) activeFile.value--;
  };

  const rename = (index: number, path: string): void => {
    renaming.value = null;
    const file = work.value.files[index];
    if (file === undefined || path === file.path || !isPath(path) || names.includes(path)) return;
    change({ files: work.value.files.with(index, { ...file, path }) });
  };

  return (
    <div class="tabs file-tabs">
      {names.map((path, index) =>
        renaming.value === index ? (
          <input
            key="renaming"
            class="input file-name"
            aria-label="Name of the file"
            value={path}
            ref={(input) => input?.focus()}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onBlur={({ currentTarget }) => rename(index, currentTarget.value.trim())}
            onKeyDown={({ key, currentTarget }) => {
              if (key === "Enter") rename(index, currentTarget.value.trim());
              if (key === "Escape") renaming.value = null;
            }}
          />
        ) : (
          <span key={path} class={`tab file-tab ${index === activeFile.value ? "tab-active" : ""}`}>
            <button
              type="button"
              class="tab-button"
              aria-pressed={index === activeFile.value}
              title="Double-click to rename"
              onClick={() => {
                activeFile.value = index;
              }}
              onDblClick={() => {
                renaming.value = index;
              }}
              onKeyDown={({ key }) => {
                if (key === "F2") renaming.value = index;
              }}
            >
              {path}
            </button>
            {names.length > 1 && (
              <button
                type="button"
                class="tab-close"
                aria-label={`Remove ${path}`}
                onClick={() => remove(index)}
              >
                ×
              </button>
            )}
          </span>
        ),
      )}
      {names.length < MOST_FILES && (
        <button
          type="button"
          class="icon-button tab-add"
          aria-label="Add a file"
          title="Add a file"
          onClick={add}
        >
          +
        </button>
      )}
    </div>
  );
};
