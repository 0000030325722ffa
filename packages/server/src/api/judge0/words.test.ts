import fc from "fast-check";
import { expect, test } from "vitest";
import { splitWords } from "./words.js";

test.each([
  ["", []],
  ["  -O2   -std=c++17\t-lm ", ["-O2", "-std=c++17", "-lm"]],
  ["'one two' \"three four\" five\\ six", ["one two", "three four", "five six"]],
  ["a\"b c\"d ''", ["ab cd", ""]],
  ['"a\\"b\\\\c\\n"', ['a"b\\c\\n']],
  ["a; rm -rf $HOME & b | c > d < e `f`", ["a", "rm", "-rf", "HOME", "b", "c", "d", "e", "f"]],
  ["one\ntwo", ["one", "two"]],
  ["'never closed", ["never closed"]],
])("%j", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test("takes anything, and loses nothing of plain words", () => {
  fc.assert(fc.property(fc.string(), (text) => splitWords(text).every((word) => !/[$&;<>|`]/.test(word))));
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z0-9=+-]{1,9}$/)), (words) => {
      expect(splitWords(words.join("  "))).toEqual(words);
    }),
  );
});
