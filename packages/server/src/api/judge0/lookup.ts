import type { Execution } from "@neuron/contract";
import type { QueueClient } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { find } from "../routes/executions.js";
import type { Attributes } from "./attributes.js";
import type { Judge0Languages } from "./languages.js";
import { refuse } from "./refusal.js";
import { toResult } from "./result.js";
import type { Judge0Store } from "./store.js";
import { type Answer, type Submission, serialise } from "./submission.js";
import { idOf } from "./token.js";

export interface Lookup {
  of(execution: Execution, attributes: Attributes): Submission;
  /** Null when there is none. */
  one(token: string, tenant: Tenant): Promise<Submission | null>;
  /** In order, as answers; null for those that there are not. Refuses what is too much, or no text. */
  many(
    tokens: readonly string[],
    tenant: Tenant,
    fields: readonly string[],
    base64: boolean,
  ): Promise<(Answer | null)[]>;
}

export interface LookupOptions {
  readonly queue: Pick<QueueClient, "get">;
  readonly store: Pick<Judge0Store, "get">;
  readonly languages: Judge0Languages;
  readonly strict: boolean;
}

/** Each may be 20 MiB: they are looked at a few at a time, so that what a request takes is bounded. */
const AT_ONCE = 4;
const MAX_CHARACTERS = 64 * 1024 * 1024;

export const NOT_TEXT = (whose: string): string =>
  `some attributes for ${whose} cannot be converted to UTF-8, use base64_encoded=true query parameter`;

export const createLookup = ({ queue, store, languages, strict }: LookupOptions): Lookup => {
  const of = (execution: Execution, attributes: Attributes): Submission => ({
    attributes,
    execution,
    result: toResult(execution, attributes, strict),
    languageName: languages.find(attributes.language_id)?.name ?? "",
  });

  const one = async (token: string, tenant: Tenant): Promise<Submission | null> => {
    const id = idOf(token);
    if (id === null) return null;
    const [execution, attributes] = await Promise.all([find(queue, tenant, id), store.get(id)]);
    return execution === null || attributes === null ? null : of(execution, attributes);
  };

  return {
    of,
    one,
    async many(tokens, tenant, fields, base64) {
      const answers: (Answer | null)[] = [];
      let characters = 0;
      for (let at = 0; at < tokens.length; at += AT_ONCE) {
        const found = await Promise.all(tokens.slice(at, at + AT_ONCE).map((token) => one(token, tenant)));
        for (const submission of found) {
          const answer = submission && serialise(submission, fields, base64);
          if (submission !== null && answer === null) throw refuse(400, NOT_TEXT("one or more submissions"));
          for (const value of Object.values(answer ?? {}))
            if (typeof value === "string") characters += value.length;
          if (characters > MAX_CHARACTERS)
            throw refuse(400, "the answer would be too large, ask for fewer submissions or fields");
          answers.push(answer);
        }
      }
      return answers;
    },
  };
};
