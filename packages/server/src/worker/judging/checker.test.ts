import { expect, test } from "vitest";
import { makeJob } from "../../queue/fixtures.js";
import { createCompileCache } from "../compile-cache.js";
import { NoSuchLanguageError } from "../no-such-language.js";
import { createCheck } from "./checker.js";

test("one whose language is not here is no failing checker: the execution goes back to the queue", () => {
  const context = { job: makeJob(), languages: new Map(), compileCache: createCompileCache(0) };
  const checker = { type: "program", language: "ruby", source: "exit 0" } as const;
  expect(() => createCheck(checker, context)).toThrow(NoSuchLanguageError);
  expect(() => createCheck({ type: "exact" }, context)).not.toThrow();
});
