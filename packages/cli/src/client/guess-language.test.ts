import type { Language } from "@neuron/sdk";
import { loadLanguages } from "@neuron/server";
import { expect, test } from "vitest";
import { guessLanguage } from "./guess-language.js";

/** Those of the project, as a service with all of them shows them. */
const ALL: Language[] = loadLanguages().map((language) => ({
  id: language.id,
  name: language.name,
  version: "1",
  aliases: [...language.aliases],
  extensions: [...language.extensions],
  file: language.file,
  compiled: language.compile !== null,
  primed: language.prime !== "launcher" || language.compilePrime !== undefined,
  hello: language.hello,
}));

test.each([
  ["a.py", "python"],
  ["dir.c/A.PY", "python"],
  ["a.c", "c"],
  ["a.cc", "cpp"],
  ["a.cpp", "cpp"],
  ["a.js", "javascript"],
  ["a.mjs", "javascript"],
  ["a.ts", "typescript"],
  ["a.mts", "typescript"],
  ["a.lua", "lua"],
  ["a.pl", "perl"],
  ["a.sh", "bash"],
  ["a.tcl", "tcl"],
  ["Main.java", "java"],
  ["a.go", "go"],
  ["a.rb", "ruby"],
  ["a.rs", "rust"],
])("%s is %s", (file, language) => {
  expect(guessLanguage(file, ALL)).toBe(language);
});

test.each(["a", "py", "a.unknown"])("%s says nothing", (file) => {
  expect(() => guessLanguage(file, ALL)).toThrow(/cannot be told by its name.*python/);
});
