import type { Language, NeuronError } from "@neuron/sdk";
import { computed, signal } from "@preact/signals";
import { asNeuronError, neuron } from "../service/client.js";

/** What the service has installed; null until it has said so. */
export const languages = signal<readonly Language[] | null>(null);
/** Why they are not known, while it is asked again. */
export const languagesError = signal<NeuronError | null>(null);

export const languageById = computed(
  () => new Map((languages.value ?? []).map((language) => [language.id, language])),
);

/** An id or an alias, of any case, without what follows an `@`. */
export const findLanguage = (name: string): Language | null => {
  const wanted = name.toLowerCase().replace(/@.*$/, "");
  const known = languageById.value.get(wanted);
  return known ?? (languages.value ?? []).find(({ aliases }) => aliases.includes(wanted)) ?? null;
};

const RETRY_MS = 2_000;
let loading = false;

/** Asks until it is told; then not again, unless `again`: languages come and go while a service runs. */
export const loadLanguages = async (again = false): Promise<void> => {
  if (loading || (languages.value !== null && !again)) return;
  loading = true;
  try {
    for (;;) {
      try {
        const list = await neuron.value.languages({ timeoutMs: 10_000 });
        languages.value = [...list].sort((a, b) => a.name.localeCompare(b.name));
        languagesError.value = null;
        return;
      } catch (error) {
        languagesError.value = asNeuronError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  } finally {
    loading = false;
  }
};
