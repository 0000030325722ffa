import { parseWork, type Work } from "./work.js";

/** What the browser keeps between visits: the work at hand, and for each language what was last written in it. */
const CURRENT = "neuron.work";
const DRAFT = "neuron.draft.";

/** The largest that is kept: browsers give a page about 5 MB for everything. */
const MOST_CHARACTERS = 400_000;

export const loadWork = (): Work | null => load(CURRENT);
export const storeWork = (work: Work): void => store(CURRENT, work);

export const loadDraft = (language: string): Work | null => {
  const draft = load(DRAFT + language);
  return draft?.language === language ? draft : null;
};
export const storeDraft = (work: Work): void => store(DRAFT + work.language, work);

const load = (name: string): Work | null => {
  try {
    return parseWork(JSON.parse(localStorage.getItem(name) ?? "null"));
  } catch {
    return null;
  }
};

const store = (name: string, work: Work): void => {
  const text = JSON.stringify(work);
  if (text.length > MOST_CHARACTERS) return;
  try {
    localStorage.setItem(name, text);
  } catch {
    // No room, or no storage: it lasts as long as the page, then.
  }
};
