import type { Language } from "@neuron/sdk";
import { computed, effect, signal } from "@preact/signals";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { loadDraft, loadWork, storeDraft, storeWork } from "./stored.js";
import { newWork, type Work } from "./work.js";

/** What the user has in front of them. Changed only through the functions of this file. */
export const work = signal<Work>(
  loadWork() ?? newWork("python", [{ path: "main.py", content: 'print("Hello, world!")\n' }]),
);
/** Counts works that were opened in the place of others: editors begin anew then. */
export const opened = signal(0);
export const activeFile = signal(0);
/** Parts of it, for those who need not know of each key that is pressed. */
export const languageId = computed(() => work.value.language);
export const activePath = computed(() => work.value.files[activeFile.value]?.path ?? "");
export const paths = computed(() => work.value.files.map(({ path }) => path).join("\n"));
export const mode = computed(() => work.value.mode);
/** Where the user wants to look. */
export const goTo = signal<Pick<Diagnostic, "path" | "line" | "column"> | null>(null);
/** Something to tell, and a way back from it. */
export const notice = signal<{ readonly text: string; readonly undo?: () => void } | null>(null);

export const change = (changes: Partial<Work>): void => {
  work.value = { ...work.value, ...changes };
};

export const changeFile = (index: number, content: string): void => {
  const { files } = work.value;
  const file = files[index];
  if (file !== undefined && file.content !== content)
    change({ files: files.with(index, { ...file, content }) });
};

/** Puts another work in the place of this one; with `text`, tells of it and offers a way back. */
export const openWork = (next: Work, text?: string): void => {
  const before = { work: work.value, active: activeFile.value };
  storeDraft(before.work);
  replace(next, 0);
  if (text === undefined) return;
  notice.value = {
    text,
    undo() {
      replace(before.work, before.active);
      notice.value = null;
    },
  };
};

const replace = (next: Work, active: number): void => {
  work.value = next;
  activeFile.value = active;
  opened.value++;
};

/** Another language: with what was last written in it, or its hello. What is not of a language stays as it is. */
export const chooseLanguage = (language: Language): void => {
  if (language.id === work.value.language) return;
  openWork(loadDraft(language.id) ?? helloOf(language));
};

export const helloOf = ({ id, file, hello }: Language): Work =>
  newWork(id, [{ path: file, content: hello.source }]);

const STORE_AFTER_MS = 400;

/** Keeps the work in the browser, a moment after each change and when the page is left. Returns what ends it. */
export const keepWork = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsaved = false;
  const save = (): void => {
    if (unsaved) storeWork(work.value);
    unsaved = false;
  };
  const stop = effect(() => {
    void work.value;
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, STORE_AFTER_MS);
  });
  window.addEventListener("pagehide", save);
  return () => {
    stop();
    clearTimeout(timer);
    save();
    window.removeEventListener("pagehide", save);
  };
};
