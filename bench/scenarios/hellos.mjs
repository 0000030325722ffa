import { readFileSync } from "node:fs";
import { post } from "../client.mjs";
import { inRoot } from "../paths.mjs";

/** The hello program of a language, as its definition has it. */
export const helloOf = (language) => {
  const { hello } = JSON.parse(readFileSync(inRoot(`languages/${language}.json`), "utf8"));
  return { language, source: hello.source, expected: hello.stdout };
};

/** A program of this benchmark's own, and what it prints. */
export const programOf = (language, file, expected) => ({
  language,
  name: file,
  source: readFileSync(inRoot(`bench/programs/${file}`), "utf8"),
  expected,
});

/** Waits for its end, as somebody who wants the answer does. */
export const WAIT_PATH = "/v1/executions?wait=60";

export const helloRequest = (url, { language, source }) => post(url, WAIT_PATH, { language, source });
