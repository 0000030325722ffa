import type { Logger } from "pino";
import type { LanguageDefinition, PublishedLanguage } from "../languages/types.js";
import type { QueueClient } from "../queue/types.js";
import { type ChooseLanguage, createLanguageChoice } from "./language-choice.js";

/** The languages that clients can use now. They come and go with the workers' own. */
export interface Catalog {
  /** By id. */
  all(): readonly PublishedLanguage[];
  readonly choose: ChooseLanguage;
  /** Looks at what the workers say, and again whenever that changes. */
  start(): Promise<void>;
}

export interface CatalogOptions {
  readonly queue: Pick<QueueClient, "languages" | "onLanguages">;
  /** What is known until a worker has told. */
  readonly local: readonly PublishedLanguage[];
  /** Also what could be added. */
  readonly definitions: readonly Pick<LanguageDefinition, "id" | "name" | "aliases">[];
  readonly logger: Logger;
}

export const createCatalog = ({ queue, local, definitions, logger }: CatalogOptions): Catalog => {
  let languages = local;
  let choose = createLanguageChoice(languages, definitions);

  const look = async (): Promise<void> => {
    try {
      const said = (await queue.languages()).map((text) => JSON.parse(text) as readonly PublishedLanguage[]);
      // Without a worker nobody knows better than before.
      if (said.length === 0) return;
      languages = commonTo(said);
      choose = createLanguageChoice(languages, definitions);
    } catch (error) {
      logger.warn({ err: error }, "the languages stay as they are");
    }
  };

  return {
    all: () => languages,
    choose: (written, field) => choose(written, field),
    async start() {
      queue.onLanguages(() => void look());
      await look();
    },
  };
};

/** Any worker may get an execution, so only what all of them have can be used. The first one's word counts on the details. */
const commonTo = ([
  first = [],
  ...others
]: readonly (readonly PublishedLanguage[])[]): readonly PublishedLanguage[] =>
  first.filter(({ id }) => others.every((languages) => languages.some((language) => language.id === id)));
